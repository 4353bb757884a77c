package io.frostproof.ingest.directory;

import io.frostproof.protocol.DeviceKey;
import org.jspecify.annotations.Nullable;

/** The keys that devices sign with. Thread-safe, and does not block. */
public interface DeviceKeys {

    /** No device has a key. */
    DeviceKeys NONE = device -> null;

    /** The key of a device, or null when it has none: then nothing of it needs a signature. */
    @Nullable
    DeviceKey of(String device);
}
