package io.frostproof.ingest.directory;

import java.util.Map;

/**
 * A device as ingest knows it.
 *
 * @param channels by name
 * @param networkVersion of the network that it is as of, or an older one
 */
public record KnownDevice(
        String id, String node, String region, Map<String, KnownChannel> channels, long networkVersion) {
    public KnownDevice {
        channels = Map.copyOf(channels);
    }
}
