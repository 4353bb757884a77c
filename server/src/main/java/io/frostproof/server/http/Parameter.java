package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an operation.
 *
 * @param required whether it has to be given
 */
record Parameter(String name, Place place, boolean required, Shape shape) {

    /** Where a request carries it. */
    enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /** What it stands for when it is not given; null when nothing. */
    @Nullable
    JsonNode otherwise() {
        return shape.schema().get("default");
    }

    /** What it has to be, in words. */
    String expected() {
        return isList() ? Words.ofList(shape.schema()) : Words.of(shape.schema());
    }

    /** The value that a text says; empty when it is not {@link #expected}. */
    Optional<JsonNode> read(String text) {
        return coerced(text).filter(value -> shape.findings(value).isEmpty());
    }

    private boolean isList() {
        return shape.schema().path("type").asText().equals("array");
    }

    private Optional<JsonNode> coerced(String text) {
        if (!isList()) {
            return coerced(text, shape.schema());
        }
        var list = JsonNodeFactory.instance.arrayNode();
        for (String item : text.split(",", -1)) {
            Optional<JsonNode> value = coerced(item, shape.schema().path("items"));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            list.add(value.get());
        }
        return Optional.of(list);
    }

    private static Optional<JsonNode> coerced(String text, JsonNode schema) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (schema.path("type").asText()) {
            case "integer" ->
                text.matches("-?[0-9]{1,18}") ? Optional.of(nodes.numberNode(Long.parseLong(text))) : Optional.empty();
            case "number" ->
                text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")
                        ? Optional.of(nodes.numberNode(new BigDecimal(text)))
                        : Optional.empty();
            case "boolean" ->
                text.matches("true|false") ? Optional.of(nodes.booleanNode(text.equals("true"))) : Optional.empty();
            default -> Optional.of(nodes.textNode(text));
        };
    }
}
