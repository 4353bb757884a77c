package io.frostproof.simulator.fleet;

import java.time.Duration;

/**
 * Something that goes wrong with one unit for a while.
 *
 * @param start from the start of the fleet, by the clock (not by the faster time of the physics)
 * @param duration by the clock
 */
public record Fault(String unitKey, Kind kind, Duration start, Duration duration) {

    /** What goes wrong. */
    public enum Kind {
        /** The compressor of a cold unit stands still. */
        COMPRESSOR_FAILURE,
        /** The door of a cold unit stands open. */
        DOOR_OPEN,
        /** A power site, or a cold unit without one, has no mains. */
        MAINS_LOST
    }

    public Fault {
        if (start.isNegative() || duration.isNegative()) {
            throw new IllegalArgumentException("fault of " + unitKey + ": start " + start + ", duration " + duration
                    + ", expected neither to be negative");
        }
    }

    boolean activeAt(Duration elapsed) {
        return elapsed.compareTo(start) >= 0 && elapsed.compareTo(end()) < 0;
    }

    Duration end() {
        return start.plus(duration);
    }
}
