package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Level;
import java.time.Duration;

/**
 * How long a handling unit may be in a stage.
 *
 * @param inAll false: without a break, in one node. True: all of its time in this stage counts, wherever and however often it was there
 * @param limit reaching it exactly is a breach; above zero
 */
public record DwellLimit(Stage stage, boolean inAll, Level level, Duration limit) {

    public DwellLimit {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("dwell limit of " + stage.id() + ": must be above zero, was " + limit);
        }
    }

    /** The name of the condition slot that its breaches are in: limits that differ in the level alone share one. */
    public String slot() {
        return slot(stage, inAll);
    }

    /** The name of the slot of a stage. */
    public static String slot(Stage stage, boolean inAll) {
        return "dwell_" + stage.id() + (inAll ? "_in_all" : "");
    }

    public long limitMicros() {
        return limit.toNanos() / 1_000;
    }
}
