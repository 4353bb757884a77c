package io.frostproof.alerts.network;

import java.time.Duration;
import java.util.List;

/**
 * Something that publishes.
 *
 * @param id unique in the whole network
 * @param node id of the node in its topic
 * @param reportInterval how often it reports; the default maximum hold of its channels is twice this
 */
public record Device(String id, String node, Duration reportInterval, List<Channel> channels) {
    public Device {
        Identifiers.require("device", id);
        channels = List.copyOf(channels);
    }
}
