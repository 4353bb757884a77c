package io.frostproof.ingest.intake;

import io.frostproof.protocol.MessageId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One value of one channel at one instant, ready to be stored. Its key is (channel, time).
 *
 * @param timeMicros event time, microseconds since 1970, UTC
 * @param value canonical unit of the channel's quantity
 * @param quality {@link #GOOD}, or a sum of the others
 * @param receivedMicros server time of reception
 * @param boot boot of the message that brought it, or {@link #UNNUMBERED}
 * @param seq sequence of the message that brought it, or {@link #UNNUMBERED}
 */
public record Reading(
        int channelId, long timeMicros, double value, short quality, long receivedMicros, long boot, long seq) {

    /** Boot and sequence of readings from devices that number nothing. */
    public static final long UNNUMBERED = -1;

    /** The device's own time and value, taken because it was time. */
    public static final short GOOD = 0;

    /** The device sent no time; its time is that of reception. */
    public static final short RECEPTION_TIME = 1;

    /** The device itself doubts its clock. */
    public static final short CLOCK_DOUBTED = 2;

    /** Taken because something happened. */
    public static final short EDGE = 4;

    /** The device has no clock; its time was counted from its start, see {@link BootClocks}. */
    public static final short COUNTED_TIME = 8;

    /** Who keeps a key that several values claim: the greatest. It does not depend on arrival. */
    public static final Comparator<Reading> CLAIM = Comparator.comparingLong(Reading::boot)
            .thenComparingLong(Reading::seq)
            .thenComparingDouble(Reading::value);

    /** Whether its time is that of reception. */
    public boolean timeless() {
        return (quality & RECEPTION_TIME) != 0;
    }

    static long bootOf(@Nullable MessageId id) {
        return id == null ? UNNUMBERED : id.boot();
    }

    static long seqOf(@Nullable MessageId id) {
        return id == null ? UNNUMBERED : id.seq();
    }
}
