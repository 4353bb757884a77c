package io.frostproof.alerts.network;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when until when a channel measured a unit.
 *
 * @param unit id of the unit
 * @param from first instant, inclusive
 * @param to end, exclusive; null while it lasts
 */
public record Placement(String unit, Instant from, @Nullable Instant to) {
    public Placement {
        if (to != null && !to.isAfter(from)) {
            throw new IllegalArgumentException("placement in " + unit + ": to " + to + " must be after from " + from);
        }
    }
}
