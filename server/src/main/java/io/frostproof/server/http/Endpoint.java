package io.frostproof.server.http;

import io.frostproof.server.access.Role;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One route.
 *
 * @param path as Vert.x writes it, such as {@code /api/v1/units/:id}
 * @param role least role that may use it; null: nobody needs to sign in
 * @param parameters names of the query parameters that it knows
 * @param heavy whether it may take long and holds a database connection meanwhile
 */
record Endpoint(
        HttpMethod method, String path, @Nullable Role role, Set<String> parameters, boolean heavy, Action action) {

    /** Answers a request, on a virtual thread; may block. */
    interface Action {
        Reply answer(Request request);
    }

    static Endpoint open(HttpMethod method, String path, Action action) {
        return new Endpoint(method, path, null, Set.of(), false, action);
    }

    /** Seeing. */
    static Endpoint get(String path, Set<String> parameters, Action action) {
        return new Endpoint(HttpMethod.GET, path, Role.VIEWER, parameters, false, action);
    }

    /** Acting. */
    static Endpoint post(String path, Action action) {
        return new Endpoint(HttpMethod.POST, path, Role.OPERATOR, Set.of(), false, action);
    }

    Endpoint asHeavy() {
        return new Endpoint(method, path, role, parameters, true, action);
    }

    /** Whether a request's path is one of this route, whatever its method. */
    boolean covers(String requestPath) {
        return requestPath.matches(path.replace(".", "\\.").replaceAll(":[a-z]+", "[^/]+"));
    }
}
