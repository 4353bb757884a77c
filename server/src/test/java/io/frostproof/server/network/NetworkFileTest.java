package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

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
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class NetworkFileTest {

    /** Valid; tests break one line of it at a time. */
    private static final String WHOLE = """
            frostproof_network: 1
            regions:
              - {id: north, name: The North}
            nodes:
              - {id: nh, region: north, name: North Harbour, kind: cold_store, time_zone: Europe/Lisbon}
              - {id: popup, region: north, name: Pop-up, kind: pop_up, time_zone: UTC}
            profiles:
              - id: fruit
                name: Fruit
                band: {min: 1, max: 9}
                source: The grower
                conditions:
                  - {slot: too_warm, level: warning, operator: ">", threshold: 9, delay: 10m, clear_margin: 0.5}
                  - {slot: too_warm, level: critical, operator: ">=", threshold: 53.6, unit: "[degF]", delay: 5m, clear_margin: 1.8}
                  - {slot: door_open, level: warning, quantity: door, operator: ">=", threshold: 1, delay: 5m}
            units:
              - {id: nh-locker-01, node: nh, name: Locker 1, kind: locker, profile: fruit}
              - {id: nh-locker-02, node: nh, name: Locker 2, kind: locker, profile: who-fridge}
              - {id: nh-gen, node: nh, name: Generator, kind: generator}
              - {id: popup-fridge, node: popup, name: Fridge, kind: fridge, profile: fruit}
            devices:
              - id: d1
                node: nh
                report_interval: 1m
                channels:
                  - id: t1
                    quantity: temperature
                    unit: "[degF]"
                    max_hold: 5m
                    placements:
                      - {unit: nh-locker-02, from: 2026-02-01T00:00:00Z}
                      - {unit: nh-locker-01, from: 2026-01-01T00:00:00Z, to: 2026-02-01T00:00:00Z}
                  - {id: spare, quantity: door}
            products:
              - {id: apples, name: Apples, profile: fruit}
            lots:
              - {id: a1, product: apples, expires: 2026-12-31}
              - {id: a2, product: apples}
            handling_units:
              - {id: a1-1, lot: a1, quantity: 12.5, quantity_unit: kg}
            movements:
              - {handling_unit: a1-1, time: 2026-01-02T00:00:00Z, to: nh-locker-01}
              - {handling_unit: a1-1, time: 2026-01-03T00:00:00Z, to: null}
            """;

    @TempDir
    Path folder;

    @Test
    void readsEveryPartOfANetwork() throws Exception {
        Network network = read(WHOLE);

        assertThat(network.regions()).containsExactly(new Region("north", "The North"));
        assertThat(network.nodes())
                .containsExactly(
                        new Node("nh", "north", "North Harbour", NodeKind.COLD_STORE, ZoneId.of("Europe/Lisbon")),
                        new Node("popup", "north", "Pop-up", NodeKind.POP_UP, ZoneId.of("UTC")));
        assertThat(network.units())
                .containsExactly(
                        new Unit("nh-locker-01", "nh", "Locker 1", UnitKind.LOCKER, "fruit"),
                        new Unit("nh-locker-02", "nh", "Locker 2", UnitKind.LOCKER, "who-fridge"),
                        new Unit("nh-gen", "nh", "Generator", UnitKind.GENERATOR, null),
                        new Unit("popup-fridge", "popup", "Fridge", UnitKind.FRIDGE, "fruit"));
        Instant january = Instant.parse("2026-01-01T00:00:00Z");
        Instant february = Instant.parse("2026-02-01T00:00:00Z");
        Duration minute = Duration.ofMinutes(1);
        assertThat(network.devices())
                .containsExactly(new Device(
                        "d1",
                        "nh",
                        minute,
                        List.of(
                                new Channel(
                                        "t1",
                                        Quantity.TEMPERATURE,
                                        MeasureUnit.FAHRENHEIT,
                                        Duration.ofMinutes(5),
                                        List.of(
                                                new Placement("nh-locker-01", january, february),
                                                new Placement("nh-locker-02", february, null))),
                                new Channel(
                                        "spare", Quantity.DOOR, MeasureUnit.ONE, Duration.ofMinutes(2), List.of()))));
        assertThat(network.products()).containsExactly(new Product("apples", "Apples", "fruit"));
        assertThat(network.lots())
                .containsExactly(new Lot("a1", "apples", LocalDate.of(2026, 12, 31)), new Lot("a2", "apples", null));
        assertThat(network.handlingUnits())
                .containsExactly(new HandlingUnit("a1-1", "a1", new BigDecimal("12.5"), "kg"));
        assertThat(network.movements())
                .containsExactly(
                        new Movement("a1-1", Instant.parse("2026-01-02T00:00:00Z"), "nh-locker-01"),
                        new Movement("a1-1", Instant.parse("2026-01-03T00:00:00Z"), null));
    }

    @Test
    void keepsTheBuiltinProfilesThatAreUsedAndTheFilesOwn() throws Exception {
        Network network = read(WHOLE);

        assertThat(network.profiles()).extracting(StorageProfile::id).containsExactly("who-fridge", "fruit");
        StorageProfile fruit = network.profiles().get(1);
        assertThat(fruit.bandMinCelsius()).isEqualTo(1.0);
        assertThat(fruit.bandMaxCelsius()).isEqualTo(9.0);
        assertThat(fruit.source()).isEqualTo("The grower");
    }

    @Test
    void convertsAThresholdWithItsZeroPointAndAMarginWithoutIt() throws Exception {
        List<Condition> conditions = read(WHOLE).profiles().get(1).conditions();

        assertThat(conditions.get(0))
                .isEqualTo(new Condition(
                        "too_warm",
                        Level.WARNING,
                        Quantity.TEMPERATURE,
                        Operator.ABOVE,
                        9,
                        Duration.ofMinutes(10),
                        0.5));
        // 53.6 °F = 12 °C; a difference of 1.8 °F = 1 °C.
        assertThat(conditions.get(1).threshold()).isCloseTo(12, within(1e-9));
        assertThat(conditions.get(1).clearMargin()).isCloseTo(1, within(1e-9));
        assertThat(conditions.get(2).quantity()).isEqualTo(Quantity.DOOR);
        assertThat(conditions.get(2).clearMargin()).isZero();
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                slip(
                        "frostproof_network: 1",
                        "frostproof_network: 2",
                        "1: frostproof_network: '2' is not a whole number from 1 to 1"),
                slip(
                        "frostproof_network: 1",
                        "# none",
                        "2: frostproof_network: missing, expected 1, the version of this form"),
                slip("units:\n", "unit:\n", "16: unit: 'unit' is not a key here, which are", 3),
                slip(
                        "{id: popup, region",
                        "{id: nh, region",
                        "6: nodes[nh].id: 'nh' is not unique: the node at line 5 has this id too",
                        1),
                slip(
                        "region: north, name: Pop",
                        "region: nort, name: Pop",
                        "6: nodes[popup].region: 'nort' is not the id of a region in this file (did you mean 'north'?)"),
                slip(
                        "kind: pop_up",
                        "kind: popup",
                        "6: nodes[popup].kind: 'popup' is not one of cold_store, pop_up, partner, dock, office (did you mean 'pop_up'?)"),
                slip("UTC", "MEZ", "6: nodes[popup].time_zone: 'MEZ' is not a time zone such as Europe/Lisbon"),
                slip("min: 1,", "min: 9,", "10: profiles[fruit].band.min: '9' is not below max (9.0 Cel)"),
                slip(
                        "max: 9}",
                        "max: 900}",
                        "10: profiles[fruit].band.max: '900' is not plausible for temperature (from -200 to 200 Cel)"),
                slip(
                        "max: 9}",
                        "maks: 9}",
                        "10: profiles[fruit].band.maks: 'maks' is not a key here, which are min, max"),
                slip("    source: The grower\n", "", "8: profiles[fruit].source: missing, expected text"),
                slip(
                        "- id: fruit",
                        "- id: who-fridge",
                        "8: profiles[who-fridge].id: 'who-fridge' is not free: it is a built-in profile; choose another id",
                        3),
                slip(
                        "threshold: 9,",
                        "threshold: 900,",
                        "13: profiles[fruit].conditions[0].threshold: '900' is not plausible for temperature (from -200 to 200 Cel)"),
                slip(
                        "threshold: 9,",
                        "threshold: 200,",
                        "13: profiles[fruit].conditions[0].threshold: '200' is not reachable: no value plausible for temperature (from -200 to 200 Cel) breaches it"),
                slip(
                        "threshold: 9,",
                        "threshold: 12.5,",
                        "14: profiles[fruit].conditions[1].threshold: '53.6' is not at least as far out as the warning of its slot at line 13"),
                slip(
                        "threshold: 53.6",
                        "threshold: 32",
                        "14: profiles[fruit].conditions[1].threshold: '32' is not at least as far out as the warning of its slot at line 13"),
                slip(
                        "operator: \">=\", threshold: 53.6, unit: \"[degF]\"",
                        "operator: \">\", threshold: 9",
                        "14: profiles[fruit].conditions[1].delay: '5m' is not longer than in the warning of its slot at line 13, which has the same threshold"),
                slip(
                        "level: critical",
                        "level: warning",
                        "14: profiles[fruit].conditions[1].level: 'warning' is not new: the condition of this slot at line 13 has it already"),
                slip(
                        "operator: \">=\", threshold: 53.6",
                        "operator: \"<=\", threshold: 53.6",
                        "14: profiles[fruit].conditions[1].operator: '<=' is not > or >=, as in the condition of this slot at line 13"),
                slip(
                        "slot: door_open, level: warning",
                        "slot: too_warm, level: critical",
                        "15: profiles[fruit].conditions[2].quantity: 'door' is not temperature, as in the condition of this slot at line 13"),
                slip(
                        "clear_margin: 0.5",
                        "clear_margin: -1",
                        "13: profiles[fruit].conditions[0].clear_margin: '-1' is not 0 or more"),
                slip(
                        "clear_margin: 0.5",
                        "clear_margin: 300",
                        "13: profiles[fruit].conditions[0].clear_margin: '300' is not small enough: no value plausible for temperature (from -200 to 200 Cel) would end the condition"),
                slip(
                        "threshold: 1, delay: 5m",
                        "threshold: 0, delay: 5m",
                        "15: profiles[fruit].conditions[2].threshold: '0' is not avoidable: every value plausible for door (from 0 to 1) breaches it"),
                slip(
                        "delay: 10m",
                        "delay: 32d",
                        "13: profiles[fruit].conditions[0].delay: '32d' is not from 0s to 31d"),
                slip(
                        "unit: \"[degF]\", delay",
                        "unit: [degF], delay",
                        "14: profiles[fruit].conditions[1].unit: '[degF]' is not one of Cel, [degF], K (write \"[degF]\" in quotes: without them the brackets make a list)"),
                slip(
                        "kind: locker, profile: fruit",
                        "kind: lockr, profile: fruit",
                        "17: units[nh-locker-01].kind: 'lockr' is not one of locker, fridge, cold_room, freezer, ultra_cold_freezer, reefer, dock_zone, generator (did you mean 'locker'?)"),
                slip(
                        "kind: locker, profile: fruit",
                        "kind: locker",
                        "17: units[nh-locker-01].profile: missing, expected the id of a profile"),
                slip(
                        "kind: locker, profile: fruit",
                        "kind: locker, profile: friut",
                        "17: units[nh-locker-01].profile: 'friut' is not the id of a profile in this file or of a built-in one (who-fridge, who-freezer, cdc-refrigerator, cdc-freezer, cdc-ultra-cold, food-code-cold-hold, food-code-cooling, eu-quick-frozen, controlled-room-temperature, controlled-cold, site-power, nfpa-110-generator, device-health, refrigerator-trends, freezer-cycles, demo-fridge, demo-freezer, demo-power, machine-temperature) (did you mean 'fruit'?)"),
                slip(
                        "report_interval: 1m",
                        "report_interval: 60",
                        "24: devices[d1].report_interval: '60' is not a duration such as 90s, 5m, 10h, 7d or PT5M; a bare number has no unit"),
                slip(
                        "max_hold: 5m",
                        "max_hold: 30s",
                        "29: devices[d1].channels[t1].max_hold: '30s' is not from 1m to 62d"),
                slip(
                        "quantity: temperature\n        unit: \"[degF]\"",
                        "quantity: humidity\n        unit: \"[degF]\"",
                        "28: devices[d1].channels[t1].unit: '[degF]' is not %"),
                slip(
                        "unit: nh-locker-02, from",
                        "unit: popup-fridge, from",
                        "31: devices[d1].channels[t1].placements[0].unit: 'popup-fridge' is not in the device's node 'nh': it stands in 'popup'"),
                slip(
                        "unit: nh-locker-02, from",
                        "unit: nh-locker-2, from",
                        "31: devices[d1].channels[t1].placements[0].unit: 'nh-locker-2' is not the id of a unit in this file (did you mean 'nh-locker-02'?)"),
                slip(
                        "to: 2026-02-01T00:00:00Z",
                        "to: 2026-02-01T00:00:01Z",
                        "31: devices[d1].channels[t1].placements[0].from: '2026-02-01T00:00:00Z' is not after the placement at line 32, which ends at 2026-02-01T00:00:01Z"),
                slip(
                        ", to: 2026-02-01T00:00:00Z",
                        "",
                        "31: devices[d1].channels[t1].placements[0].from: '2026-02-01T00:00:00Z' is not after the placement at line 32, which has no end"),
                slip(
                        "to: 2026-02-01T00:00:00Z",
                        "to: 2026-01-01T00:00:00Z",
                        "32: devices[d1].channels[t1].placements[1].to: '2026-01-01T00:00:00Z' is not after from (2026-01-01T00:00:00Z)"),
                slip(
                        "{id: spare,",
                        "{id: t1,",
                        "33: devices[d1].channels[t1].id: 't1' is not unique: the channel at line 26 has this id too"),
                slip(
                        "name: Apples, profile: fruit",
                        "name: Apples, profile: who-cellar",
                        "35: products[apples].profile: 'who-cellar' is not the id of a profile in this file"),
                slip(
                        "{id: a2, product: apples}",
                        "{id: a2, product: pears}",
                        "38: lots[a2].product: 'pears' is not the id of a product in this file"),
                slip(
                        "expires: 2026-12-31",
                        "expires: 31.12.2026",
                        "37: lots[a1].expires: '31.12.2026' is not a date such as 2026-01-31"),
                slip(
                        "lot: a1,",
                        "lot: b1,",
                        "40: handling_units[a1-1].lot: 'b1' is not the id of a lot in this file (did you mean 'a1'?)"),
                slip(
                        "quantity: 12.5",
                        "quantity: 0",
                        "40: handling_units[a1-1].quantity: '0' is not above 0 and at most 1000000000000"),
                slip(
                        "time: 2026-01-03T00",
                        "time: 2026-01-02T00",
                        "43: movements[1].time: '2026-01-02T00:00:00Z' is not new for this handling unit: the movement at line 42 is at the same instant"),
                slip(
                        "time: 2026-01-03T00:00:00Z",
                        "time: 2026-01-03T00:00:00",
                        "43: movements[1].time: '2026-01-03T00:00:00' is not an instant with its offset"),
                slip(
                        ", to: null",
                        "",
                        "43: movements[1].to: missing, expected the id of a unit, or null when it leaves the network"),
                slip(
                        "to: nh-locker-01}\n  - {handling",
                        "to: nh-gen}\n  - {handling",
                        "42: movements[0].to: 'nh-gen' is not a place for goods: it is a generator"),
                slip(
                        "{handling_unit: a1-1, time: 2026-01-03",
                        "{handling_unit: a1-2, time: 2026-01-03",
                        "43: movements[1].handling_unit: 'a1-2' is not the id of a handling unit in this file (did you mean 'a1-1'?)"));
    }

    private static Arguments slip(String right, String wrong, String problem) {
        return slip(right, wrong, problem, 0);
    }

    /** {@code followers}: how many references go astray because of it. */
    private static Arguments slip(String right, String wrong, String problem, int followers) {
        return argumentSet(problem, right, wrong, problem, followers);
    }

    @ParameterizedTest
    @MethodSource("slips")
    void findsASlipAndNothingElse(String right, String wrong, String problem, int followers) {
        assertThat(WHOLE).contains(right);

        List<String> problems = problemsOf(WHOLE.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));

        assertThat(problems).hasSize(1 + followers);
        assertThat(problems).anySatisfy(found -> assertThat(found).startsWith("network.yaml:" + problem));
    }

    @Test
    void findsAllSlipsAtOnceInTheOrderOfLines() {
        String text = WHOLE.replace("kind: locker", "kind: lockr")
                .replace("UTC", "MEZ")
                .replace("region: north", "region: south")
                .replace("lot: a1,", "lot: x9-7,")
                .replace("delay: 5m", "delay: 5");

        assertThat(problemsOf(text))
                .extracting(problem -> problem.replaceAll("^network.yaml:(\\d+: \\S+): .*", "$1"))
                .containsExactly(
                        "5: nodes[nh].region",
                        "6: nodes[popup].region",
                        "6: nodes[popup].time_zone",
                        "14: profiles[fruit].conditions[1].delay",
                        "15: profiles[fruit].conditions[2].delay",
                        "17: units[nh-locker-01].kind",
                        "18: units[nh-locker-02].kind",
                        "40: handling_units[a1-1].lot");
    }

    @Test
    void carriesAProblemsPartsForPrograms() {
        var invalid = catchThrowableOfType(
                InvalidFileException.class, () -> read(WHOLE.replaceFirst("kind: locker", "kind: lockr")));

        Problem problem = invalid.problems().get(0);
        assertThat(problem.file()).isEqualTo("network.yaml");
        assertThat(problem.line()).isEqualTo(17);
        assertThat(problem.field()).isEqualTo("units[nh-locker-01].kind");
        assertThat(problem.value()).isEqualTo("lockr");
        assertThat(problem.expected()).startsWith("one of locker, fridge");
    }

    @Test
    void readsTheSameNetworkTwice() throws Exception {
        assertThat(read(WHOLE)).isEqualTo(read(WHOLE));
    }

    @Test
    void readsANetworkOfTenThousandUnitsInAFewSeconds() throws Exception {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, large(10_000, "large-"));

        long begin = System.nanoTime();
        Network network = NetworkFile.read(file);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(network.units()).hasSize(10_000);
        assertThat(network.movements()).hasSize(10_000);
        // Takes one second when the machine is idle; the limit leaves room for a busy one and none for quadratic work.
        assertThat(took).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void saysWhatIsWrongWithTenThousandReferencesInAFewSeconds() throws Exception {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, large(10_000, "larger-"));

        long begin = System.nanoTime();
        assertThatThrownBy(() -> NetworkFile.read(file))
                .hasMessageContaining("10000 more problems")
                .hasMessageContaining("did you mean");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
    }

    /** Units {@code large-0} and so on, each with a device, goods and a movement that refer to it by {@code prefix}. */
    private static String large(int count, String prefix) {
        var units = new StringBuilder();
        var devices = new StringBuilder();
        var goods = new StringBuilder();
        var movements = new StringBuilder();
        for (int i = 0; i < count; i++) {
            units.append(
                    "  - {id: large-%d, node: nh, name: Locker, kind: locker, profile: who-fridge}\n".formatted(i));
            devices.append("""
                      - id: d%d
                        node: nh
                        report_interval: 5m
                        channels:
                          - {id: t1, quantity: temperature, placements: [{unit: %s%d, from: 2026-01-01T00:00:00Z}]}
                          - {id: door, quantity: door, placements: []}
                    """.formatted(i, prefix, i));
            goods.append("  - {id: h%d, lot: l, quantity: 1, quantity_unit: box}\n".formatted(i));
            movements.append(
                    "  - {handling_unit: h%d, time: 2026-01-01T00:00:00Z, to: %s%d}\n".formatted(i, prefix, i));
        }
        return """
                frostproof_network: 1
                regions: [{id: r, name: R}]
                nodes: [{id: nh, region: r, name: N, kind: dock, time_zone: UTC}]
                products: [{id: p, name: P, profile: who-fridge}]
                lots: [{id: l, product: p}]
                """ + "units:\n" + units + "devices:\n" + devices + "handling_units:\n" + goods + "movements:\n"
                + movements;
    }

    private List<String> problemsOf(String text) {
        return catchThrowableOfType(InvalidFileException.class, () -> read(text)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private Network read(String text) throws InvalidFileException, IOException {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, text);
        return NetworkFile.read(file);
    }
}
