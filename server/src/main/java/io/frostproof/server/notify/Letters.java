package io.frostproof.server.notify;

import java.time.Instant;
import java.util.List;

/** What waits for one target. Thread-safe. */
@FunctionalInterface
public interface Letters {

    /** Up to {@code limit} of those that are due, oldest first. */
    List<? extends Letter> due(Instant now, int limit);
}
