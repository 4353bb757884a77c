package io.frostproof.protocol;

import java.util.Comparator;

/**
 * Where a message stands in its device's own history.
 *
 * @param boot how often the device has started, 0 to 2^32 - 1
 * @param seq number of the message within that boot, from 0, each message one more, 0 to 2^32 - 1
 */
public record MessageId(long boot, long seq) implements Comparable<MessageId> {

    /** Largest boot and sequence, 2^32 - 1. */
    public static final long MAX = 0xFFFF_FFFFL;

    private static final Comparator<MessageId> ORDER =
            Comparator.comparingLong(MessageId::boot).thenComparingLong(MessageId::seq);

    public MessageId {
        if (boot < 0 || boot > MAX || seq < 0 || seq > MAX) {
            throw new IllegalArgumentException("boot " + boot + ", seq " + seq + ": expected 0 to " + MAX);
        }
    }

    @Override
    public int compareTo(MessageId other) {
        return ORDER.compare(this, other);
    }
}
