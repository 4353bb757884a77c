package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A generator that has to start when the mains are away; another unit of its node stands beside it. */
class NetworkWarningsTest {

    private static Channel channel(int number, Quantity quantity, String unit) {
        return new Channel(
                "c" + number,
                quantity,
                MeasureUnit.ONE,
                Duration.ofMinutes(5),
                List.of(new Placement(unit, Instant.EPOCH, null)));
    }

    private static List<String> warnings(Channel... channels) {
        var notStarted = new Condition(
                "not_started",
                Level.WARNING,
                Quantity.MAINS,
                new Measure.While(Quantity.GENERATOR, Operator.BELOW, 1),
                Operator.BELOW,
                1,
                Duration.ofMinutes(2),
                0,
                null,
                Schedule.ALWAYS);
        return NetworkWarnings.of(new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("UTC"))),
                List.of(new StorageProfile("power", "Power", 2.0, 8.0, List.of(notStarted), "made up")),
                List.of(
                        new Unit("gen", "hub", "Generator", UnitKind.GENERATOR, "power"),
                        new Unit("room", "hub", "Room", UnitKind.COLD_ROOM, null)),
                IntStream.range(0, channels.length)
                        .mapToObj(n -> new Device("d" + n, "hub", Duration.ofMinutes(1), List.of(channels[n])))
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    @Test
    void saysNothingOfAStateThatTheUnitOrItsNodeTells() {
        assertThat(warnings(channel(0, Quantity.GENERATOR, "gen"), channel(1, Quantity.MAINS, "room")))
                .isEmpty();
    }

    @Test
    void saysWhichStateNobodyTells() {
        assertThat(warnings(channel(0, Quantity.MAINS, "gen")))
                .containsExactly(
                        "unit gen, slot not_started: never holds, since no channel of the unit or of its node hub measures generator");
    }

    @Test
    void saysThatTheUnitItselfHasToTellOne() {
        assertThat(warnings(channel(0, Quantity.MAINS, "room"), channel(1, Quantity.GENERATOR, "room")))
                .containsExactly(
                        "unit gen, slot not_started: never holds, since no channel of the unit measures mains or generator");
    }

    private static List<String> ofStock(String per, String levelUnit) throws Exception {
        return NetworkWarnings.of(NetworkFile.readText("network.yaml", """
                frostproof_network: 1
                regions: [{id: r, name: R}]
                nodes: [{id: hub, region: r, name: Hub, kind: dock, time_zone: UTC}]
                products:
                  - {id: milk, name: Milk, profile: who-fridge, value: {amount: 1, currency: EUR, per: %s}}
                  - {id: fish, name: Fish, profile: who-fridge, value: {amount: 1, currency: EUR, per: kg}}
                lots: [{id: l, product: milk}]
                handling_units:
                  - {id: a, lot: l, quantity: 1, quantity_unit: bottles}
                  - {id: b, lot: l, quantity: 1, quantity_unit: crates}
                stock_levels:
                  - {node: hub, product: milk, quantity_unit: %s, reorder_point: 1}
                  - {node: hub, product: fish, quantity_unit: kg, reorder_point: 1}
                """.formatted(per, levelUnit)));
    }

    @Test
    void saysNothingOfWhatIsCountedAsItsStockIsOrHasNoneYet() throws Exception {
        assertThat(ofStock("bottles", "crates")).isEmpty();
    }

    @Test
    void saysThatALevelOrAValueIsInAUnitThatNoStockIsCountedIn() throws Exception {
        assertThat(ofStock("bottle", "l"))
                .containsExactly(
                        "product milk: its value is per bottle, and its handling units are counted in bottles, crates",
                        "stock level of milk at hub: it is in l, and handling units of the product are counted in bottles, crates");
    }
}
