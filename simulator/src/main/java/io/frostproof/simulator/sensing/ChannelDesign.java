package io.frostproof.simulator.sensing;

/**
 * One channel of a device.
 *
 * @param id of the channel within its device, by the id rule of the contract
 * @param unit what {@link Surroundings} call the unit that it watches
 */
public record ChannelDesign(String id, String unit, SimulatedQuantity quantity, ProbeDesign probe) {

    /** With the usual probe for the quantity. */
    public ChannelDesign(String id, String unit, SimulatedQuantity quantity) {
        this(id, unit, quantity, ProbeDesign.usual(quantity));
    }
}
