package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Unit;

/** What a simulated channel measures, in the unit in which {@link Surroundings} say it and a device sends it. */
public enum SimulatedQuantity {
    /** °C, where the probe hangs in the air. */
    AIR_TEMPERATURE("temperature", Unit.CELSIUS, Nature.ANALOG),
    /** °C, of another probe in the same air. */
    SECOND_AIR_TEMPERATURE("temperature", Unit.CELSIUS, Nature.ANALOG),
    /** °C, where the probe is among the goods, or in a bottle of glycol. */
    CONTENTS_TEMPERATURE("temperature", Unit.CELSIUS, Nature.ANALOG),
    /** 1 open, 0 closed. */
    DOOR("door", Unit.ONE, Nature.STATE),
    /** 1 present, 0 absent: the mains of the unit's site. */
    MAINS("mains", Unit.ONE, Nature.STATE),
    /** 1 running, 0 stopped. */
    GENERATOR("generator", Unit.ONE, Nature.STATE),
    /** Percent of the generator's tank. */
    FUEL("fuel", Unit.PERCENT, Nature.ANALOG),
    /** Volt at the unit's socket. */
    VOLTAGE("voltage", Unit.VOLT, Nature.ANALOG),
    /** Percent of the device's own battery: the device knows it, {@link Surroundings} are not asked. */
    BATTERY("battery", Unit.PERCENT, Nature.OWN),
    /** Relative humidity in percent. */
    HUMIDITY("humidity", Unit.PERCENT, Nature.ANALOG);

    /** How it is measured. */
    enum Nature {
        /** By a probe. */
        ANALOG,
        /** 0 or 1, by a contact; a change is an event. */
        STATE,
        /** By the device about itself. */
        OWN
    }

    private final String networkWord;
    private final Unit unit;
    private final Nature nature;

    SimulatedQuantity(String networkWord, Unit unit, Nature nature) {
        this.networkWord = networkWord;
        this.unit = unit;
        this.nature = nature;
    }

    /** The word of the network file for it, see {@code docs/network-file.md}. */
    public String networkWord() {
        return networkWord;
    }

    /** The unit it is measured in. */
    public Unit unit() {
        return unit;
    }

    /** Whether it is 0 or 1, so that its changes are events; a device is to be woken at them. */
    public boolean isState() {
        return nature == Nature.STATE;
    }

    /** Whether a probe can come off, stick or drift in it. */
    public boolean isTemperature() {
        return unit == Unit.CELSIUS;
    }

    Nature nature() {
        return nature;
    }
}
