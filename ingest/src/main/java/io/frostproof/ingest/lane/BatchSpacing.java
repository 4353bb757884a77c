package io.frostproof.ingest.lane;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Gives a batch a moment to fill. A transaction costs the same for one reading as for a thousand: so a lane that has just begun one waits
 * with the next, unless it is full, or nothing has come for a while: a sender or a broker with a small window sends nothing more until this
 * batch is acknowledged, and would wait for us as we for it. A lane that was idle does not wait. Owned by a lane, whose time at work others may ask.
 */
final class BatchSpacing {

    /** In which something has to come for the next batch, or it is not waited for. */
    private static final long STEP_NANOS = 4_000_000;

    private final long spacingNanos;
    private final int enough;
    private volatile long begunNanos;

    /** @param enough so many messages that wait need not become more */
    BatchSpacing(Duration spacing, int enough) {
        spacingNanos = spacing.toNanos();
        this.enough = enough;
        begunNanos = System.nanoTime() - spacingNanos; // the first batch waits for nobody
    }

    /** A batch begins now. */
    void begin() {
        begunNanos = System.nanoTime();
    }

    /** Since the last one began. */
    Duration sinceBegun() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /** @param waiting how many messages wait */
    void await(IntSupplier waiting, CountDownLatch stopRequested) {
        long dueNanos = begunNanos + spacingNanos;
        int before = 0;
        int now = waiting.getAsInt();
        try {
            for (long left = dueNanos - System.nanoTime();
                    left > 0 && now > before && now < enough;
                    left = dueNanos - System.nanoTime()) {
                if (stopRequested.await(Math.min(left, STEP_NANOS), TimeUnit.NANOSECONDS)) {
                    return;
                }
                before = now;
                now = waiting.getAsInt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
