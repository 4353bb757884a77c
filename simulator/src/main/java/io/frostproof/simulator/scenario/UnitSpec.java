package io.frostproof.simulator.scenario;

import io.frostproof.simulator.physics.UnitDesigns;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cold unit.
 *
 * @param kind the word of the network file, such as {@code fridge}
 * @param profile id of the profile that watches it, and whose band is the truth of being too warm or too cold
 * @param product id of what is kept in it; empty for nothing in particular
 * @param productLag what the network file says about it; null: nothing. Physics know better
 * @param calibratedFor for how long after the start the calibration of its temperature probes is good; null: nobody has said
 */
public record UnitSpec(
        String id,
        String node,
        String name,
        String kind,
        UnitDesigns design,
        double setpointCelsius,
        String profile,
        String product,
        @Nullable Duration productLag,
        @Nullable Duration calibratedFor) {}
