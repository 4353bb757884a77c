package io.frostproof.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.access.Authentication;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one request as the contract describes it, and tells everything that is wrong with it at once. */
final class RequestReader {

    private static final int SHOWN_MOST = 200;
    private static final byte[] NOTHING = new byte[0];

    private final RoutingContext context;
    private final Operation operation;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    private RequestReader(RoutingContext context, Operation operation) {
        this.context = context;
        this.operation = operation;
    }

    /**
     * The request of an operation.
     *
     * @throws ProblemException 404 when its path names what cannot exist, 400 when anything else is wrong with it
     */
    static Request read(RoutingContext context, Operation operation, Authentication.@Nullable Caller caller) {
        var reader = new RequestReader(context, operation);
        Map<String, String> path = reader.path();
        Map<String, JsonNode> query = reader.query();
        reader.headers();
        ObjectNode body = reader.body();
        if (!reader.errors.isEmpty()) {
            throw new ProblemException(Problem.of(reader.errors));
        }
        byte[] raw = operation
                .raw()
                .map(rule -> rule.bytes(
                        context.body().buffer(),
                        context.request().getHeader("Content-Type"),
                        context.request().getHeader("Content-Encoding")))
                .orElse(NOTHING);
        return new Request(
                operation,
                path,
                new Query(operation, query),
                body,
                raw,
                caller,
                context.request()::getHeader,
                Connection.of(context.request()));
    }

    private List<Parameter> parameters(Parameter.Place place) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.place() == place)
                .toList();
    }

    private Map<String, String> path() {
        var values = new HashMap<String, String>();
        for (Parameter parameter : parameters(Parameter.Place.PATH)) {
            String text = context.pathParam(parameter.name());
            if (text == null || !Texts.storable(text) || parameter.read(text).isEmpty()) {
                throw new ProblemException(Problem.of(404, "there is nothing at " + context.normalizedPath()));
            }
            values.put(parameter.name(), text);
        }
        return values;
    }

    private Map<String, JsonNode> query() {
        MultiMap given = context.queryParams();
        List<Parameter> known = parameters(Parameter.Place.QUERY);
        var values = new HashMap<String, JsonNode>();
        for (String name : given.names()) {
            List<String> all = given.getAll(name);
            Optional<Parameter> parameter =
                    known.stream().filter(each -> each.name().equals(name)).findFirst();
            if (parameter.isEmpty()) {
                wrong(
                        name,
                        all.getFirst(),
                        known.isEmpty()
                                ? "no parameter"
                                : "one of "
                                        + String.join(
                                                ", ",
                                                known.stream()
                                                        .map(Parameter::name)
                                                        .sorted()
                                                        .toList()));
            } else if (all.size() > 1) {
                wrong(name, String.join(", ", all), "to be given once");
            } else {
                read(parameter.get(), all.getFirst()).ifPresent(value -> values.put(name, value));
            }
        }
        for (Parameter parameter : known) {
            JsonNode otherwise = parameter.otherwise();
            if (!given.contains(parameter.name())) {
                if (otherwise != null) {
                    values.put(parameter.name(), otherwise);
                } else if (parameter.required()) {
                    wrong(parameter.name(), null, parameter.expected());
                }
            }
        }
        return values;
    }

    private void headers() {
        for (Parameter parameter : parameters(Parameter.Place.HEADER)) {
            String text = context.request().getHeader(parameter.name());
            if (text != null) {
                read(parameter, text);
            } else if (parameter.required()) {
                wrong(parameter.name(), null, parameter.expected());
            }
        }
    }

    private Optional<JsonNode> read(Parameter parameter, String text) {
        if (!Texts.storable(text)) {
            wrong(parameter.name(), text, Texts.RULE);
            return Optional.empty();
        }
        Optional<JsonNode> value = parameter.read(text);
        if (value.isEmpty()) {
            wrong(parameter.name(), text, parameter.expected());
        }
        return value;
    }

    private ObjectNode body() {
        ObjectNode body = ApiJson.MAPPER.createObjectNode();
        if (operation.reads() || operation.raw().isPresent()) {
            return body;
        }
        BodyRule rule = operation.body().orElse(BodyRule.NONE);
        String text = context.body().asString();
        if (text != null && !text.isBlank()) {
            Optional<ObjectNode> parsed = parsed(text);
            if (parsed.isEmpty()) {
                return body;
            }
            body = parsed.get();
        }
        errors.addAll(rule.errors(body));
        rule.complete(body);
        return body;
    }

    private Optional<ObjectNode> parsed(String text) {
        try {
            if (ApiJson.MAPPER.readTree(text) instanceof ObjectNode object) {
                return Optional.of(object);
            }
            wrong("body", null, "a JSON object");
        } catch (JsonProcessingException e) {
            // Its message may quote the body, and a body may hold a password.
            wrong(
                    "body",
                    null,
                    "JSON; it breaks off at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
        return Optional.empty();
    }

    private void wrong(String field, @Nullable String value, String expected) {
        String shown = value == null || value.length() <= SHOWN_MOST ? value : value.substring(0, SHOWN_MOST) + "...";
        errors.add(new Problem.FieldError(field, shown, expected));
    }
}
