package io.frostproof.simulator.people;

import java.util.List;

/**
 * What is on a vehicle, in passive boxes.
 *
 * @param boundFor id of the node that it was packed for; the weather there is that of its way
 * @param packedMillis since when it has been in its boxes
 */
public record Load(String boundFor, long packedMillis, List<HandlingUnit> units) {

    public Load {
        units = List.copyOf(units);
    }

    /** The rest of it. */
    public Load of(List<HandlingUnit> some) {
        return new Load(boundFor, packedMillis, some);
    }
}
