package io.frostproof.simulator.sensing;

/** The world as a device could measure it with perfect probes, at the instant at which the device is awake. */
public interface Surroundings {

    /** The true value in the unit of {@link SimulatedQuantity}. Never asked for {@link SimulatedQuantity#BATTERY}. */
    double value(String unit, SimulatedQuantity quantity);

    /** The room at a node, °C: what a probe feels that has fallen off, and the air around the devices. */
    double ambientCelsius(String node);

    /** Whether the sockets of a node have electricity, from whatever source, so that a device's charger works. */
    boolean chargerPowered(String node);
}
