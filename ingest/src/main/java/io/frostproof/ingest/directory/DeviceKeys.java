package io.frostproof.ingest.directory;

import io.frostproof.protocol.DeviceKey;
import org.jspecify.annotations.Nullable;

/** Keys that devices share with the server. Thread-safe, and does not block. */
public interface DeviceKeys {

    /** No device has one. */
    DeviceKeys NONE = device -> null;

    /** The key of a device; null when it signs nothing. */
    @Nullable
    DeviceKey of(String device);
}
