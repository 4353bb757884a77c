package io.frostproof.alerts.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one channel is watched for over event time: which unit it measured when, and by which rules.
 *
 * @param maxHoldMicros how long a reading stands when no newer one comes
 * @param segments in time order, not overlapping; time outside of them is stored but not watched
 */
public record ChannelPlan(long maxHoldMicros, List<Segment> segments) {

    /** End of a segment that still lasts. */
    public static final long OPEN_END = Long.MAX_VALUE;

    public ChannelPlan {
        if (maxHoldMicros <= 0) {
            throw new IllegalArgumentException("max hold must be positive, was " + maxHoldMicros + " us");
        }
        segments = List.copyOf(segments);
        for (int i = 1; i < segments.size(); i++) {
            if (segments.get(i).fromMicros() < segments.get(i - 1).toMicros()) {
                throw new IllegalArgumentException(
                        "segments overlap: " + segments.get(i - 1) + " and " + segments.get(i));
            }
        }
    }

    /**
     * A stretch of event time in one unit.
     *
     * @param fromMicros inclusive
     * @param toMicros exclusive
     */
    public record Segment(String unit, long fromMicros, long toMicros, List<SlotRules> slots, Traits traits) {

        /** With {@link Traits#PLAIN}. */
        public Segment(String unit, long fromMicros, long toMicros, List<SlotRules> slots) {
            this(unit, fromMicros, toMicros, slots, Traits.PLAIN);
        }

        public Segment {
            slots = List.copyOf(slots);
            if (toMicros <= fromMicros) {
                throw new IllegalArgumentException("segment of " + unit + " ends before it begins");
            }
        }

        boolean contains(long timeMicros) {
            return timeMicros >= fromMicros && timeMicros < toMicros;
        }
    }

    /** The segment that covers an instant, or null. */
    public @Nullable Segment at(long timeMicros) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i).contains(timeMicros)) {
                return segments.get(i);
            }
        }
        return null;
    }
}
