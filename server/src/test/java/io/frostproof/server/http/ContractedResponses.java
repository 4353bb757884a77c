package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Fails when an answer is not what the contract says: its status, its content type, and for JSON every field. */
final class ContractedResponses {

    private static final Contract CONTRACT = Contract.load();
    private static final Map<String, Shape> SHAPES = new ConcurrentHashMap<>();

    private ContractedResponses() {}

    /** Checks an answer to a request for a path of the contract; others are none of its business. */
    static void check(String method, String path, HttpResponse<String> response) {
        String plain = path.replaceAll("\\?.*", "");
        Optional<Operation> operation = CONTRACT.operations().stream()
                .filter(each -> each.method().equals(method) && each.covers(plain))
                // A path that is written out goes before one with a parameter.
                .min(Comparator.comparing(each -> each.path().contains("{")));
        operation.ifPresent(found -> check(found, response));
    }

    private static void check(Operation operation, HttpResponse<String> response) {
        int status = response.statusCode();
        String answer = operation.id() + " answered " + status + " " + response.body();
        if (status == 204 || status == 304) {
            assertThat(response.body()).as(answer).isEmpty();
            return;
        }
        JsonNode responses = CONTRACT.document()
                .path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(Locale.ROOT))
                .path("responses");
        String key = responses.has(Integer.toString(status)) ? Integer.toString(status) : "default";
        if (key.equals("default")) {
            assertThat(status)
                    .as(answer + ": a success that the contract does not know")
                    .isGreaterThanOrEqualTo(400);
        }
        JsonNode content = CONTRACT.resolved(responses.path(key)).path("content");
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        assertThat(content.has(type))
                .as(answer + ": type '" + type + "', expected one of " + content.properties())
                .isTrue();
        if (type.endsWith("json")) {
            Shape shape = SHAPES.computeIfAbsent(
                    operation.id() + " " + key,
                    missing -> new Shape(content.path(type).path("schema")));
            assertThat(shape.findings(ApiJson.read(response.body()))).as(answer).isEmpty();
        }
    }
}
