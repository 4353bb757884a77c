package io.frostproof.alerts.plan;

import org.jspecify.annotations.Nullable;

/**
 * Something else that could be done with a handling unit.
 *
 * @param route null: it is left as it is
 * @param expectedLoss money
 * @param room whether there is room for it, all others being as planned
 */
public record Alternative(@Nullable Route route, double expectedLoss, boolean room) {}
