package io.frostproof.server.score;

import java.time.Duration;

/**
 * What a score makes allowance for.
 *
 * @param reportingIntervalMillis how often devices report
 */
record Tolerances(long reportingIntervalMillis) {

    /** A true event lasts so much longer than the delay of its rule; the bar of detection. */
    static final long BEYOND_DELAY_MILLIS = Duration.ofMinutes(2).toMillis();
    /** What a fault has done outlives it for about so long. */
    static final long AFTERMATH_MILLIS = Duration.ofHours(1).toMillis();

    /** When a page may find an event that was true in {@code state}; a device that measures between two reports may see it later. */
    Interval window(Interval state) {
        return state.widened(reportingIntervalMillis, lagMillis());
    }

    /** Two reports, and what a page needs to get out. */
    long lagMillis() {
        return 2 * reportingIntervalMillis + BEYOND_DELAY_MILLIS;
    }
}
