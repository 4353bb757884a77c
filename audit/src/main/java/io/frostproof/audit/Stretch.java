package io.frostproof.audit;

/**
 * The part of one placement that lies in the range of a log. Times are microseconds since 1970, UTC.
 *
 * @param placedFromMicros when the channel began to measure the unit; earlier readings belong to another unit
 * @param fromMicros inclusive, not before {@code placedFromMicros}
 * @param toMicros exclusive
 */
public record Stretch(long placedFromMicros, long fromMicros, long toMicros) {
    public Stretch {
        if (fromMicros < placedFromMicros || toMicros <= fromMicros) {
            throw new IllegalArgumentException("stretch from " + fromMicros + " to " + toMicros + " us, placed from "
                    + placedFromMicros + ": expected placed from <= from < to");
        }
    }
}
