package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the body of an operation has to look like. Thread-safe. */
final class BodyRule {

    /** For operations that take no body: they accept an empty one. */
    static final BodyRule NONE =
            new BodyRule(ApiJson.MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false));

    private static final int SHOWN_MOST = 200;
    private static final String HIDDEN = "(hidden)";

    private final Shape shape;

    BodyRule(JsonNode schema) {
        shape = new Shape(schema);
    }

    JsonNode schema() {
        return shape.schema();
    }

    /** Everything that is wrong with a body, one thing per field. */
    Collection<Problem.FieldError> errors(ObjectNode body) {
        var errors = new LinkedHashMap<String, Problem.FieldError>();
        for (ValidationMessage finding : shape.findings(body)) {
            Problem.FieldError error = told(finding, body);
            errors.putIfAbsent(error.field(), error);
        }
        findUnstorable("", body, shape.schema(), errors);
        return errors.values();
    }

    /** Puts the contract's values in place of fields that were not given. */
    void complete(ObjectNode body) {
        shape.schema().path("properties").properties().forEach(property -> {
            JsonNode otherwise = property.getValue().get("default");
            if (otherwise != null && !body.has(property.getKey())) {
                body.set(property.getKey(), otherwise.deepCopy());
            }
        });
    }

    private Problem.FieldError told(ValidationMessage finding, JsonNode body) {
        JsonNode schema = shape.schema();
        JsonNode value = body;
        boolean hidden = false;
        String field = "";
        JsonNodePath path = finding.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            Object step = path.getElement(i);
            if (step instanceof Integer index) {
                field = field + "[" + index + "]";
                schema = schema.path("items");
                value = value.path(index);
            } else {
                field = joined(field, step.toString());
                schema = schema.path("properties").path(step.toString());
                value = value.path(step.toString());
            }
            hidden |= isSecret(schema);
        }
        String property = finding.getProperty();
        return switch (finding.getType()) {
            case "required" -> new Problem.FieldError(joined(field, property), null, "to be there");
            case "additionalProperties" ->
                new Problem.FieldError(joined(field, property), null, "no field of this name");
            default ->
                new Problem.FieldError(
                        field.isEmpty() ? "body" : field, hidden ? HIDDEN : shown(value), Words.of(schema));
        };
    }

    private static void findUnstorable(
            String field, JsonNode value, JsonNode schema, Map<String, Problem.FieldError> errors) {
        if (value.isTextual() && !Texts.storable(value.textValue())) {
            errors.putIfAbsent(
                    field, new Problem.FieldError(field, isSecret(schema) ? HIDDEN : shown(value), Texts.RULE));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            findUnstorable(field + "[" + i + "]", value.get(i), schema.path("items"), errors);
        }
        if (value.isObject()) {
            value.properties()
                    .forEach(property -> findUnstorable(
                            joined(field, property.getKey()),
                            property.getValue(),
                            schema.path("properties").path(property.getKey()),
                            errors));
        }
    }

    private static boolean isSecret(JsonNode schema) {
        return schema.path("writeOnly").asBoolean();
    }

    private static String joined(String field, @Nullable String name) {
        return field.isEmpty() ? String.valueOf(name) : field + "." + name;
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= SHOWN_MOST ? text : text.substring(0, SHOWN_MOST) + "...";
    }
}
