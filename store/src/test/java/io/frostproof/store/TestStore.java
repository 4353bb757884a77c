package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A migrated database of its own for one test, and a small network to put into it. */
final class TestStore {

    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private TestStore() {}

    static Database open(PostgresFlavour flavour) {
        TestDatabase server = TestDatabases.shared(flavour);
        return Database.open(new DatabaseSettings(server.newDatabase("store"), server.user(), server.password(), 6));
    }

    /** One fridge with one probe that reports every minute, and two handling units in it. */
    static Network fridge() {
        var tooWarm = new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofMinutes(5), 0.5);
        var farTooWarm = new Condition(
                "too_warm", Level.CRITICAL, Quantity.TEMPERATURE, Operator.ABOVE, 12, Duration.ofMinutes(2), 0.5);
        var tooCold = new Condition(
                "too_cold",
                Level.CRITICAL,
                Quantity.TEMPERATURE,
                Operator.AT_OR_BELOW,
                -0.5,
                Duration.ofMinutes(3),
                0.5);
        return new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo"))),
                List.of(new StorageProfile(
                        "fridge", "Fridge", 2.0, 8.0, List.of(tooWarm, farTooWarm, tooCold), "test")),
                List.of(new Unit("fridge-1", "hub", "Fridge 1", UnitKind.FRIDGE, "fridge")),
                List.of(new Device(
                        "probe-1",
                        "hub",
                        Duration.ofMinutes(1),
                        List.of(new Channel(
                                "t1",
                                Quantity.TEMPERATURE,
                                MeasureUnit.CELSIUS,
                                Duration.ofMinutes(2),
                                List.of(new Placement("fridge-1", BEGIN, null)))))),
                List.of(new Product("vaccine", "Vaccine", "fridge")),
                List.of(new Lot("lot-1", "vaccine", null)),
                List.of(
                        new HandlingUnit("hu-1", "lot-1", new BigDecimal("10"), "vials"),
                        new HandlingUnit("hu-2", "lot-1", new BigDecimal("20"), "vials")),
                List.of(
                        new Movement("hu-1", BEGIN, "fridge-1"),
                        new Movement("hu-2", BEGIN, "fridge-1"),
                        new Movement("hu-2", BEGIN.plus(Duration.ofHours(3)), null)));
    }
}
