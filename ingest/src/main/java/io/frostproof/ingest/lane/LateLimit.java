package io.frostproof.ingest.lane;

import java.time.Duration;

/**
 * How many late readings a batch may have, by how long the last ones took. Live readings wait for the batch that is under way and for their own, so
 * both have to be short; and what a late reading costs depends on whether its part of the log is in memory, on disk or compressed.
 *
 * <p>A batch that took too long lowers the limit in proportion, at once: the next one shall fit. Quick ones raise it step by step, and only
 * if they made use of it: one measurement in a warm part of the log says little about the next part, and a limit that is too low for a
 * second costs a backlog little, one that is too high costs everybody. What is not made use of is given back, so that a backlog begins carefully
 * again. Owned by a lane.
 */
final class LateLimit {

    /**
     * What a batch with late readings shall take at most: half a second for a live reading that meets two of them, a quarter of the 2 s that
     * it may take while a backlog flows.
     */
    static final Duration TARGET = Duration.ofMillis(250);

    /** Cold, 4,235 late readings took 1.4 s (docs/chaos.md): so many took two thirds of the target. */
    static final int FIRST = 500;
    /** A transaction of 200 readings costs three times as much per reading as one of 5,000 (RATIONALE.md); a smaller one, more. */
    static final int LEAST = 200;
    /** From the first limit to the largest one in twenty batches, a few seconds. */
    static final int STEP = 100;
    /** A pause of some batches within a backlog changes little, one of seconds all. */
    private static final int GIVEN_BACK = 10;

    private final int most;
    private final int first;
    private final int least;
    private int readings;

    /** @param batchMaxReadings of all kinds; live readings find room for half of it in any case */
    LateLimit(int batchMaxReadings) {
        most = Math.max(1, batchMaxReadings / 2);
        first = Math.min(FIRST, most);
        least = Math.min(LEAST, most);
        readings = first;
    }

    /** Most late readings of the next batch; a message that has more on its own is taken all the same, alone. */
    int readings() {
        return readings;
    }

    /** A batch with so many late readings has committed. */
    void took(int late, long nanos) {
        long target = TARGET.toNanos();
        if (nanos > target) {
            if (late > least) { // fewer than these did not make it slow
                readings = (int) Math.clamp((double) late * target / nanos, least, readings);
            }
        } else if (2 * late >= readings) {
            readings = Math.min(most, readings + STEP);
        } else if (readings > first) {
            readings = Math.max(first, readings - GIVEN_BACK);
        }
    }
}
