package io.frostproof.simulator.power;

import org.jspecify.annotations.Nullable;

/**
 * How a site gets its power.
 *
 * @param generator null where there is only the mains
 * @param usualLoadWatts what hangs on it until {@link PowerSite#loadWatts} says otherwise
 */
public record PowerDesign(@Nullable GeneratorDesign generator, double usualLoadWatts) {

    public PowerDesign {
        Check.notNegative("usualLoadWatts", usualLoadWatts);
    }

    public static PowerDesign mainsOnly() {
        return new PowerDesign(null, 0);
    }

    /** A usual standby generator that is a third loaded: people buy them with room to start motors. */
    public static PowerDesign withGenerator() {
        return new PowerDesign(GeneratorDesign.STANDARD, GeneratorDesign.STANDARD.ratedWatts() / 3);
    }
}
