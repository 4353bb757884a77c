package io.frostproof.simulator.fleet;

/**
 * One channel of a simulated device.
 *
 * @param unitKey which simulated unit it measures, the key of a {@link UnitSpec}
 */
public record ChannelSpec(String id, SimulatedQuantity quantity, String unitKey) {}
