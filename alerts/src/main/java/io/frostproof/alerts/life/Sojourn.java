package io.frostproof.alerts.life;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a strand's life in one place and as one handling unit. Times are microseconds since 1970, UTC.
 *
 * @param handlingUnit as which it was there: a part was its whole before it was split off
 * @param place id of a unit; null while it was out of the network, or nobody told where it was
 * @param fromMicros inclusive
 * @param toMicros exclusive, later than {@code fromMicros}; null while it is there
 */
public record Sojourn(
        String handlingUnit,
        @Nullable String place,
        long fromMicros,
        @Nullable Long toMicros) {

    public Sojourn {
        if (toMicros != null && toMicros <= fromMicros) {
            throw new IllegalArgumentException("a sojourn from " + fromMicros + " to " + toMicros + " is none");
        }
    }
}
