package io.frostproof.simulator.scenario;

/**
 * How a node gets its power.
 *
 * @param generator whether there is a standby generator behind the mains
 * @param fuelPercent of its tank at the beginning
 * @param unit id of the unit that stands for the node's power: the generator, otherwise a cold unit of the node
 * @param name of the generator
 * @param profile whose conditions watch the generator; empty: none do
 */
public record PowerSpec(boolean generator, double fuelPercent, String unit, String name, String profile) {}
