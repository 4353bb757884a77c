package io.frostproof.simulator.people;

import org.jspecify.annotations.Nullable;

/**
 * A handling unit that is in a simulation from its beginning, or may come with a truck.
 *
 * @param initialUnit where it is at the beginning; null when it may come later
 */
public record PlannedStock(
        HandlingUnit handlingUnit, @Nullable String initialUnit) {}
