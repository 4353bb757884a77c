package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.access.Authentication;
import io.frostproof.server.access.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as its action sees it: the contract allows it, and its defaults are filled in. Belongs to the virtual thread that answers
 * it.
 */
final class Request {

    private static final byte[] NOTHING = new byte[0];

    private final Operation operation;
    private final Map<String, String> path;
    private final Query query;
    private final ObjectNode body;
    private final byte[] raw;
    private final Authentication.@Nullable Caller caller;
    private final Function<String, @Nullable String> headers;
    private final Connection connection;

    Request(
            Operation operation,
            Map<String, String> path,
            Query query,
            ObjectNode body,
            byte[] raw,
            Authentication.@Nullable Caller caller,
            Function<String, @Nullable String> headers,
            Connection connection) {
        this.operation = operation;
        this.path = path;
        this.query = query;
        this.body = body;
        this.raw = raw;
        this.caller = caller;
        this.headers = headers;
        this.connection = connection;
    }

    /** A request of the same caller for what another operation, one that only looks, says about the same path. */
    Request of(Operation other) {
        return new Request(
                other,
                path,
                new Query(other, Map.of()),
                ApiJson.MAPPER.createObjectNode(),
                NOTHING,
                caller,
                headers,
                connection);
    }

    Query query() {
        return query;
    }

    /** Whether it only looks. */
    boolean reads() {
        return operation.reads();
    }

    /** Equal for requests that ask for the same, whoever asks. */
    record Content(String operation, Map<String, String> path, Map<String, JsonNode> query) {}

    Content content() {
        return new Content(operation.id(), path, query.values());
    }

    /** The body; an empty object when there is none. */
    ObjectNode body() {
        return body;
    }

    /** The body of an operation that takes it raw, unpacked; nobody changes it. */
    byte[] raw() {
        return raw;
    }

    /** A text of the body; null when it was not given, or is null. */
    @Nullable
    String text(String field) {
        return body.path(field).textValue();
    }

    /** A text of the body that the contract requires, or that has a default. */
    String given(String field) {
        String text = text(field);
        if (text == null) {
            throw new IllegalArgumentException(
                    "operation " + operation.id() + ": " + field + " is neither required nor has a default");
        }
        return text;
    }

    /** Who asks. Only for operations that need a sign-in. */
    Principal principal() {
        return caller().principal();
    }

    /** Who asks, and how that was proved. Only for operations that need a sign-in. */
    Authentication.Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("operation " + operation.id() + " needs no sign-in");
        }
        return caller;
    }

    /** What it came over. */
    Connection connection() {
        return connection;
    }

    /** A header; empty when it was not sent. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    /** The path parameter {@code id}. */
    String id() {
        return parameter("id");
    }

    /** The path parameter {@code id} of what has a UUID. */
    UUID uuid() {
        return UUID.fromString(id());
    }

    /** The path parameter {@code id} of what is numbered. */
    long serial() {
        return Long.parseLong(id());
    }

    /** A path parameter. */
    String parameter(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("operation " + operation.id() + " has no path parameter " + name);
        }
        return value;
    }
}
