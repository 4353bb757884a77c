package io.frostproof.server.runtime;

import io.frostproof.store.PostgresDeviceDirectory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees that the network was imported again, by whatever process, and tells who has to know. */
final class NetworkWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Thread thread;
    private volatile boolean closing;

    NetworkWatch(PostgresDeviceDirectory directory, Runnable changed) {
        thread = Thread.ofVirtual().name("network-watch").start(() -> watch(directory, changed));
    }

    private void watch(PostgresDeviceDirectory directory, Runnable changed) {
        try {
            while (!closing) {
                Thread.sleep(LOOK_EVERY);
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
            Thread.currentThread().interrupt(); // closing
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
