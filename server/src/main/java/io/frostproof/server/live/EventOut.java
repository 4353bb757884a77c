package io.frostproof.server.live;

import org.jspecify.annotations.Nullable;

/** Where the events of one watcher go. For one thread at a time; once the watcher has gone, nothing is sent any more. */
public interface EventOut {

    /**
     * Sends an event, waiting while the watcher has not taken enough of those before.
     *
     * @param id what the watcher resumes after; null: it stays as it is
     */
    void event(@Nullable String id, String name, String json);

    /** Sends what is no event, so that both sides see that the other one is there. */
    void comment(String text);

    /** Whether the watcher has gone away. */
    boolean closed();

    /** Has something run when the watcher has gone, from any thread. */
    void whenClosed(Runnable action);

    /** Ends the connection; the watcher comes back if it wants more. */
    void end();
}
