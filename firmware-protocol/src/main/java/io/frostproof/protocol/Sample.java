package io.frostproof.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One value of one channel at one instant, as a device sent it.
 *
 * @param channel id of the channel within the device
 * @param timeMicros microseconds since 1970-01-01T00:00:00Z by the device's clock, or since the device's start where
 *     {@link Telemetry#upMillis} says so, or {@link #NO_TIME}
 * @param value finite; in {@code unit}. Means nothing with {@link Quality#FAULT}
 * @param quality bits of {@link Quality}; 0 is a good reading
 * @param unit null when the device did not say: the unit that the network declares for the channel
 */
public record Sample(
        String channel,
        long timeMicros,
        double value,
        int quality,
        @Nullable Unit unit) {

    /** The device sent no time; the server takes the time of reception. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** A good reading in the declared unit. */
    public Sample(String channel, long timeMicros, double value) {
        this(channel, timeMicros, value, 0, null);
    }
}
