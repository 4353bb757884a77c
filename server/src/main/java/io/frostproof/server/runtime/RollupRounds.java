package io.frostproof.server.runtime;

import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.store.Rollups;
import io.frostproof.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Keeps roll-ups up with the log, on a thread of its own: what nobody waits for, so it rests as long as it has worked. */
final class RollupRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RollupRounds.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);

    /** Not an interrupt: that would tear the connection of a query that is under way. */
    private final CountDownLatch closing = new CountDownLatch(1);

    private final CountDownLatch stopped = new CountDownLatch(1);

    RollupRounds(Rollups rollups, InstantSource clock) {
        Thread.ofVirtual().name("roll-ups").start(() -> goRound(rollups, clock));
    }

    private void goRound(Rollups rollups, InstantSource clock) {
        try {
            Duration rest = EVERY;
            while (!closing.await(rest.toMillis(), TimeUnit.MILLISECONDS)) {
                rest = round(rollups, clock);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    private static Duration round(Rollups rollups, InstantSource clock) {
        long begun = System.nanoTime();
        try {
            boolean more = rollups.work(clock.instant());
            return more ? Duration.ofNanos(System.nanoTime() - begun) : EVERY;
        } catch (FencedOffException e) {
            LOG.debug("event=rollups_left reason=\"{}\"", e.getMessage());
            return AFTER_FAILURE;
        } catch (StoreException e) {
            // That the database is away, others say.
            LOG.atLevel(e.passes() ? Level.DEBUG : Level.WARN)
                    .log("event=rollups_postponed reason=\"{}\"", e.toString());
            return AFTER_FAILURE;
        } catch (RuntimeException e) {
            LOG.warn("event=rollups_postponed reason=\"{}\"", e.toString());
            return AFTER_FAILURE;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (!stopped.await(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("event=rollups_not_stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
