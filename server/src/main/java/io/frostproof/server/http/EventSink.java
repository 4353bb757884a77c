package io.frostproof.server.http;

import org.jspecify.annotations.Nullable;

/**
 * One client that listens to server-sent events. Thread-safe. Sending never blocks: what the client has not taken yet waits in a buffer of
 * {@value EventStream#BUFFER_BYTES} bytes, and a client that lets it run full is cut off (it comes back and says which event it had
 * last). Whoever has more to tell at once calls {@link #awaitRoom} in between.
 */
interface EventSink {

    /**
     * Sends an event; nothing once the client has gone.
     *
     * @param id what the client will say it had last; null for events that are not repeated
     * @param name such as {@code change}
     */
    void event(@Nullable String id, String name, String json);

    /** Sends a comment, which tells the client that the connection lives. */
    void comment(String text);

    /**
     * Blocks until at most half of the buffer is in use, or the client has gone; for virtual threads. A client that takes nothing for a
     * minute is cut off.
     */
    void awaitRoom();

    /** Whether the client has gone, or was cut off. */
    boolean closed();

    /** Has something run when the client has gone; at once if it has. It must not block. */
    void whenClosed(Runnable action);

    /** Ends the connection. */
    void end();
}
