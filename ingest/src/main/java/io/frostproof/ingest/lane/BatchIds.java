package io.frostproof.ingest.lane;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers for batches, unique over all runs: the run in the upper half, a count in the lower. Thread-safe. */
public final class BatchIds {

    private final AtomicLong next;

    /** @param run number of this run of the server, from the log, positive */
    public BatchIds(int run) {
        next = new AtomicLong(((long) run) << 32);
    }

    long next() {
        return next.incrementAndGet();
    }
}
