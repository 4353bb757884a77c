package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShippedNetworksTest {

    @Test
    void shipsTheWhoFridgeAlarmsAsPublished() {
        StorageProfile profile = builtin("who-fridge");

        assertThat(profile.conditions())
                .containsExactly(
                        new Condition(
                                "too_cold",
                                Level.CRITICAL,
                                Quantity.TEMPERATURE,
                                Operator.AT_OR_BELOW,
                                -0.5,
                                Duration.ofMinutes(60),
                                0),
                        new Condition(
                                "too_warm",
                                Level.CRITICAL,
                                Quantity.TEMPERATURE,
                                Operator.ABOVE,
                                8,
                                Duration.ofHours(10),
                                0),
                        new Condition(
                                "door_open",
                                Level.WARNING,
                                Quantity.DOOR,
                                Operator.AT_OR_ABOVE,
                                1,
                                Duration.ofMinutes(5),
                                0),
                        new Condition(
                                "no_power", Level.WARNING, Quantity.MAINS, Operator.BELOW, 1, Duration.ofHours(24), 0));
        assertThat(profile.bandMinCelsius()).isEqualTo(2.0);
        assertThat(profile.bandMaxCelsius()).isEqualTo(8.0);
        assertThat(profile.source()).contains("WHO PQS").contains("differ exactly at +8.0");
    }

    /** The ranges of standards as published; their delays are ours and may change. */
    @ParameterizedTest
    @CsvSource({
        "who-freezer, -25, -15",
        "cdc-refrigerator, 2, 8",
        "cdc-freezer, -50, -15",
        "cdc-ultra-cold, -90, -60",
        "food-code-cold-hold, , 5",
        "food-code-cooling, , 5",
        "eu-quick-frozen, , -18",
        "controlled-room-temperature, 20, 25",
        "controlled-cold, 2, 8",
        "site-power, , ",
        "nfpa-110-generator, , ",
        "refrigerator-trends, , ",
        "freezer-cycles, , "
    })
    void shipsTheRangesOfStandards(String id, @Nullable Double min, @Nullable Double max) {
        StorageProfile profile = builtin(id);

        assertThat(profile.bandMinCelsius()).isEqualTo(min);
        assertThat(profile.bandMaxCelsius()).isEqualTo(max);
        // What no standard says has to be told from what one says.
        assertThat(profile.source()).containsAnyOf("ours", "Food Code 3-501.14");
        assertThat(profile.conditions()).isNotEmpty();
    }

    @Test
    void watchesTheKineticMeanOverTheWindowsThatUspNames() {
        assertThat(builtin("controlled-room-temperature").conditions().get(0).measure())
                .isEqualTo(new Measure.MeanKinetic(Duration.ofDays(30)));
        assertThat(builtin("controlled-cold").conditions().get(0).measure())
                .isEqualTo(new Measure.MeanKinetic(Duration.ofHours(24)));
    }

    @Test
    void namesDemoProfilesAsNotForRealStockAndConfirmsThemInSeconds() {
        for (String id : List.of("demo-fridge", "demo-freezer")) {
            StorageProfile profile = builtin(id);

            assertThat(profile.name()).contains("not for real stock");
            assertThat(profile.source()).contains("not for real stock");
            assertThat(profile.conditions()).extracting(Condition::slot).contains("too_warm", "too_cold");
            assertThat(profile.conditions())
                    .allSatisfy(condition -> assertThat(condition.delay()).isLessThanOrEqualTo(Duration.ofSeconds(30)));
        }
    }

    @Test
    void watchesTheMachineBelow55Fahrenheit() {
        Condition condition = builtin("machine-temperature").conditions().get(0);

        assertThat(condition.threshold()).isCloseTo(12.7778, within(1e-4));
        assertThat(condition.clearMargin()).isCloseTo(2.7778, within(1e-4));
        assertThat(condition.operator()).isEqualTo(Operator.AT_OR_BELOW);
        assertThat(condition.delay()).isEqualTo(Duration.ofHours(1));
        assertThat(condition.level()).isEqualTo(Level.CRITICAL);
    }

    @Test
    void shipsADemoNetworkOfThePromisedSize() {
        Network demo = NetworkFile.readResource(NetworkFile.DEMO);

        assertThat(NetworkSummary.of(demo)).isEqualTo(new NetworkSummary(2, 6, 40, 4, 3, 46, 94, 10, 40, 200, 200));
        assertThat(NetworkSummary.of(demo).describe())
                .isEqualTo(
                        "2 regions with 6 nodes; 40 cold units and 4 generators, watched by 46 devices with 94 channels"
                                + " after 3 storage profiles; 10 products in 40 lots and 200 handling units, moved 200 times.");
        assertThat(demo.nodes()).extracting(Node::kind).contains(NodeKind.POP_UP, NodeKind.PARTNER);
    }

    @Test
    void measuresEveryColdUnitOfTheDemoByOneDevice() {
        Network demo = NetworkFile.readResource(NetworkFile.DEMO);

        Map<String, List<String>> quantitiesByUnit = demo.devices().stream()
                .flatMap(device -> device.channels().stream())
                .flatMap(channel -> channel.placements().stream()
                        .map(placement ->
                                Map.entry(placement.unit(), channel.quantity().id())))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        for (Unit unit : demo.units()) {
            List<String> quantities = Objects.requireNonNull(quantitiesByUnit.get(unit.id()), unit.id());
            if (unit.kind() == UnitKind.GENERATOR) {
                assertThat(quantities).containsExactly("mains", "generator", "fuel");
            } else {
                assertThat(quantities).startsWith("temperature", "door");
            }
        }
        assertThat(demo.devices()).extracting(Device::reportInterval).containsOnly(Duration.ofSeconds(5));
        for (Node node : demo.nodes()) {
            assertThat(demo.devices().stream()
                            .filter(device -> device.node().equals(node.id()))
                            .flatMap(device -> device.channels().stream())
                            .filter(channel -> channel.quantity() == Quantity.MAINS))
                    .as(node.id())
                    .hasSize(1);
        }
    }

    @Test
    void putsFrozenGoodsOfTheDemoIntoFreezersAndTheRestElsewhere() {
        Network demo = NetworkFile.readResource(NetworkFile.DEMO);

        Map<String, String> profileOfProduct =
                demo.products().stream().collect(Collectors.toMap(p -> p.id(), p -> p.profile()));
        Map<String, String> productOfLot =
                demo.lots().stream().collect(Collectors.toMap(l -> l.id(), l -> l.product()));
        Map<String, String> lotOf = demo.handlingUnits().stream().collect(Collectors.toMap(h -> h.id(), h -> h.lot()));
        Map<String, Unit> units = demo.units().stream().collect(Collectors.toMap(Unit::id, u -> u));
        for (Movement movement : demo.movements()) {
            String wanted = profileOfProduct.get(productOfLot.get(lotOf.get(movement.handlingUnit())));
            Unit place = Objects.requireNonNull(units.get(Objects.requireNonNull(movement.toUnit())));
            assertThat(place.profile()).as(movement.toString()).isEqualTo(wanted);
        }
        // Every cold unit holds something, so that any excursion touches stock; but nothing waits on the dock when the
        // demo begins.
        assertThat(demo.movements())
                .extracting(Movement::toUnit)
                .containsAll(demo.units().stream()
                        .filter(unit -> unit.kind() != UnitKind.GENERATOR && unit.kind() != UnitKind.DOCK_ZONE)
                        .map(Unit::id)
                        .toList());
    }

    @Test
    void shipsTheSampleNetworkForTheRecordedMachine() {
        Network sample = NetworkFile.readResource(NetworkFile.MACHINE_TEMPERATURE_SAMPLE);

        Instant before = Instant.parse("2013-01-01T00:00:00Z");
        assertThat(sample.devices())
                .containsExactly(new Device(
                        "nab-machine",
                        "plant",
                        Duration.ofMinutes(5),
                        List.of(new Channel(
                                "t1",
                                Quantity.TEMPERATURE,
                                MeasureUnit.FAHRENHEIT,
                                Duration.ofMinutes(10),
                                List.of(new Placement("machine", before, null))))));
        assertThat(sample.profiles()).extracting(StorageProfile::id).containsExactly("machine-temperature");
        assertThat(sample.movements())
                .isNotEmpty()
                .allSatisfy(movement -> assertThat(movement.time()).isEqualTo(before))
                .extracting(Movement::toUnit)
                .containsOnly("machine");
    }

    @Test
    void refusesAResourceThatIsNotThere() {
        assertThatThrownBy(() -> NetworkFile.readResource("/none.yaml"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the program lacks its resource /none.yaml");
    }

    private static StorageProfile builtin(String id) {
        return NetworkFile.builtinProfiles().stream()
                .filter(profile -> profile.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
