package io.frostproof.simulator.physics;

import org.jspecify.annotations.Nullable;

/**
 * How a unit is built, in SI units. {@link UnitDesigns} has one for each kind with the reasons of its numbers.
 *
 * @param ice null where nothing melts
 * @param compressor null in a passive unit
 * @param defrost null where people defrost, or the compressor's pauses are enough
 * @param heater null where the surroundings are never colder than the band
 * @param fanWatts of fans and electronics inside, drawn and turned into heat while there is power; fans rest during a defrost
 */
public record UnitDesign(
        HeatPaths heat,
        Door door,
        @Nullable IceBank ice,
        @Nullable Compressor compressor,
        @Nullable Defrost defrost,
        @Nullable Heater heater,
        double fanWatts) {

    public UnitDesign {
        Check.notNegative("fanWatts", fanWatts);
        if (defrost != null && compressor == null) {
            throw new IllegalArgumentException("defrost " + defrost + ": expected only together with a compressor");
        }
    }
}
