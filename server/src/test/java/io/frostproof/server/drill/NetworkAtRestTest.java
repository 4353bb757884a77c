package io.frostproof.server.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.yaml.InvalidFileException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What of a file is taken for a drill. */
class NetworkAtRestTest {

    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private static final String FILE = """
            frostproof_network: 1
            regions: [{id: r, name: R}]
            nodes:
              - {id: a, region: r, name: A, kind: cold_store, time_zone: UTC, capability: {capacity: {chilled: 1000, frozen: 100}, authorisations: [medicines]}}
              - {id: b, region: r, name: B, kind: cold_store, time_zone: UTC, capability: {capacity: {chilled: 50}}}
            temperature_classes:
              - {id: chilled, name: Chilled, band: {min: 2, max: 6}}
              - {id: frozen, name: Frozen, band: {min: -25, max: -18}}
            units:
              - {id: a1, node: a, name: A1, kind: cold_room, profile: who-fridge, temperature_class: chilled}
              - {id: a2, node: a, name: A2, kind: cold_room, profile: who-fridge}
              - {id: a3, node: a, name: A3, kind: dock_zone, profile: site-power}
              - {id: b1, node: b, name: B1, kind: cold_room, profile: who-fridge, temperature_class: chilled}
            devices:
              - {id: d, node: a, report_interval: 1m, channels: [{id: t, quantity: temperature, placements: [{unit: a1, from: 2026-01-01T00:00:00Z}]}]}
            products:
              - {id: pills, name: Pills, profile: who-fridge, litres_per: {amount: 2, per: boxes}, authorisations: [medicines]}
              - {id: milk, name: Milk, profile: who-fridge, litres_per: {amount: 1, per: bottles}}
              - {id: loose, name: Loose, profile: who-fridge}
            lots: [{id: l, product: pills}]
            handling_units:
              - {id: stays, lot: l, quantity: 100, quantity_unit: boxes}
              - {id: moved, lot: l, quantity: 5, quantity_unit: boxes}
              - {id: gone, lot: l, quantity: 5, quantity_unit: boxes}
              - {id: later, lot: l, quantity: 5, quantity_unit: boxes}
              - {id: nowhere, lot: l, quantity: 5, quantity_unit: boxes}
            movements:
              - {handling_unit: stays, time: 2026-11-01T00:00:00Z, to: a1}
              - {handling_unit: moved, time: 2026-11-03T00:00:00Z, to: a2}
              - {handling_unit: moved, time: 2026-11-01T00:00:00Z, to: a1}
              - {handling_unit: gone, time: 2026-11-01T00:00:00Z, to: a1}
              - {handling_unit: gone, time: 2026-11-02T00:00:00Z, to: null}
              - {handling_unit: later, time: 2026-12-24T00:00:00Z, to: a1}
            """;

    private static Network file() throws InvalidFileException {
        return NetworkFile.readText("network.yaml", FILE);
    }

    private static Map<String, String> where(NetworkAtRest rest) {
        var where = new HashMap<String, String>();
        for (Movement move : rest.network().movements()) {
            assertThat(move.time()).isEqualTo(NOW.minus(NetworkAtRest.SINCE));
            assertThat(where.put(move.handlingUnit(), String.valueOf(move.toUnit())))
                    .isNull();
        }
        return where;
    }

    @Test
    void goodsLieWhereTheFileHasThemLast() throws InvalidFileException {
        NetworkAtRest rest = NetworkAtRest.of(file(), NOW, null);

        assertThat(where(rest)).containsOnly(Map.entry("stays", "a1"), Map.entry("moved", "a2"));
        assertThat(rest.handlingUnits()).isEqualTo(2);
        assertThat(rest.madeUp()).isZero();
    }

    @Test
    void unitsAreInTheMiddleOfTheirClassOrProfileAndMeasuredOnce() throws InvalidFileException {
        NetworkAtRest rest = NetworkAtRest.of(file(), NOW, null);

        var celsius = new HashMap<String, Double>();
        rest.network().devices().forEach(device -> {
            String unit = device.channels().getFirst().placements().getFirst().unit();
            assertThat(celsius.put(unit, rest.celsius().get(device.id()))).isNull();
        });
        // Of the dock zone nobody knows what it keeps.
        assertThat(celsius).containsOnly(Map.entry("a1", 4.0), Map.entry("a2", 5.0), Map.entry("b1", 4.0));
    }

    @Test
    void goodsAreMadeUpToAShareOfEachRoomOfProductsThatMayBeThere() throws InvalidFileException {
        NetworkAtRest rest = NetworkAtRest.of(file(), NOW, 0.7);

        Map<String, String> where = where(rest);
        var litres = new HashMap<String, BigDecimal>();
        for (HandlingUnit goods : rest.network().handlingUnits()) {
            if (goods.lot().startsWith("made-up-")) {
                String product = goods.lot().substring("made-up-".length());
                BigDecimal each = product.equals("pills") ? new BigDecimal("2") : BigDecimal.ONE;
                litres.merge(
                        where.get(goods.id()) + ' ' + product, goods.quantity().multiply(each), BigDecimal::add);
            }
        }
        // 200 of 1,000 litres are taken in A by what stays; B has no right to medicines; the frozen room has no unit,
        // and nothing that would be frozen.
        assertThat(litres.keySet()).containsExactlyInAnyOrder("a1 pills", "a1 milk", "b1 milk");
        BigDecimal first = Objects.requireNonNull(litres.get("a1 pills"));
        assertThat(first.add(Objects.requireNonNull(litres.get("a1 milk")))).isEqualByComparingTo("500");
        assertThat(litres.get("b1 milk")).isEqualByComparingTo("35");
        assertThat(rest.madeUp()).isEqualTo(rest.handlingUnits() - 2).isEqualTo(5 + 7);
        assertThat(NetworkAtRest.of(file(), NOW, 0.7)).isEqualTo(rest);
    }
}
