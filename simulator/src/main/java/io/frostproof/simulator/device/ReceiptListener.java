package io.frostproof.simulator.device;

import io.frostproof.protocol.Receipt;

/** Hears receipts as they arrive, on the MQTT client's thread: hand over, do not block. */
@FunctionalInterface
public interface ReceiptListener {
    void received(String device, Receipt receipt);
}
