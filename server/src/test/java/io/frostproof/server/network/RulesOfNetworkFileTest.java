package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Period;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.SharedRules;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions, their inheritance and what goes wrong with them. */
final class RulesOfNetworkFileTest {

    static String everything() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RulesOfNetworkFileTest.class.getResourceAsStream("everything.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Network read() throws Exception {
        return NetworkFile.readText("everything.yaml", everything());
    }

    private static StorageProfile profile(Network network, String id) {
        return network.profiles().stream()
                .filter(profile -> profile.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Condition condition(Network network, String slot) {
        return profile(network, "dairy").conditions().stream()
                .filter(condition -> condition.slot().equals(slot))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsEveryMeasure() throws Exception {
        Network network = read();

        assertThat(profile(network, "dairy").conditions())
                .extracting(RuleText::of)
                .containsExactly(
                        "product > 6 °C for 10 min",
                        "product > 9 °C for 5 min",
                        "change over 30 min > 5 K/h for 5 min",
                        "mean kinetic temperature of 24 h > 6 °C",
                        "sum above 8 °C > 60 K·min per day",
                        ">= 2 times below -0.5 °C (back at 1 °C) in 7 d",
                        "spread over 6 h < 0.05 K for 1 h",
                        "no data for 30 min",
                        "<= -0.5 °C for 1 h in all per day",
                        ">= 1 for 5 min, mon-fri 06:00 to 20:00 and sat-sun",
                        ">= 1 for 1 min, every day 20:00 to 06:00",
                        "> 6 times above 0.5 in 1 h",
                        ">= 1 for 45 min",
                        "longest run above 0 in 8 d < 10 min");
    }

    @Test
    void convertsWhatIsInFahrenheitByWhatItIs() throws Exception {
        Network network = read();

        // A change and a sum have no zero point: 9 °F/h are 5 K/h, 108 °F min are 60 K min; the limit is a temperature.
        assertThat(condition(network, "warming").threshold()).isCloseTo(5, within(1e-9));
        Condition sum = condition(network, "heat_sum");
        assertThat(sum.threshold()).isCloseTo(60, within(1e-9));
        assertThat(((Measure.DegreeMinutes) sum.measure()).limit()).isCloseTo(8, within(1e-9));
        assertThat(sum.per()).isNull();
        assertThat(((Measure.DegreeMinutes) sum.measure()).per()).isEqualTo(Period.DAY);
    }

    @Test
    void readsWhenAConditionWatches() throws Exception {
        assertThat(condition(read(), "door_open").schedule())
                .isEqualTo(new Schedule(List.of(
                        new Schedule.Window(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), 360, 1200),
                        new Schedule.Window(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), 0, 1440))));
    }

    @Test
    void aProfileHasWhatItInheritsLessWhatItDropsAndWritesItself() throws Exception {
        StorageProfile yoghurt = profile(read(), "yoghurt");

        assertThat(yoghurt.conditions())
                .extracting(Condition::slot, RuleText::of)
                .containsExactly(tuple("no_data", "no data for 30 min"), tuple("too_warm", "> 10 °C for 1 h"));
        assertThat(yoghurt.bandMaxCelsius()).isEqualTo(6.0);
        assertThat(yoghurt.source()).isEqualTo("As dairy, but it stands more");
    }

    @Test
    void inheritsFromAProfileThatComesLaterAndFromABuiltInOne() throws Exception {
        Network network = NetworkFile.readText("chain.yaml", """
                frostproof_network: 1
                profiles:
                  - {id: a, name: A, source: here, extends: b, drop: [door_open]}
                  - {id: b, name: B, source: here, extends: who-fridge, band: {max: 9}, conditions: []}
                """);

        assertThat(profile(network, "a").conditions())
                .extracting(Condition::slot)
                .containsExactly("too_cold", "too_warm", "no_power");
        assertThat(profile(network, "a").bandMinCelsius()).isNull();
        assertThat(profile(network, "a").bandMaxCelsius()).isEqualTo(9.0);
        assertThat(network.profiles()).extracting(StorageProfile::id).containsExactly("a", "b");
    }

    @Test
    void inheritsFromSeveralOfWhichTheLastOneThatHasASlotOrABandCounts() throws Exception {
        Network network = NetworkFile.readText("several.yaml", """
                frostproof_network: 1
                profiles:
                  - {id: a, name: A, source: here, extends: [who-fridge, b, device-health], drop: [door_open, probe_drift]}
                  - id: b
                    name: B
                    source: here
                    band: {max: 9}
                    conditions:
                      - {slot: too_warm, level: critical, operator: ">", threshold: 9, delay: 1h}
                """);

        StorageProfile both = profile(network, "a");
        assertThat(both.conditions()).extracting(Condition::slot).startsWith("too_cold", "no_power", "too_warm");
        assertThat(both.conditions())
                .extracting(Condition::slot)
                .contains("battery_low", "no_data", "calibration_due")
                .doesNotContain("door_open", "probe_drift");
        assertThat(both.conditions())
                .filteredOn(condition -> condition.slot().equals("too_warm"))
                .extracting(RuleText::of)
                .containsExactly("> 9 °C for 1 h");
        assertThat(both.bandMinCelsius()).isNull();
        assertThat(both.bandMaxCelsius()).isEqualTo(9.0);
    }

    @Test
    void readsUnitsKindsAndChannels() throws Exception {
        Network network = read();

        assertThat(network.effectiveFrom()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(network.units())
                .extracting(Unit::productLag)
                .containsExactly(Duration.ofMinutes(90), UnitKind.FRIDGE.productLag());
        Unit second = network.units().get(1);
        assertThat(network.conditionsOf(second))
                .extracting(Condition::slot, RuleText::of)
                .containsExactly(
                        tuple("rests", "< 1 for 2 h"),
                        tuple("too_warm", "> 10 °C for 1 h"),
                        tuple("no_data", "no data for 10 min"));
        Channel core = network.devices().get(0).channels().get(1);
        assertThat(core.senses()).isEqualTo(Sense.PRODUCT);
        assertThat(core.calibrationDue()).isEqualTo(LocalDate.of(2027, 1, 31));
        assertThat(core.probeLag()).isEqualTo(Duration.ofMinutes(5));
        assertThat(network.devices().get(0).channels().get(0).probeLag()).isZero();
        assertThat(network.devices().get(0).channels().get(2).quantity()).isEqualTo(Quantity.COMPRESSOR);
        assertThat(network.rules())
                .extracting(SharedRules::scope, SharedRules::of, SharedRules::source)
                .containsExactly(
                        tuple(RuleVersion.Scope.KIND, "fridge", "House rule"),
                        tuple(
                                RuleVersion.Scope.PRODUCT,
                                "milk",
                                "set for every unit that keeps milk in the network file"),
                        tuple(
                                RuleVersion.Scope.PRODUCT,
                                "cheese",
                                "set for every unit that keeps cheese in the network file"));
        Unit first = network.units().getFirst();
        assertThat(first.keeps()).containsExactly("milk", "cheese");
        assertThat(network.conditionsOf(first))
                .filteredOn(condition -> condition.slot().equals("frosty"))
                .extracting(RuleText::of)
                .containsExactly("< 1 °C for 5 min");
    }

    @ParameterizedTest
    @EnumSource(UnitKind.class)
    void aUnitHasTheLagOfItsKind(UnitKind kind) throws Exception {
        Network network = NetworkFile.readText("unit.yaml", """
                frostproof_network: 1
                regions: [{id: r, name: R}]
                nodes: [{id: n, region: r, name: N, kind: dock, time_zone: UTC}]
                units: [{id: u, node: n, name: U, kind: %s, profile: who-fridge}]
                """.formatted(kind.id()));

        assertThat(network.units().get(0).productLag())
                .isEqualTo(kind.productLag())
                .isBetween(kind == UnitKind.GENERATOR ? Duration.ZERO : Duration.ofHours(2), Duration.ofHours(4));
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                slip(
                        "measure: spread",
                        "measure: sprad",
                        "measure: 'sprad' is not one of value, product, rate_of_change"),
                slip(
                        "quantity: door\n        operator",
                        "quantity: door\n        measure: product\n        operator",
                        "quantity: 'door' is not temperature, which product is about"),
                slip(
                        "quantity: defrost, operator",
                        "quantity: defrost, measure: mean_kinetic, window: 2h, operator",
                        "quantity: 'defrost' is not temperature, which mean_kinetic is about"),
                slip(
                        "quantity: defrost, operator",
                        "quantity: defrost, measure: spread, window: 2h, operator",
                        "quantity: 'defrost' is not a quantity with degrees: spread of a state of 0 or 1 says nothing"),
                slip("window: 30m, ", "", "window: missing, expected a duration"),
                slip("window: 30m", "window: 30", "window: '30' is not a duration such as"),
                slip("window: 24h", "window: 30m", "window: '30m' is not from 1h to 366d"),
                slip("window: 6h", "window: 40d", "window: '40d' is not from 1m to 31d"),
                slip(
                        "delay: 10m, clear_margin: 0.5}",
                        "delay: 10m, window: 5m}",
                        "window: '5m' is not left out: product has none (it belongs to crossings, disagreement, mean_kinetic, rate_of_change, run, spread)"),
                slip(
                        "threshold: 9, unit: \"[degF]\"",
                        "threshold: 9, unit: \"[degF]/h\"",
                        "unit: '[degF]/h' is not one of Cel, [degF], K; the threshold of rate_of_change is in it per hour"),
                slip(
                        "above: 46.4, unit: \"[degF]\"",
                        "above: 8, unit: K.min",
                        "unit: 'K.min' is not one of Cel, [degF], K; the threshold of degree_minutes is in it times minutes"),
                slip(
                        "operator: \">\", threshold: 9, unit",
                        "operator: \"<\", threshold: 9, unit",
                        "threshold: '9' is not avoidable: a value that does not change breaches it already"),
                slip(
                        "operator: \">\", threshold: 9, unit",
                        "operator: \">\", threshold: 9000, unit",
                        "threshold: '9000' is not reachable: no change within the window plausible for temperature"),
                slip("above: 46.4, ", "", "above: missing, expected a number, or below"),
                slip("above: 46.4, ", "above: 46.4, below: 30, ", "below: '30' is not left out, since above is there"),
                slip(
                        "above: 46.4, unit: \"[degF]\"",
                        "above: 200",
                        "above: '200' is not reachable: no value plausible for temperature (from -200 to 200 Cel) is beyond it"),
                slip(
                        "above: 46.4, unit: \"[degF]\"",
                        "above: 46400",
                        "above: '46400' is not plausible for temperature (from -200 to 200 Cel)"),
                slip(
                        "per: day, operator: \">\", threshold: 108",
                        "operator: \">\", threshold: 108",
                        "per: missing, expected one of day, week, month, placement"),
                slip(
                        "per: day, operator: \">\", threshold: 108",
                        "per: year, operator: \">\", threshold: 108",
                        "per: 'year' is not one of day, week, month, placement"),
                slip(
                        "per: day, operator: \">\", threshold: 108",
                        "per: day, operator: \"<\", threshold: 108",
                        "operator: '<' is not > or >=: degree_minutes begins at 0, which would breach at once"),
                slip(
                        "per: day, operator: \">\", threshold: 108",
                        "per: day, operator: \">=\", threshold: 0",
                        "threshold: '0' is not avoidable: a value that is never beyond the limit breaches it already"),
                slip(
                        "threshold: 108",
                        "threshold: 999999",
                        "threshold: '999999' is not reachable: no day of values plausible for temperature"),
                slip(
                        "back: 1, ",
                        "back: -1, ",
                        "back: '-1' is not at or over below: a value is back when it has come up to it"),
                slip(
                        "above: 0.5, window: 1h",
                        "above: 0.5, back: 0.9, window: 1h",
                        "back: '0.9' is not at or under above: a value is back when it has come down to it"),
                slip(
                        "threshold: 2, delay: 0s",
                        "threshold: 2.5, delay: 0s",
                        "threshold: '2.5' is not a whole number of crossings"),
                slip(
                        "threshold: 2, delay: 0s",
                        "threshold: 65, delay: 0s",
                        "threshold: '65' is not reachable: more than 64 are not counted, so none breaches it"),
                slip(
                        "threshold: 2, delay: 0s",
                        "threshold: 0, delay: 0s",
                        "threshold: '0' is not avoidable: a value that never crosses breaches it already"),
                slip(
                        "threshold: 2, delay: 0s",
                        "threshold: 2, per: day, delay: 0s",
                        "per: 'day' is not left out: crossings are counted within window"),
                slip(
                        "measure: spread, window: 6h, operator: \"<\", threshold: 0.05",
                        "measure: spread, window: 6h, operator: \"<\", threshold: 0",
                        "threshold: '0' is not reachable: no spread, which is 0 at least, breaches it"),
                slip(
                        "above: 0, window: 8d, operator: \"<\", threshold: 10",
                        "window: 8d, operator: \"<\", threshold: 10",
                        "above: missing, expected a number, or below"),
                slip(
                        "above: 0, window: 8d, operator: \"<\", threshold: 10",
                        "above: 1, window: 8d, operator: \"<\", threshold: 10",
                        "above: '1' is not reachable: no value plausible for generator (from 0 to 1) is beyond it"),
                slip("window: 8d", "window: 101d", "window: '101d' is not from 1m to 100d"),
                slip(
                        "window: 8d, operator: \"<\", threshold: 10",
                        "window: 8d, operator: \"<\", threshold: 0",
                        "threshold: '0' is not reachable: no run, which is 0 min at least, breaches it"),
                slip(
                        "window: 8d, operator: \"<\", threshold: 10",
                        "window: 8d, operator: \"<\", threshold: 20000",
                        "threshold: '20000' is not avoidable: the longest or the shortest of runs breaches it already"),
                slip(
                        "measure: missing, delay: 30m",
                        "measure: missing, operator: \">\", delay: 30m",
                        "operator: '>' is not left out: missing compares nothing, its delay says how long"),
                slip(
                        "measure: missing, delay: 30m",
                        "measure: missing, threshold: 1, delay: 30m",
                        "threshold: '1' is not left out: missing compares nothing, its delay says how long"),
                slip(
                        "measure: missing, delay: 30m",
                        "measure: missing, per: day, delay: 30m",
                        "per: 'day' is not left out: time without readings is not added up, only known time is"),
                slip(
                        "delay: 60m, per: day",
                        "delay: 0s, per: day",
                        "delay: '0s' is not more than 0s: with per it is the time in breach that adds up"),
                slip(
                        "delay: 60m, per: day",
                        "delay: 24h, per: day",
                        "delay: '24h' is not shorter than a day, after which per begins anew"),
                slip(
                        "days: working_days",
                        "days: workdays",
                        "days: 'workdays' is not every_day, working_days, weekend, or a list of mon, tue, wed, thu, fri, sat, sun"),
                slip(
                        "days: [sat, sun]",
                        "days: [sat, son]",
                        "days: 'son' is not one of mon, tue, wed, thu, fri, sat, sun"),
                slip(
                        "days: [sat, sun]",
                        "days: []",
                        "days: '[...]' is not every_day, working_days, weekend, or a list of mon"),
                slip("from: \"06:00\"", "from: \"6\"", "from: '6' is not a time of day from \"00:00\" to \"23:59\""),
                slip(
                        "from: \"06:00\"",
                        "from: \"24:00\"",
                        "from: '24:00' is not a time of day from \"00:00\" to \"23:59\""),
                slip("to: \"20:00\"}", "until: \"20:00\"}", "until: 'until' is not a key here, which are"),
                slip(
                        "slot: door_open, level: critical, quantity: door, operator",
                        "slot: door_open, level: critical, quantity: door, measure: crossings, above: 0.5, window: 1h, operator",
                        "measure: 'crossings' is not value, as in the condition of this slot at line 23"),
                slip(
                        "measure: product, operator: \">\", threshold: 48.2, unit: \"[degF]\"",
                        "measure: mean_kinetic, window: 2h, operator: \">\", threshold: 48.2, unit: \"[degF]\"",
                        "measure: 'mean_kinetic' is not product, as in the condition of this slot at line 14"),
                slip(
                        "extends: dairy",
                        "extends: dary",
                        "extends: 'dary' is not the id of a profile in this file or of a built-in one"),
                slip(
                        "extends: dairy",
                        "extends: yoghurt",
                        "extends: 'yoghurt' is not a profile that does not extend this one in turn (yoghurt -> yoghurt)"),
                slip(
                        "    source: Delivery terms of the dairy\n",
                        "    source: x\n    extends: yoghurt\n",
                        "extends: 'dairy' is not a profile that does not extend this one in turn (dairy -> yoghurt -> dairy)"),
                slip(
                        "extends: dairy",
                        "extends: [dairy, dary]",
                        "extends: '[...]' is not a list of ids of profiles, of which 'dary' is none (did you mean 'dairy'?)"),
                slip("    extends: dairy\n", "", "drop: '[...]' is not left out: without extends nothing is inherited"),
                slip(
                        "drop: [warming,",
                        "drop: [warning,",
                        "drop: '[...]' is not a list of slots of dairy: 'warning' is none of cold_in_all, defrost_long, door_open, exercise, flat, frozen_often, heat_sum, kinetic, no_data, starts, too_warm, warming (did you mean 'warming'?)"),
                slip(
                        "drop: [warming,",
                        "drop: [too_warm, warming,",
                        "drop: '[...]' is not a list without 'too_warm': it is written here and takes its place anyway"),
                slip(
                        "kind: fridge\n    source",
                        "kind: fidge\n    source",
                        "rules[0].kind: 'fidge' is not one of locker, fridge"),
                slip(
                        "units:\n",
                        "  - {kind: fridge, conditions: []}\nunits:\n",
                        "rules[3].kind: 'fridge' is not new: the rules at line 45 are of this kind too"),
                slip(
                        "  - product: milk\n",
                        "  - product: mlik\n",
                        "rules[1].product: 'mlik' is not the id of a product in this file (did you mean 'milk'?)"),
                slip(
                        "  - product: milk\n",
                        "  - product: milk\n    kind: fridge\n",
                        "rules[1].kind: 'fridge' is not left out, since product is there: rules are of one or the other"),
                slip(
                        "  - product: cheese\n",
                        "  - product: milk\n",
                        "rules[2].product: 'milk' is not new: the rules at line "),
                slip(
                        "keeps: [milk, cheese]",
                        "keeps: [milk, chese]",
                        "units[f1].keeps: '[...]' is not a list whose 'chese' is the id of a product in this file (did you mean 'cheese'?)"),
                slip(
                        "keeps: [milk, cheese]",
                        "keeps: [milk, milk]",
                        "units[f1].keeps: '[...]' is not a list of products, each once: 'milk' comes twice"),
                slip(
                        "{slot: frosty, level: warning, operator: \"<\", threshold: 1, delay: 5m}",
                        "{slot: frosty, level: warning, operator: \"<\", threshold: 2, delay: 2h}",
                        "units[f1].keeps: '[...]' is not products of which one has the strictest 'frosty': milk, cheese have a lower limit against a shorter"),
                slip("product_lag: 90m", "product_lag: 90", "units[f1].product_lag: '90' is not a duration such as"),
                slip("product_lag: 90m", "product_lag: 8d", "units[f1].product_lag: '8d' is not from 0s to 7d"),
                slip("senses: product", "senses: goods", "senses: 'goods' is not one of air, product"),
                slip(
                        "id: comp, quantity: compressor",
                        "id: comp, quantity: compressor, senses: product",
                        "senses: 'product' is not left out: only a temperature can be the product's"),
                slip(
                        "calibration_due: 2027-01-31",
                        "calibration_due: 31.1.2027",
                        "calibration_due: '31.1.2027' is not a date such as 2026-01-31"),
                slip(
                        "probe_lag: 5m",
                        "probe_lag: 300",
                        "devices[d1].channels[core].probe_lag: '300' is not a duration such as"),
                slip(
                        "probe_lag: 5m",
                        "probe_lag: 61m",
                        "devices[d1].channels[core].probe_lag: '61m' is not from 0s to 1h"),
                slip(
                        "id: comp, quantity: compressor",
                        "id: comp, quantity: compressor, probe_lag: 5m",
                        "channels[comp].probe_lag: '5m' is not left out: only a probe of temperature has one"),
                slip(
                        "effective_from: 2026-03-01T00:00:00Z",
                        "effective_from: 2026-03-01",
                        "effective_from: '2026-03-01' is not an instant with its offset"));
    }

    private static Arguments slip(String right, String wrong, String problem) {
        return argumentSet(problem, right, wrong, problem);
    }

    @ParameterizedTest
    @MethodSource("slips")
    void explainsASlipAndFindsNothingElse(String right, String wrong, String problem) throws Exception {
        assertThat(everything()).contains(right);
        String text = everything().replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));

        assertThat(problemsOf(text)).singleElement().asString().contains(problem);
    }

    @Test
    void saysThatAThresholdOfNoChangeAtAllIsNoSlip() throws Exception {
        // Rising at all within half an hour may be worth a warning.
        String text = everything().replace("threshold: 9, unit: \"[degF]\"", "threshold: 0");

        assertThat(problemsOf(text)).isEmpty();
    }

    private static List<String> problemsOf(String text) {
        InvalidFileException invalid =
                catchThrowableOfType(InvalidFileException.class, () -> NetworkFile.readText("everything.yaml", text));
        return invalid == null
                ? List.of()
                : invalid.problems().stream().map(Problem::toString).toList();
    }
}
