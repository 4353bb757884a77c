package io.frostproof.server.http;

import io.frostproof.store.Page;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an action answers. */
sealed interface Reply {

    /**
     * Everything at once.
     *
     * @param contentType null when there is no body
     */
    record Whole(int status, @Nullable String contentType, String body, Map<String, String> headers) implements Reply {

        /** The same with one more header. */
        Whole with(String name, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Whole(status, contentType, body, more);
        }
    }

    /**
     * Written while it is made, with status 200. Nothing is sent before the first piece, so a problem that shows up before it is
     * answered as one; a later one cuts the connection.
     */
    record Streamed(String contentType, Map<String, String> headers, Body body) implements Reply {}

    /** Writes a body; runs on a virtual thread, and the writer blocks while the client does not read. */
    interface Body {
        void write(Writer out) throws IOException;
    }

    /**
     * Server-sent events. The request is over for the limits of the door when this is answered; the connection stays, and counts among
     * those of {@link Streams} only.
     */
    record Events(Feed feed) implements Reply {}

    /** Sends events to a client that has just connected. */
    interface Feed {
        /**
         * Begins to feed a client. Runs on a virtual thread of its own and may return at once or when {@link EventSink#closed}; the
         * connection stays either way. It shall not hold a database connection while it waits.
         */
        void begin(EventSink sink);
    }

    static Whole json(Object body) {
        return json(200, body);
    }

    static Whole json(int status, Object body) {
        return new Whole(status, "application/json", ApiJson.write(body), Map.of());
    }

    /** A page of a list, as the API wraps it: {@code items}, and {@code next}, which is null on the last page. */
    static Whole page(Page<?> page) {
        return json(page);
    }

    static Whole noContent() {
        return new Whole(204, null, "", Map.of());
    }

    static Whole problem(Problem problem, Map<String, String> headers) {
        return new Whole(problem.status(), "application/problem+json", ApiJson.write(problem), headers);
    }
}
