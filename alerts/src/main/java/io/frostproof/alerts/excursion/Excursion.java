package io.frostproof.alerts.excursion;

import io.frostproof.alerts.condition.Level;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An interval of event time in which a condition of a channel held for longer than tolerated: a fact computed from readings. Or one in which a handling
 * unit was somewhere for longer than it may be, or lacked a record that it needs: a fact computed from movements. The levels of a slot are levels of one
 * excursion: those of one slot of one channel, or of one handling unit, never overlap. Times are microseconds since 1970, UTC.
 *
 * @param channelId {@link #NO_CHANNEL} when it is of a handling unit
 * @param level highest level that it reached
 * @param startedMicros when the first of its breaches began, of whatever level
 * @param confirmedMicros when one of them had lasted longer than its delay; its start when it held before unknown time that ended another excursion, and
 *     was still so after it
 * @param criticalMicros when it first held at the level critical; null: never
 * @param endedMicros when it was last known to hold, exclusive; null while it lasts
 * @param unknownMicros how much of the interval no reading stood for, without the time since {@code unknownSinceMicros}
 * @param unknownSinceMicros since when no reading has stood; null when one stands or it is over
 * @param unknownUntilMicros until when nothing was known after its end: that time is neither part of it nor known to be well. Null while it lasts, and when
 *     what ended it followed at once
 * @param worst most extreme value known when it was computed, in the unit of the rule's measure
 * @param handlingUnit which handling unit it is of; null when it is of a channel
 */
public record Excursion(
        int channelId,
        String unit,
        String slot,
        Level level,
        long startedMicros,
        long confirmedMicros,
        @Nullable Long criticalMicros,
        @Nullable Long endedMicros,
        long unknownMicros,
        @Nullable Long unknownSinceMicros,
        @Nullable Long unknownUntilMicros,
        double worst,
        @Nullable String handlingUnit) {

    /** In place of a channel. */
    public static final int NO_CHANNEL = 0;

    public Excursion {
        if ((channelId == NO_CHANNEL) == (handlingUnit == null)) {
            throw new IllegalArgumentException("excursion of channel " + channelId + " and handling unit "
                    + handlingUnit + ", expected one of both");
        }
    }

    /** Of a channel, and without unknown time after its end. */
    public Excursion(
            int channelId,
            String unit,
            String slot,
            Level level,
            long startedMicros,
            long confirmedMicros,
            @Nullable Long criticalMicros,
            @Nullable Long endedMicros,
            long unknownMicros,
            @Nullable Long unknownSinceMicros,
            double worst) {
        this(
                channelId,
                unit,
                slot,
                level,
                startedMicros,
                confirmedMicros,
                criticalMicros,
                endedMicros,
                unknownMicros,
                unknownSinceMicros,
                null,
                worst,
                null);
    }

    /** Derived from what identifies it, so that every recomputation and every redelivery names it the same. */
    public UUID id() {
        String of = handlingUnit == null ? String.valueOf(channelId) : "handling unit|" + handlingUnit + "|" + unit;
        return UUID.nameUUIDFromBytes(
                ("excursion|" + of + "|" + slot + "|" + startedMicros).getBytes(StandardCharsets.UTF_8));
    }

    public boolean open() {
        return endedMicros == null;
    }

    /** From when on it was known not to last; {@link Long#MAX_VALUE} while it does. */
    public long overMicros() {
        Long until = unknownUntilMicros == null ? endedMicros : unknownUntilMicros;
        return until == null ? Long.MAX_VALUE : until;
    }
}
