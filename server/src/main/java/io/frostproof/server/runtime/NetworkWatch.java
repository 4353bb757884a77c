package io.frostproof.server.runtime;

import io.frostproof.store.PostgresDeviceDirectory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees that the network was imported again, by whatever process, and tells who has to know. */
final class NetworkWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** Not an interrupt: that would tear the connection of a query that is under way. */
    private final CountDownLatch closing = new CountDownLatch(1);

    NetworkWatch(PostgresDeviceDirectory directory, Runnable changed) {
        Thread.ofVirtual().name("network-watch").start(() -> watch(directory, changed));
    }

    private void watch(PostgresDeviceDirectory directory, Runnable changed) {
        try {
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (directory.refresh()) {
                        LOG.info(
                                "event=network_changed devices={}",
                                directory.all().size());
                        changed.run();
                    }
                } catch (RuntimeException e) {
                    LOG.debug("event=network_watch_postponed reason={}", e.toString());
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
