package io.frostproof.simulator.sensing;

/** Who says what is stored. */
public enum Receipts {
    /**
     * Nobody: a message that leaves a device while its network is up counts as stored, and its receipt arrives 0.2 to 1.5 s later, but
     * for one in 500 which is lost, so that the device sends again. Deterministic.
     */
    MODELLED,
    /** A running server, through {@link SimDevice#receipt}. */
    REAL
}
