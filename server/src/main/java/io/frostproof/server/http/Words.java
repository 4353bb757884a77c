package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schemas in words, for people who have to mend a request. */
final class Words {

    private Words() {}

    /** What a schema expects, such as "a whole number from 1 to 1000". */
    static String of(JsonNode schema) {
        if (schema.has(Shape.EXPECTED)) {
            return schema.get(Shape.EXPECTED).textValue();
        }
        if (schema.has("enum")) {
            return "one of " + joined(schema.get("enum"));
        }
        var choices = new ArrayList<String>();
        for (String type : types(schema)) {
            choices.add(ofType(type, schema));
        }
        return choices.isEmpty() ? "another value" : String.join(" or ", choices);
    }

    /** The same for a list that is written in one parameter. */
    static String ofList(JsonNode schema) {
        String items = of(schema.path("items"));
        return "one or several, separated by commas, each "
                + (schema.path("uniqueItems").asBoolean() ? "once and " : "") + items;
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        var types = new ArrayList<String>();
        if (type.isTextual()) {
            types.add(type.textValue());
        }
        type.forEach(each -> types.add(each.textValue()));
        return types;
    }

    private static String ofType(String type, JsonNode schema) {
        return switch (type) {
            case "null" -> "null";
            case "boolean" -> "true or false";
            case "integer" -> "a whole number" + range(schema, "minimum", "maximum", "");
            case "number" -> "a number" + range(schema, "minimum", "maximum", "");
            case "array" ->
                "a list" + range(schema, "minItems", "maxItems", " entries") + ", "
                        + (schema.path("uniqueItems").asBoolean() ? "each once and " : "each ")
                        + of(schema.path("items"));
            case "object" -> "a JSON object";
            case "string" -> text(schema);
            default -> "a " + type;
        };
    }

    private static String text(JsonNode schema) {
        String pattern = schema.path("pattern").asText("");
        return switch (schema.path("format").asText("")) {
            case "date-time" -> Times.RULE;
            case "date" -> "a date such as 2026-11-21";
            case "uuid" -> "a UUID";
            default ->
                "a string" + range(schema, "minLength", "maxLength", " characters")
                        + switch (pattern) {
                            case "" -> "";
                            case "\\S" -> ", not blank";
                            default -> " that matches " + pattern;
                        };
        };
    }

    private static String range(JsonNode schema, String least, String most, String of) {
        @Nullable JsonNode from = schema.get(least);
        @Nullable JsonNode to = schema.get(most);
        boolean counts = !of.isEmpty();
        if (from != null && to != null) {
            return (counts ? " of " : " from ") + from.asText() + " to " + to.asText() + of;
        }
        if (from != null) {
            return (counts ? " of at least " : " from ") + from.asText() + (counts ? of : " on");
        }
        return to == null ? "" : (counts ? " of at most " : " up to ") + to.asText() + of;
    }

    private static String joined(JsonNode values) {
        var words = new ArrayList<String>();
        values.forEach(value -> words.add(value.asText()));
        return String.join(", ", words);
    }
}
