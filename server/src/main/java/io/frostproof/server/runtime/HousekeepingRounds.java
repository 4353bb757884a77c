package io.frostproof.server.runtime;

import io.frostproof.store.Housekeeping;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets housekeeping go round once an hour. */
final class HousekeepingRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HousekeepingRounds.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final CountDownLatch closing = new CountDownLatch(1);

    HousekeepingRounds(Housekeeping housekeeping, InstantSource clock) {
        Thread.ofVirtual().name("housekeeping").start(() -> goRound(housekeeping, clock));
    }

    private void goRound(Housekeeping housekeeping, InstantSource clock) {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    LOG.debug("event=housekeeping removedRows={}", housekeeping.run(clock.instant()));
                } catch (RuntimeException e) {
                    LOG.warn("event=housekeeping_postponed reason={}", e.toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
