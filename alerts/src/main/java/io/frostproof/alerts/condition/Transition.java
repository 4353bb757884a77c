package io.frostproof.alerts.condition;

import org.jspecify.annotations.Nullable;

/**
 * A condition of a channel starts, changes level, becomes unknown, is known again or ends, at an event time.
 *
 * @param slot the condition slot, or {@link #DATA} for the channel as a whole
 * @param unit id of the unit that the channel measured
 * @param level level from this instant on; null when none holds (ended, or a breach whose delay still
 *     runs becomes unknown and known) or none is meant (data)
 * @param timeMicros event time of the change
 * @param sinceMicros event time at which the breach, or for data the reading that stood last, began
 * @param worst most extreme value of the breach so far, canonical unit; the standing value for data
 */
public record Transition(
        String slot, String unit, Kind kind, @Nullable Level level, long timeMicros, long sinceMicros, double worst) {

    /** Slot of a channel's own known and unknown time. */
    public static final String DATA = "data";

    /** What happened. The identifier is the word in SQL and the API. */
    public enum Kind {
        /** The breach has lasted longer than the delay. */
        STARTED("started"),
        /** Another level of the same slot holds now. */
        LEVEL_CHANGED("level_changed"),
        /** No reading stands any more. */
        UNKNOWN("unknown"),
        /** A reading stands again, and the condition still holds or its delay still runs. */
        KNOWN("known"),
        /** No level holds any more. */
        ENDED("ended");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
