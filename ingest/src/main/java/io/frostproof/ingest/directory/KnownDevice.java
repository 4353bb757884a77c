package io.frostproof.ingest.directory;

import java.util.Map;

/** A device as ingest knows it; {@code channels} by name. */
public record KnownDevice(String id, String node, String region, Map<String, KnownChannel> channels) {
    public KnownDevice {
        channels = Map.copyOf(channels);
    }
}
