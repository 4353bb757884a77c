package io.frostproof.ingest.intake;

import io.frostproof.protocol.MessageId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One value of one channel at one instant, ready to be stored. Its key is (channel, time).
 *
 * @param timeMicros event time, microseconds since 1970, UTC
 * @param value canonical unit of the channel's quantity
 * @param receivedMicros server time of reception
 * @param boot boot of the message that brought it, or {@link #UNNUMBERED}
 * @param seq sequence of the message that brought it, or {@link #UNNUMBERED}
 */
public record Reading(
        int channelId, long timeMicros, double value, short quality, long receivedMicros, long boot, long seq) {

    /** Boot and sequence of readings from devices that number nothing. */
    public static final long UNNUMBERED = -1;

    /** The device's own time and value. */
    public static final short GOOD = 0;

    /** The device sent no time; its time is that of reception. */
    public static final short RECEPTION_TIME = 1;

    /** Who keeps a key that several values claim: the greatest. It does not depend on arrival. */
    public static final Comparator<Reading> CLAIM = Comparator.comparingLong(Reading::boot)
            .thenComparingLong(Reading::seq)
            .thenComparingDouble(Reading::value);

    static long bootOf(@Nullable MessageId id) {
        return id == null ? UNNUMBERED : id.boot();
    }

    static long seqOf(@Nullable MessageId id) {
        return id == null ? UNNUMBERED : id.seq();
    }
}
