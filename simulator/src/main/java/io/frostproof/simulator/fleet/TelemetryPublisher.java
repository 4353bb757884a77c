package io.frostproof.simulator.fleet;

import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.LinkException;

/** Where a fleet's messages go. */
@FunctionalInterface
interface TelemetryPublisher {

    /** Takes a message if there is room now; one that is not taken is tried again later. */
    boolean offer(UpTopic topic, byte[] payload) throws LinkException;
}
