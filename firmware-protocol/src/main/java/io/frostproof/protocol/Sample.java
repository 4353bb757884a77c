package io.frostproof.protocol;

/**
 * One value of one channel at one instant, as a device sent it.
 *
 * @param channel id of the channel within the device
 * @param timeMicros microseconds since 1970-01-01T00:00:00Z by the device's clock, or {@link #NO_TIME}
 * @param value in the channel's declared unit, finite
 */
public record Sample(String channel, long timeMicros, double value) {

    /** The device sent no time; the server takes the time of reception. */
    public static final long NO_TIME = Long.MIN_VALUE;
}
