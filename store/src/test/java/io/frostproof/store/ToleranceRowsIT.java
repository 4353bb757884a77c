package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.Allowance.Side;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.network.Band;
import io.frostproof.alerts.network.HandlingRisk;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductFacts;
import io.frostproof.alerts.network.ProductValue;
import io.frostproof.alerts.network.StockLevel;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products that a file describes come back as the ledger needs them. The profile's band is 2 to 8 °C. */
class ToleranceRowsIT {

    private static final List<Allowance> BUDGETS = List.of(
            new Allowance("out of refrigeration", Side.WARM, 8, 25.0, Duration.ofHours(12)),
            new Allowance("hot", Side.WARM, 25, null, Duration.ZERO),
            new Allowance("cool", Side.COLD, 2, 0.5, Duration.ofSeconds(90)));

    private static final ShelfLife ARRHENIUS = new ShelfLife.Arrhenius(Duration.ofDays(730), 5, 90.5);
    private static final ShelfLife Q10 = new ShelfLife.Q10(Duration.ofHours(100), 4, 2.5);

    private static Product product(String id, ProductFacts facts) {
        return new Product(id, id, "fridge", facts);
    }

    private static ProductFacts facts(String amount, Band band, ShelfLife shelfLife) {
        return new ProductFacts(
                "leaflet",
                new ProductValue(new BigDecimal(amount), "EUR", "vials"),
                HandlingRisk.HIGH,
                band,
                -0.5,
                BUDGETS,
                shelfLife);
    }

    private static Network network(String amount, ShelfLife shelfLife, String reorderPoint) {
        Network fridge = TestStore.fridge();
        return new Network(
                fridge.regions(),
                fridge.nodes(),
                fridge.profiles(),
                fridge.units(),
                fridge.devices(),
                List.of(
                        new Product("vaccine", "Vaccine", "fridge"),
                        product("own-band", facts(amount, new Band(null, 25.0), shelfLife)),
                        product("vvm", facts("0", new Band(-20.0, null), ShelfLife.vaccineVialMonitor(7))),
                        product("profile-band", new ProductFacts(null, null, null, null, null, BUDGETS, Q10))),
                fridge.lots(),
                fridge.handlingUnits(),
                fridge.movements(),
                List.of(),
                null,
                List.of(new StockLevel(
                        "hub", "vaccine", "vials", new BigDecimal(reorderPoint), new BigDecimal("0.5"))));
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void comeBackAsTheyWereTold(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(network("12.5", ARRHENIUS, "10"));

            Map<String, Tolerance> tolerances = database.read(connection ->
                    ToleranceRows.of(connection, List.of("vaccine", "own-band", "vvm", "profile-band", "nobody's")));

            assertThat(tolerances)
                    .containsOnly(
                            Map.entry("vaccine", new Tolerance(2.0, 8.0, null, List.of(), null)),
                            Map.entry("own-band", new Tolerance(null, 25.0, -0.5, BUDGETS, ARRHENIUS)),
                            Map.entry(
                                    "vvm", new Tolerance(-20.0, null, -0.5, BUDGETS, ShelfLife.vaccineVialMonitor(7))),
                            Map.entry("profile-band", new Tolerance(2.0, 8.0, null, BUDGETS, Q10)));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void changeWhenAFileSaysSomethingElseAndOnlyThen(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            var importer = new NetworkImporter(database);
            NetworkImporter.Report first = importer.run(network("12.50", ARRHENIUS, "10.0"));
            NetworkImporter.Report same = importer.run(network("12.5", ARRHENIUS, "10"));
            NetworkImporter.Report other = importer.run(network("12.5", Q10, "11"));

            assertThat(same).isEqualTo(new NetworkImporter.Report(0, 0, first.added()));
            assertThat(other).isEqualTo(new NetworkImporter.Report(0, 2, first.added() - 2));
            Map<String, Tolerance> changed =
                    database.read(connection -> ToleranceRows.of(connection, List.of("own-band")));
            assertThat(changed).containsOnly(Map.entry("own-band", new Tolerance(null, 25.0, -0.5, BUDGETS, Q10)));
        }
    }
}
