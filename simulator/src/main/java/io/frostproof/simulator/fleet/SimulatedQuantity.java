package io.frostproof.simulator.fleet;

/** What a simulated channel measures, in the unit it sends. The first three need a cold unit, the last two a power site. */
public enum SimulatedQuantity {
    /** °C, with the noise of a probe, in steps of 0.01. */
    AIR_TEMPERATURE,
    /** °C, as above. */
    CONTENTS_TEMPERATURE,
    /** 1 open, 0 closed. */
    DOOR,
    /** 1 present, 0 absent; of a cold unit: whether its socket has electricity, from mains or generator. */
    MAINS,
    /** 1 running, 0 stopped. */
    GENERATOR,
    /** Percent of the tank, in steps of 0.1. */
    FUEL
}
