package io.frostproof.server.runtime;

import io.frostproof.ingest.directory.DeviceKeys;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.server.config.KeyFile;
import io.frostproof.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file, read again when it changes, so that a new device needs no restart. A file that is wrong is reported and changes
 * nothing: dropping the keys would accept what nobody signed. Thread-safe.
 */
public final class WatchedKeys implements DeviceKeys, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedKeys.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Path file;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Version version;
    private volatile Map<String, DeviceKey> keys;

    private record Version(FileTime modified, long bytes) {}

    /**
     * Reads the file and begins to watch it.
     *
     * @throws InvalidFileException if something in it is wrong
     */
    public static WatchedKeys of(Path file) throws InvalidFileException {
        var watched = new WatchedKeys(file);
        Thread.ofVirtual().name("device-keys").start(watched::watch);
        return watched;
    }

    WatchedKeys(Path file) throws InvalidFileException {
        this.file = file;
        version = version();
        keys = KeyFile.read(file);
    }

    @Override
    public @Nullable DeviceKey of(String device) {
        return keys.get(device);
    }

    private void watch() {
        try {
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a change over, if there is one. */
    synchronized void look() {
        Version now = version();
        if (now == null || now.equals(version)) {
            return;
        }
        version = now;
        try {
            keys = KeyFile.read(file);
            LOG.info("event=device_keys_changed devices={}", keys.size());
        } catch (InvalidFileException e) {
            LOG.error("event=device_keys_not_changed reason=\"{}\"", e.getMessage());
        }
    }

    private @Nullable Version version() {
        try {
            return new Version(Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException e) {
            return null; // gone or being replaced: the keys stay until there is a file again
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
