package io.frostproof.simulator.truth;

import java.util.Locale;

/** A state of the world that a perfect observer would call by this name; raw, without the delay of any rule. */
public enum TruthState {
    /** The contents are above the band of the unit's profile. Worst: highest °C. */
    PRODUCT_ABOVE,
    /** The contents are below the band. Worst: lowest °C. */
    PRODUCT_BELOW,
    /** The air is above the band. Worst: highest °C. */
    AIR_ABOVE,
    /** The air is below the band. Worst: lowest °C. */
    AIR_BELOW,
    /** The door of a unit is open, by whomever. Worst: how far, 0 to 1. */
    DOOR_OPEN,
    /** A node has no mains. Its unit is the one that stands for the node's power. */
    MAINS_ABSENT,
    /** A cold unit has no electricity, from mains or generator. */
    UNIT_UNPOWERED,
    /** The mains are away, or too low, and the generator has given up starting. */
    GENERATOR_FAILED_TO_START,
    /** The mains are away, and the node's generator does not turn: it starts, failed to, stopped, or has no fuel. */
    GENERATOR_AT_REST,
    /** The mains are there, good or too low, and the generator turns: for exercise, after an outage, or in a brown-out. */
    GENERATOR_OVER_RUN,
    /** The tank holds less than 20 %. Worst: lowest percent. */
    FUEL_LOW,
    /** The battery of a device holds less than 20 %. Worst: lowest percent. */
    BATTERY_LOW,
    /** A device measures nothing, or cannot send what it measures. */
    DEVICE_SILENT,
    /** A probe of the device is detached, stuck, or off by more than 1 K. Worst: K off, 0 if detached or stuck. */
    PROBE_WRONG,
    /** The clock of a device is off by more than 60 s. Worst: s off. */
    CLOCK_WRONG;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
