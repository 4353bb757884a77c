package io.frostproof.simulator.device;

import io.frostproof.protocol.Control;

/**
 * Hears what the server sends besides receipts (configurations, commands, the time) as it arrives, on the MQTT client's thread: hand over, do
 * not block.
 */
@FunctionalInterface
public interface OrderListener {
    void received(String device, Control order);
}
