package io.frostproof.server.http;

import io.frostproof.server.access.Permission;
import java.util.List;
import java.util.Optional;

/**
 * One operation of the contract.
 *
 * @param id its {@code operationId}
 * @param method such as {@code GET}
 * @param path as the contract writes it, such as {@code /api/v1/units/{id}}
 * @param permission what the caller needs; empty: nobody needs to sign in
 * @param heavy whether it may take long and holds a database connection meanwhile
 * @param stream whether its answer is no JSON, or is written while it is made
 * @param shared whether its answer is the same for everybody who may have it, so that those who ask for the same get one; only of
 *     operations that look and do not stream
 * @param body what the body has to look like; empty when it takes none
 * @param raw what the body may be that is passed on as it came; empty when it is JSON that is read here
 */
record Operation(
        String id,
        String method,
        String path,
        Optional<Permission> permission,
        boolean heavy,
        boolean stream,
        boolean shared,
        List<Parameter> parameters,
        Optional<BodyRule> body,
        Optional<RawBody> raw) {

    private static final int BODY_MOST_BYTES = 1024 * 1024;

    Operation {
        parameters = List.copyOf(parameters);
        if (shared && (stream || permission.isEmpty() || !method.equals("GET"))) {
            throw new IllegalStateException(
                    "contract: " + id + " is shared, expected a GET that takes a permission and does not stream");
        }
    }

    /** Whether a request's path is one of this operation, whatever its method. */
    boolean covers(String requestPath) {
        return requestPath.matches(path.replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+"));
    }

    /** Whether it only looks. */
    boolean reads() {
        return method.equals("GET");
    }

    /** The largest body that it takes. */
    int bodyMostBytes() {
        return raw.map(RawBody::mostBytes).orElse(BODY_MOST_BYTES);
    }

    /** Whether the contract knows this header for it. */
    boolean takesHeader(String name) {
        return parameters.stream()
                .anyMatch(parameter -> parameter.place() == Parameter.Place.HEADER
                        && parameter.name().equals(name));
    }

    /** The path as Vert.x writes it, such as {@code /api/v1/units/:id}. */
    String routePath() {
        return path.replaceAll("\\{([a-z]+)}", ":$1");
    }
}
