package io.frostproof.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The schema and the reader know the same keys, words and ranges. A file is made out of the schema that has every key of it with a wrong value, and
 * one more in every mapping; the reader's complaints then name all that it knows.
 */
final class SchemaProbeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A key that nobody knows. */
    private static final String UNKNOWN = "zzz";

    private static final String WORD = "qqq";
    private static final long NUMBER = 123_456_789_012L;
    private static final String DURATION = "99999d";

    private static final String KEYS = "a key here, which are ";
    private static final String WORDS = "one of ";
    private static final String SUGGESTION = " (did you mean";

    private JsonNode schema = JSON.createObjectNode();
    private final Map<String, JsonNode> mappings = new TreeMap<>();
    private final Map<String, JsonNode> values = new TreeMap<>();
    /** What the reader expected, by place. */
    private final Map<String, Set<String>> expected = new TreeMap<>();

    @BeforeEach
    void probe() throws Exception {
        schema = JSON.readTree(Scenario.schema());
        ObjectNode whole = (ObjectNode) wrong("", schema);
        ObjectNode based = JSON.createObjectNode();
        based.set("based_on", whole.remove("based_on"));
        for (ObjectNode file : List.of(whole, based)) {
            for (Problem problem : problems(JSON.writeValueAsString(file))) {
                expected.computeIfAbsent(place(problem.field()), it -> new TreeSet<>())
                        .add(without(SUGGESTION, problem.expected()));
            }
        }
    }

    private static List<Problem> problems(String file) throws Exception {
        try {
            ScenarioFile.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), "probe");
        } catch (InvalidFileException e) {
            return e.problems();
        }
        throw new AssertionError("the reader took " + file);
    }

    /** A value that is wrong in everything that the schema has at that place, with a row for each of several alternatives. */
    private JsonNode wrong(String path, JsonNode unresolved) {
        JsonNode node = resolved(unresolved);
        values.put(path, node);
        if (node.has("enum")) {
            return JSON.getNodeFactory().textNode(WORD);
        }
        return switch (type(node)) {
            case "object" -> mapping(path, node, Set.of());
            case "array" -> {
                ArrayNode list = JSON.createArrayNode();
                JsonNode items = resolved(node.path("items"));
                if (!items.has("oneOf")) {
                    list.add(wrong(path + "[]", items));
                }
                for (JsonNode alternative : items.path("oneOf")) {
                    values.put(path + "[]", items);
                    list.add(mapping(path + "[]", items, others(items, alternative)));
                }
                yield list;
            }
            case "number", "integer" -> JSON.getNodeFactory().numberNode(NUMBER);
            case "boolean" -> JSON.getNodeFactory().textNode(WORD);
            default -> JSON.getNodeFactory().textNode(isDuration(unresolved) ? DURATION : WORD);
        };
    }

    private ObjectNode mapping(String path, JsonNode node, Set<String> leftOut) {
        mappings.put(path, node);
        ObjectNode mapping = JSON.createObjectNode();
        node.path("properties").properties().forEach(property -> {
            if (!leftOut.contains(property.getKey())) {
                mapping.set(property.getKey(), wrong(child(path, property.getKey()), property.getValue()));
            }
        });
        mapping.put(UNKNOWN, 1);
        return mapping;
    }

    /** What only the other alternatives want. */
    private static Set<String> others(JsonNode items, JsonNode alternative) {
        Set<String> keys = new TreeSet<>();
        for (JsonNode other : items.path("oneOf")) {
            other.path("required").forEach(key -> keys.add(key.asText()));
        }
        alternative.path("required").forEach(key -> keys.remove(key.asText()));
        return keys;
    }

    /** What a reference means, with what stands beside it. */
    private JsonNode resolved(JsonNode node) {
        if (!node.has("$ref")) {
            return node;
        }
        ObjectNode meant = schema.at(node.path("$ref").asText().substring(1)).deepCopy();
        node.properties().forEach(property -> meant.set(property.getKey(), property.getValue()));
        return meant;
    }

    private static String type(JsonNode node) {
        return node.has("const") ? "number" : node.path("type").asText();
    }

    private static boolean isDuration(JsonNode node) {
        return node.path("$ref").asText().equals("#/$defs/duration");
    }

    private static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** {@code nodes[shop].climate} and {@code nodes[3].climate} are the same place. */
    private static String place(String field) {
        return field.replaceAll("\\[[^\\]]*]", "[]");
    }

    private static String without(String end, String text) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private Set<String> expectedAt(String place) {
        return expected.getOrDefault(place, Set.of());
    }

    @Test
    void everyKeyOfTheReaderIsInTheSchemaAndTheOtherWayRound() {
        Map<String, Set<String>> ofSchema = new TreeMap<>();
        mappings.forEach((path, node) -> {
            Set<String> keys = new TreeSet<>();
            node.path("properties").properties().forEach(property -> keys.add(property.getKey()));
            ofSchema.put(path, keys);
        });
        Map<String, Set<String>> ofReader = new TreeMap<>();
        expected.forEach((place, sentences) -> {
            if (place.equals(UNKNOWN) || place.endsWith("." + UNKNOWN)) {
                String path = place.equals(UNKNOWN) ? "" : place.substring(0, place.length() - UNKNOWN.length() - 1);
                for (String sentence : sentences) {
                    assertThat(sentence).startsWith(KEYS);
                    ofReader.computeIfAbsent(path, it -> new TreeSet<>())
                            .addAll(List.of(sentence.substring(KEYS.length()).split(", ", -1)));
                }
            }
        });

        assertThat(ofSchema).hasSizeGreaterThan(15);
        assertThat(ofReader).isEqualTo(ofSchema);
    }

    @Test
    void everyMappingRefusesKeysThatItDoesNotHave() {
        mappings.forEach((path, node) -> assertThat(node.path("additionalProperties"))
                .as("additionalProperties of '%s'", path)
                .isEqualTo(JSON.getNodeFactory().booleanNode(false)));
    }

    @Test
    void everyWordIsInBoth() {
        List<String> compared = new ArrayList<>();
        values.forEach((path, node) -> {
            if (node.has("enum")) {
                List<String> words = StreamSupport.stream(node.path("enum").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
                String place = path.endsWith("[]") ? path.substring(0, path.length() - 2) : path;
                assertThat(expectedAt(place)).as(place).contains(WORDS + String.join(", ", words));
                compared.add(place);
            }
        });

        assertThat(compared).contains("based_on", "faults[].kind", "units[].design", "device_kinds[].channels");
        // The reader knows no more words than those.
        Set<String> withWords = new TreeSet<>();
        expected.forEach((place, sentences) -> {
            if (sentences.stream().anyMatch(sentence -> sentence.startsWith(WORDS))) {
                withWords.add(place);
            }
        });
        assertThat(compared).containsExactlyInAnyOrderElementsOf(withWords);
    }

    @Test
    void everyRangeIsTheSameInBoth() {
        Set<String> compared = new TreeSet<>();
        values.forEach((path, node) -> {
            if (node.has("minimum") || node.has("maximum")) {
                String range = "number from " + shown(node.path("minimum")) + " to " + shown(node.path("maximum"));
                assertThat(expectedAt(path)).as(path).anyMatch(sentence -> sentence.endsWith(range));
                compared.add(path);
            } else if (node.path("pattern").asText().contains("[smhd]")) {
                // A pattern cannot say which of two durations is longer, so people read the range.
                assertThat(expectedAt(path))
                        .as(path)
                        .singleElement()
                        .satisfies(range ->
                                assertThat(node.path("description").asText()).contains(range));
            }
        });
        expected.forEach((place, sentences) -> {
            if (sentences.stream().anyMatch(it -> it.matches("a (whole )?number from .*"))) {
                JsonNode node = values.getOrDefault(place, schema);
                assertThat(node.has("minimum") || node.has("const")).as(place).isTrue();
            }
        });

        assertThat(compared).contains("warp", "nodes[].climate.latitude", "products[].harmed[].below");
    }

    private static String shown(JsonNode number) {
        return Values.shown(number.doubleValue());
    }
}
