package io.frostproof.server.live;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the events of one watcher go. Writing waits while the watcher does not read; for one thread at a time. */
public interface EventOut {

    /**
     * Sends an event.
     *
     * @param id what the watcher resumes after; null: it stays as it is
     * @throws IOException if the watcher has gone away
     */
    void event(@Nullable String id, String name, String json) throws IOException;

    /** Sends what is no event, so that both sides see that the other one is there. */
    void comment(String text) throws IOException;

    /** Whether the watcher has gone away. */
    boolean closed();
}
