package io.frostproof.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.frostproof.server.access.Principal;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request as its endpoint sees it. Belongs to the virtual thread that answers it. */
final class Request {

    private static final int TEXT_MOST = 2000;

    private final RoutingContext context;
    private final Query query;
    private final @Nullable Principal principal;

    Request(RoutingContext context, Query query, @Nullable Principal principal) {
        this.context = context;
        this.query = query;
        this.principal = principal;
    }

    Query query() {
        return query;
    }

    /** Who asks. Only for endpoints that need a sign-in. */
    Principal principal() {
        return Objects.requireNonNull(principal, "endpoint without sign-in");
    }

    /** The path parameter {@code id}. */
    String id(String what) {
        String id = Objects.requireNonNull(context.pathParam("id"));
        if (!Texts.storable(id)) {
            throw ProblemException.notFound(what, id);
        }
        return id;
    }

    /** The path parameter {@code id} of what has a UUID; anything else cannot exist. */
    UUID uuid(String what) {
        String id = id(what);
        if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw ProblemException.notFound(what, id);
        }
        return UUID.fromString(id);
    }

    /**
     * The body, a JSON object with texts of 1 to 2000 characters.
     *
     * @param required names that have to be there
     * @param optional names that may be there
     */
    Map<String, String> fields(Set<String> required, Set<String> optional) {
        JsonNode body = body();
        var errors = new ArrayList<Problem.FieldError>();
        var fields = new LinkedHashMap<String, String>();
        body.properties().forEach(property -> {
            String name = property.getKey();
            JsonNode value = property.getValue();
            if (!required.contains(name) && !optional.contains(name)) {
                errors.add(new Problem.FieldError(name, null, "no field of this name"));
            } else if (!value.isTextual()
                    || value.textValue().isBlank()
                    || value.textValue().length() > TEXT_MOST
                    || !Texts.storable(value.textValue())) {
                String shown = name.equals("password") ? "(hidden)" : shortened(value.toString());
                errors.add(new Problem.FieldError(
                        name, shown, "a string of 1 to " + TEXT_MOST + " characters, not blank, " + Texts.RULE));
            } else {
                fields.put(name, value.textValue());
            }
        });
        for (String name : required) {
            if (!body.has(name)) {
                errors.add(new Problem.FieldError(name, null, "to be there"));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.of(errors));
        }
        return fields;
    }

    private JsonNode body() {
        String text = context.body().asString();
        if (text == null || text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode node = ApiJson.MAPPER.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Its message may quote the body, and a body may hold a password.
            throw new ProblemException(Problem.of(List.of(new Problem.FieldError(
                    "body",
                    null,
                    "JSON; it breaks off at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr()))));
        }
        throw new ProblemException(Problem.of(List.of(new Problem.FieldError("body", null, "a JSON object"))));
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
