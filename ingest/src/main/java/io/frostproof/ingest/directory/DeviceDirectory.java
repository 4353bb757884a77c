package io.frostproof.ingest.directory;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** All devices of the network, in memory. Thread-safe; what it answers may change between two calls, never within one. */
public interface DeviceDirectory {

    /** The device of this id, or null. */
    @Nullable
    KnownDevice find(String deviceId);

    /** Every device. */
    Collection<KnownDevice> all();
}
