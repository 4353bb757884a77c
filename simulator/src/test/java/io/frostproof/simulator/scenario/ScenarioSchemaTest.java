package io.frostproof.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.FaultTarget;
import io.frostproof.yaml.InvalidFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema that editors use says what the reader says. {@link SchemaProbeTest} compares the two key by key. */
final class ScenarioSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private static final String GOOD = """
            frostproof_scenario: 1
            about: A pharmacy
            start: 2026-07-06T00:00:00Z
            length: 2d
            profiles:
              - {id: own, name: Own, source: Nobody, band: {min: 2, max: 8}, conditions: [{slot: warm, level: critical, operator: ">", threshold: 8, delay: 1h}, {slot: stuck, level: warning, measure: spread, window: 3h, operator: "<", threshold: 0.05, delay: 0s}, {slot: quiet, level: warning, measure: missing, delay: 20m}, {slot: apart, level: warning, measure: disagreement, window: 15m, operator: ">", threshold: 2, delay: 1h}, {slot: rests, level: critical, quantity: mains, measure: while, while: {quantity: generator, operator: '<', threshold: 0.5}, operator: "<", threshold: 0.5, delay: 2m}, {slot: dated, level: warning, measure: calibration, threshold: -14}]}
            products:
              - {id: pills, name: Pills, profile: own, delivered: 5, harmed: [{above: 8, for: 10h}]}
            regions:
              - {id: coast, name: Coast}
            nodes:
              - id: shop
                region: coast
                name: Shop
                kind: office
                time_zone: Europe/Lisbon
                climate: {latitude: 41, mean: 15}
                power: {generator: true, profile: own, device_kind: sensor}
                deliveries: {days: working_days, at: '06:00'}
                shifts: [{from: '07:30', to: '24:00'}]
            device_kinds:
              - {id: sensor, sample: 1m, report: PT5M, binary: 50, channels: [air_temperature, door]}
            units:
              - {id: fridge, node: shop, design: who_fridge, count: 2, product: pills, device: sensor, calibrated_for: 30d}
            faults:
              - {kind: door_left_open, target: fridge-01, after: 1h, lasts: 2h, severity: 0.3}
              - {kind: probe_drift, target: fridge-01-s/t1, after: 0s, lasts: 1d}
            random_faults:
              - {kind: grid_outage, at_least: 1, lasts: {from: 1h, to: 2h}}
            """;

    private final JsonSchema schema = FACTORY.getSchema(Scenario.schema());

    /** As an editor reads YAML 1.2. */
    private static JsonNode tree(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private Set<ValidationMessage> findings(String yaml) {
        return schema.validate(tree(yaml));
    }

    private static Scenario read(String text) throws InvalidFileException, IOException {
        return ScenarioFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "small");
    }

    @Test
    void isASchemaOfItsDraft() throws Exception {
        JsonSchema draft = FACTORY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(draft.validate(JSON.readTree(Scenario.schema()))).isEmpty();
        assertThat(draft.validate(JSON.readTree("{\"type\": \"mapping\"}"))).isNotEmpty();
    }

    static Stream<String> builtIns() {
        return Scenario.builtInNames().stream();
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void agreesWithEveryBuiltInScenario(String name) throws Exception {
        try (InputStream stream =
                Objects.requireNonNull(Scenario.class.getResourceAsStream("/scenarios/" + name + ".yaml"))) {
            assertThat(findings(new String(stream.readAllBytes(), StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @Test
    void agreesWithTheExamplesOfTheDocument() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "scenarios.md"));
        List<String> examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(text -> text.contains("frostproof_scenario:"))
                .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        for (String example : examples) {
            assertThat(findings(example)).as(example).isEmpty();
            assertThat(read(example).units()).isNotEmpty();
        }
    }

    /** One wrong thing at a time in a file that is right; both refuse it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "frostproof_scenario: 1        | frostproof_scenario: 2",
                "about: A pharmacy             | about: ' '",
                "about: A pharmacy             | abuot: A pharmacy",
                "length: 2d                    | length: 2",
                "length: 2d                    | length: two days",
                "start: 2026-07-06T00:00:00Z   | start: 2026-07-06T00:00:00",
                "start: 2026-07-06T00:00:00Z   | start: 2026-07-06T00:00:00.5Z",
                "start: 2026-07-06T00:00:00Z   | based_on: normal-week",
                "start: 2026-07-06T00:00:00Z   | warp: 2",
                "id: shop                      | id: my shop",
                "kind: office                  | kind: offcie",
                "latitude: 41                  | latitude: 141",
                "mean: 15                      | average: 15",
                "generator: true               | generator: perhaps",
                "generator: true,              |",
                "at: '06:00'                   | at: 6 am",
                "days: working_days            | days: mondays",
                "above: 8                      | above: 8, below: 2",
                "above: 8,                     |",
                "level: critical               | level: urgent",
                "min: 2,                       |",
                "measure: spread, window: 3h   | measure: spread",
                "measure: spread, window: 3h   | measure: value, window: 3h",
                "measure: spread,              | measure: spraed,",
                "measure: missing,             | measure: product,",
                "measure: missing,             | measure: missing, threshold: 0,",
                "measure: disagreement, window: 15m, | measure: disagreement,",
                "while: {quantity: generator,  | while: {quantity: fuel,",
                "while: {quantity: generator, operator: '<', threshold: 0.5}, |",
                "measure: while,               | measure: value,",
                "measure: calibration,         | measure: calibration, delay: 1h,",
                "measure: calibration, threshold: -14 | measure: calibration",
                "count: 2                      | count: 0",
                "count: 2                      | count: two",
                "calibrated_for: 30d           | calibrated_for: 30",
                "design: who_fridge            | design: who_frige",
                "product: pills,               |",
                "channels: [air_temperature, door] | channels: []",
                "channels: [air_temperature, door] | channels: [air_temperature, dor]",
                "severity: 0.3                 | severity: 3",
                "target: fridge-01,            | target: fridge-01/t1,",
                "target: fridge-01-s/t1        | target: fridge-01-s",
                "lasts: {from: 1h, to: 2h}     | lasts: 1h",
                "to: 2h                        | to: 2h, at: 3h",
                "lasts: {from: 1h              | severity: {from: 0, to: 1}, lasts: {from: 1h",
            })
    void refusesWhatTheReaderRefuses(String right, @Nullable String wrong) throws Exception {
        assertThat(findings(GOOD)).isEmpty();
        assertThat(read(GOOD).units()).hasSize(2);
        assertThat(GOOD).contains(right);
        String file = GOOD.replace(right, wrong == null ? "" : wrong);

        assertThatThrownBy(() -> read(file)).isInstanceOf(InvalidFileException.class);
        assertThat(findings(file)).isNotEmpty();
    }

    @Test
    void wantsAWholeNetworkOrABuiltInOne() {
        String based = "{frostproof_scenario: 1, about: A door, based_on: normal-week}";

        assertThat(findings(based)).isEmpty();
        assertThat(findings(based.replace("normal-week", "normal-weak"))).isNotEmpty();
        assertThat(findings(based.replace(", based_on: normal-week", ""))).isNotEmpty();
        for (String list : List.of("profiles", "products", "regions", "nodes", "device_kinds", "units")) {
            assertThat(findings(based.replace("}", ", " + list + ": []}")))
                    .as(list)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void knowsTheSeveritiesOfEveryKindOfFault(FaultKind kind) {
        double lowest = kind.severity().lowest();
        double highest = kind.severity().highest();

        for (double good : new double[] {lowest, kind.severity().usual(), highest}) {
            assertThat(findings(fault(kind, good))).as("%s", good).isEmpty();
            assertThat(findings(randomFault(kind, good))).as("%s", good).isEmpty();
        }
        for (double bad : new double[] {lowest - 0.001, highest + 0.001}) {
            assertThat(findings(fault(kind, bad))).as("%s", bad).isNotEmpty();
            assertThat(findings(randomFault(kind, bad))).as("%s", bad).isNotEmpty();
        }
    }

    private static String fault(FaultKind kind, double severity) {
        String target = kind.targets().contains(FaultTarget.CHANNEL) ? "a/t1" : "a";
        return based(
                "faults",
                "kind: " + kind.word() + ", target: " + target + ", after: 1h, lasts: 1h, severity: " + severity);
    }

    private static String randomFault(FaultKind kind, double severity) {
        String range = "{from: " + severity + ", to: " + severity + "}";
        return based("random_faults", "kind: " + kind.word() + ", lasts: {from: 1h, to: 2h}, severity: " + range);
    }

    private static String based(String list, String row) {
        return "{frostproof_scenario: 1, about: One fault, based_on: normal-week, " + list + ": [{" + row + "}]}";
    }

    @Test
    void describesEveryKey() throws Exception {
        List<String> bare = new ArrayList<>();
        describe("", JSON.readTree(Scenario.schema()), bare);

        assertThat(bare).isEmpty();
    }

    /** Collects keys that neither they nor what they refer to describe. */
    private static void describe(String path, JsonNode node, List<String> bare) {
        node.path("$defs").properties().forEach(def -> describe(def.getKey(), def.getValue(), bare));
        for (var property : node.path("properties").properties()) {
            JsonNode value = property.getValue();
            String at = path + "." + property.getKey();
            if (!value.has("description") && !value.has("$ref")) {
                bare.add(at);
            }
            describe(at, value, bare);
        }
    }
}
