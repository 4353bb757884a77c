package io.frostproof.simulator.sensing;

/**
 * A message that leaves a device, to be published with QoS 1.
 *
 * @param atMillis when it leaves, simulated time since 1970
 * @param payload JSON or a frame; not to be changed, since a device sends the same array again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying half a million payloads would buy nothing
public record Publication(long atMillis, String node, String device, String topic, byte[] payload) {

    /** Whether a broker is to keep it for those who come later, as the contract has it for a status. */
    public boolean retained() {
        return topic.endsWith("/status");
    }
}
