package io.frostproof.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.Form;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.yaml.InvalidFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ScenarioFileTest {

    private static final String SMALL = """
            frostproof_scenario: 1
            about: Two fridges
            start: 2026-07-06T00:00:00Z
            length: 2d
            regions:
              - {id: coast, name: Coast}
            nodes:
              - id: shop
                region: coast
                name: Shop
                kind: office
                time_zone: Europe/Lisbon
                climate: {latitude: 41, mean: 15}
                power: {generator: true, device_kind: sensor}
            products:
              - {id: pills, name: Pills, profile: who-fridge, delivered: 5, harmed: [{above: 8, for: 10h}]}
            device_kinds:
              - {id: sensor, sample: 1m, report: 5m, binary: 50, channels: [air_temperature, door]}
            units:
              - {id: fridge, node: shop, name: Fridge, design: who_fridge, count: 2, product: pills, device: sensor}
            """;

    private static Scenario read(String text) throws InvalidFileException, IOException {
        return ScenarioFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "small");
    }

    @Test
    void writesOutUnitsAndDevicesThatAFileCounts() throws Exception {
        Scenario scenario = read(SMALL);

        assertThat(scenario.units()).extracting(UnitSpec::id).containsExactly("fridge-01", "fridge-02");
        assertThat(scenario.units()).extracting(UnitSpec::name).containsExactly("Fridge 1", "Fridge 2");
        assertThat(scenario.units()).extracting(UnitSpec::profile).containsOnly("who-fridge");
        assertThat(scenario.devices())
                .extracting(device -> device.device() + " " + device.form())
                .containsExactly("fridge-01-s JSON", "fridge-02-s BINARY", "shop-power JSON");
        assertThat(scenario.devices().getLast().channels())
                .extracting(channel -> channel.unit() + "/" + channel.id())
                .containsExactly("shop-generator/mains", "shop-generator/generator", "shop-generator/fuel");
        assertThat(scenario.endMillis())
                .isEqualTo(Instant.parse("2026-07-08T00:00:00Z").toEpochMilli());
    }

    @Test
    void saysEverythingThatIsWrongAtOnceWithItsLine() {
        String wrong = SMALL.replace("kind: office", "kind: offcie")
                        .replace("latitude: 41", "latitude: 141")
                        .replace("design: who_fridge", "design: who_frige")
                        .replace("binary: 50", "binary: 150")
                + """
                faults:
                  - {kind: compressor_failure, target: fridge-03, after: 1h, lasts: 2h}
                  - {kind: door_left_open, target: fridge-01, after: 1h, lasts: 2h, severity: 3}
                  - {kind: grid_outage, target: fridge-01, after: 1h, lasts: 0s}
                """;

        assertThatThrownBy(() -> read(wrong))
                .isInstanceOfSatisfying(
                        InvalidFileException.class,
                        e -> assertThat(e.problems())
                                .extracting(Object::toString)
                                .containsExactly(
                                        "small.yaml:11: nodes[shop].kind: 'offcie' is not one of cold_store, pop_up, partner, dock, office"
                                                + " (did you mean 'office'?)",
                                        "small.yaml:13: nodes[shop].climate.latitude: '141' is not a number from -90 to 90",
                                        "small.yaml:18: device_kinds[sensor].binary: '150' is not a whole number from 0 to 100",
                                        "small.yaml:20: units[fridge].design: 'who_frige' is not one of who_fridge, ice_lined_fridge, cold_room,"
                                                + " freezer, ultra_cold_freezer, passive_locker, locker, dock_zone (did you mean 'who_fridge'?)",
                                        "small.yaml:22: faults[0].target: 'fridge-03' is not the id of a unit of this scenario that can have"
                                                + " compressor_failure",
                                        "small.yaml:23: faults[1].target: 'fridge-01' is not the id of a unit of this scenario that can have"
                                                + " door_left_open",
                                        "small.yaml:23: faults[1].severity: '3' is not how far it stands open, from 0.05 to 1",
                                        "small.yaml:24: faults[2].target: 'fridge-01' is not the id of a region or node of this scenario that"
                                                + " can have grid_outage",
                                        "small.yaml:24: faults[2].lasts: '0s' is not from 1s to 3650d"));
    }

    @Test
    void takesTheNetworkOfABuiltInScenarioAndRefusesAnotherBesideIt() throws Exception {
        String based = """
                frostproof_scenario: 1
                about: A door
                based_on: normal-week
                length: 6h
                faults:
                  - {kind: door_left_open, target: hb-fridge-01, after: 1h, lasts: 2h}
                """;

        Scenario scenario = read(based);

        assertThat(scenario.units()).isEqualTo(Scenario.read("normal-week").units());
        assertThat(scenario.length()).isEqualTo(Duration.ofHours(6));
        assertThat(scenario.faults())
                .singleElement()
                .extracting(FaultSpec::kind)
                .isEqualTo(FaultKind.DOOR_LEFT_OPEN);
        assertThat(scenario.randomFaults()).isEmpty();
        assertThatThrownBy(() -> read(based + "units: [{id: a}]\n")).hasMessageContaining("units: ");
    }

    static Stream<String> builtIns() {
        return Scenario.builtInNames().stream();
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void readsEveryBuiltInScenario(String name) throws Exception {
        Scenario scenario = Scenario.read(name);

        assertThat(scenario.name()).isEqualTo(name);
        assertThat(scenario.devices()).isNotEmpty().extracting("form").contains(Form.JSON);
        assertThat(FaultPlan.of(scenario, 1)).isNotEmpty();
    }

    @Test
    void readsAFileOfTheUserAndNamesTheBuiltInOnesWhenThereIsNone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, SMALL);

        assertThat(Scenario.read(file.toString()).name()).isEqualTo("mine");
        assertThatThrownBy(() -> Scenario.read("normal-weak"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("'normal-weak' is not one of normal-week, stuck-door");
    }

    @Test
    void keepsItsSeasonInAnotherTime() throws Exception {
        Scenario scenario = read(SMALL).startingAt(Instant.parse("2027-01-04T10:30:00.5Z"));

        assertThat(scenario.start()).isEqualTo("2027-01-04T10:30:00Z");
        assertThat(scenario.start().plus(scenario.seasonShift()))
                .isBetween(Instant.parse("2026-07-05T12:00:00Z"), Instant.parse("2026-07-06T12:00:00Z"));
        assertThat(scenario.seasonShift().toSeconds() % 86_400).isZero();
    }

    @Test
    void hasAsManyDevicesAsWantedAndKeepsWhatFaultsStrike() throws Exception {
        Scenario scenario = Scenario.read("stuck-door");

        for (int count : new int[] {2, 10, 24, 25, 60, 1_000}) {
            Scenario scaled = scenario.scaledTo(count);
            assertThat(scaled.devices()).hasSize(count).extracting("device").doesNotHaveDuplicates();
            assertThat(scaled.units()).extracting(UnitSpec::id).doesNotHaveDuplicates();
            assertThat(scaled.faults()).isEqualTo(scenario.faults());
        }
    }
}
