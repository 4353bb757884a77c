package io.frostproof.simulator.fleet;

import io.frostproof.protocol.Unit;

/** What a simulated channel measures, in the unit it sends. The first three need a cold unit, the last two a power site. */
public enum SimulatedQuantity {
    /** °C, with the noise of a probe, in steps of 0.01. */
    AIR_TEMPERATURE(Unit.CELSIUS),
    /** °C, as above. */
    CONTENTS_TEMPERATURE(Unit.CELSIUS),
    /** 1 open, 0 closed. */
    DOOR(Unit.ONE),
    /** 1 present, 0 absent; of a cold unit: whether its socket has electricity, from mains or generator. */
    MAINS(Unit.ONE),
    /** 1 running, 0 stopped. */
    GENERATOR(Unit.ONE),
    /** Percent of the tank, in steps of 0.1. */
    FUEL(Unit.PERCENT);

    private final Unit unit;

    SimulatedQuantity(Unit unit) {
        this.unit = unit;
    }

    /** The unit it is sent in. */
    Unit unit() {
        return unit;
    }
}
