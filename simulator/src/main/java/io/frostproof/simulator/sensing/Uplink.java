package io.frostproof.simulator.sensing;

/** The way from a device to the server. */
public interface Uplink {

    /** Whether the device's network reaches the broker now. Faults of a single device come in {@link DeviceTroubles}. */
    boolean reachable(String node, String device);

    /**
     * Takes a message. It may be lost on the way: where receipts are {@link Receipts#REAL} the device then sends it again, where they
     * are {@link Receipts#MODELLED} it is taken as delivered.
     */
    void send(Publication publication);
}
