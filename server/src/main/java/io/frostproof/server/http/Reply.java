package io.frostproof.server.http;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** What an endpoint answers. */
sealed interface Reply {

    /** Everything at once. */
    record Whole(int status, String contentType, String body, Map<String, String> headers) implements Reply {}

    /**
     * Written while it is made, with status 200. Nothing is sent before the first piece, so a problem that shows up before it is
     * answered as one; a later one cuts the connection.
     */
    record Streamed(String contentType, Map<String, String> headers, Body body) implements Reply {}

    /** Writes a body; runs on a virtual thread, and the writer blocks while the client does not read. */
    interface Body {
        void write(Writer out) throws IOException;
    }

    /** A list, as the API wraps it. */
    record Items<T>(List<T> items) {}

    static Reply json(Object body) {
        return json(200, body);
    }

    static Reply json(int status, Object body) {
        return new Whole(status, "application/json", ApiJson.write(body), Map.of());
    }

    static Reply items(List<?> items) {
        return json(new Items<>(items));
    }

    static Reply problem(Problem problem, Map<String, String> headers) {
        return new Whole(problem.status(), "application/problem+json", ApiJson.write(problem), headers);
    }
}
