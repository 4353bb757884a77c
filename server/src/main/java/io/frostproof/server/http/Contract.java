package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.access.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The contract of the API: the OpenAPI document that the server serves, builds its routes from and checks requests against.
 * Immutable.
 */
final class Contract {

    private static final String RESOURCE = "/openapi/frostproof.yaml";

    /** References within references; none of ours are in a circle. */
    private static final int DEEPEST = 50;

    private final String text;
    private final JsonNode document;
    private final List<Operation> operations;

    private Contract(String text, JsonNode document) {
        this.text = text;
        this.document = document;
        operations = readOperations();
    }

    /** The contract that comes with the server; read by whoever asks first. */
    static Contract load() {
        return Shipped.CONTRACT;
    }

    private static final class Shipped {

        static final Contract CONTRACT = read();

        private static Contract read() {
            try (InputStream in = Objects.requireNonNull(Contract.class.getResourceAsStream(RESOURCE), RESOURCE)) {
                return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(RESOURCE, e);
            }
        }
    }

    /**
     * Reads a contract.
     *
     * @throws IllegalStateException if something that routes need is missing in it
     */
    static Contract of(String text) {
        Object tree = new Load(LoadSettings.builder().setLabel(RESOURCE).build()).loadFromString(text);
        return new Contract(text, ApiJson.MAPPER.valueToTree(tree));
    }

    /** As it is written. */
    String text() {
        return text;
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    /** A part of the document in which nothing refers to anything any more. */
    JsonNode resolved(JsonNode part) {
        return resolved(part, 0);
    }

    private JsonNode resolved(JsonNode part, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalStateException("contract: references in a circle");
        }
        if (part.isArray()) {
            ArrayNode list = ApiJson.MAPPER.createArrayNode();
            part.forEach(item -> list.add(resolved(item, depth + 1)));
            return list;
        }
        if (!part.isObject()) {
            return part;
        }
        ObjectNode object = ApiJson.MAPPER.createObjectNode();
        JsonNode reference = part.get("$ref");
        if (reference != null) {
            object.setAll((ObjectNode) resolved(target(reference.textValue()), depth + 1));
        }
        part.properties().forEach(property -> {
            if (!property.getKey().equals("$ref")) {
                object.set(property.getKey(), resolved(property.getValue(), depth + 1));
            }
        });
        return object;
    }

    private JsonNode target(String reference) {
        JsonNode target = reference.startsWith("#/") ? document.at(reference.substring(1)) : document.at("/-");
        if (!target.isObject()) {
            throw new IllegalStateException("contract: $ref " + reference + " leads nowhere");
        }
        return target;
    }

    private List<Operation> readOperations() {
        var all = new ArrayList<Operation>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    if (!entry.getKey().equals("parameters")) {
                        all.add(operation(
                                path.getKey(),
                                entry.getKey().toUpperCase(Locale.ROOT),
                                path.getValue().path("parameters"),
                                entry.getValue()));
                    }
                }));
        return List.copyOf(all);
    }

    private Operation operation(String path, String method, JsonNode common, JsonNode part) {
        String id = part.path("operationId").asText("");
        if (id.isEmpty()) {
            throw new IllegalStateException("contract: " + method + " " + path + " has no operationId");
        }
        var parameters = new ArrayList<Parameter>();
        common.forEach(each -> parameters.add(parameter(id, resolved(each))));
        part.path("parameters").forEach(each -> parameters.add(parameter(id, resolved(each))));
        JsonNode body = part.at("/requestBody/content/application~1json/schema");
        Optional<RawBody> raw = raw(part);
        return new Operation(
                id,
                method,
                path,
                permission(id, part.get("x-permission")),
                part.path("x-heavy").asBoolean(),
                part.path("x-stream").asBoolean(),
                part.path("x-shared").asBoolean(),
                parameters,
                body.isMissingNode() || raw.isPresent() ? Optional.empty() : Optional.of(new BodyRule(resolved(body))),
                raw);
    }

    private static Optional<RawBody> raw(JsonNode part) {
        if (!part.has("x-raw")) {
            return Optional.empty();
        }
        var types = new TreeSet<String>();
        part.at("/requestBody/content").fieldNames().forEachRemaining(types::add);
        return Optional.of(new RawBody(types, part.path("x-raw").asInt()));
    }

    private static Parameter parameter(String operation, JsonNode part) {
        String place = part.path("in").asText();
        return new Parameter(
                part.path("name").asText(),
                switch (place) {
                    case "path" -> Parameter.Place.PATH;
                    case "query" -> Parameter.Place.QUERY;
                    case "header" -> Parameter.Place.HEADER;
                    default ->
                        throw new IllegalStateException("contract: " + operation + " has a parameter in '" + place
                                + "', expected path, query or header");
                },
                part.path("required").asBoolean(),
                new Shape(part.path("schema")));
    }

    private static Optional<Permission> permission(String operation, @Nullable JsonNode word) {
        if (word == null) {
            return Optional.empty();
        }
        Optional<Permission> permission = Permission.of(word.asText());
        if (permission.isEmpty()) {
            throw new IllegalStateException("contract: " + operation + " needs the unknown permission " + word);
        }
        return permission;
    }
}
