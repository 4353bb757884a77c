package io.frostproof.simulator.load;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much, how long and how fast.
 *
 * @param messages at most so many
 * @param atMost no new ones after this
 * @param perSecond the pace; 0 publishes as fast as the broker acknowledges
 * @param allowed how many messages of this run may have been published at this moment, asked often: this is how somebody who watches
 *     the other end keeps what is on its way bounded. Must not block
 */
public record LoadRun(long messages, Duration atMost, double perSecond, LongSupplier allowed) {

    public LoadRun {
        if (messages < 1 || atMost.isNegative() || !(perSecond >= 0)) {
            throw new IllegalArgumentException("messages " + messages + ", time " + atMost + ", pace " + perSecond
                    + ": expected at least one message, and neither a negative time nor a negative pace");
        }
    }

    /** So many messages, as fast as the broker acknowledges. */
    public static LoadRun of(long messages) {
        return new LoadRun(messages, Duration.ofDays(1), 0, () -> Long.MAX_VALUE);
    }
}
