package io.frostproof.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One telemetry message.
 *
 * @param id null when the device numbers nothing (foreign devices)
 * @param samples at least one, unless every reading of the message was rejected
 * @param upMillis {@link #NO_UP}: the times of the samples are since 1970. Otherwise they are since the device's start, and
 *     this is how many milliseconds it had been running when it sent the message, 0 to 253402300799999
 * @param nextSeconds the device will report again within so many seconds, 1 to {@value #MAX_NEXT_SECONDS}; 0: not said
 */
public record Telemetry(@Nullable MessageId id, List<Sample> samples, long upMillis, int nextSeconds) {

    /** The device knows the time, so it did not say how long it has been running. */
    public static final long NO_UP = -1;

    /** 31 days. */
    public static final int MAX_NEXT_SECONDS = 2_678_400;

    public Telemetry {
        samples = samples instanceof SampleList ? samples : List.copyOf(samples);
        if (upMillis != NO_UP && (upMillis < 0 || upMillis > Timestamps.MAX_MILLIS)) {
            throw new IllegalArgumentException("upMillis " + upMillis + ": expected 0 to " + Timestamps.MAX_MILLIS
                    + ", or " + NO_UP + " for none");
        }
        if (nextSeconds < 0 || nextSeconds > MAX_NEXT_SECONDS) {
            throw new IllegalArgumentException(
                    "nextSeconds " + nextSeconds + ": expected 1 to " + MAX_NEXT_SECONDS + ", or 0 for none");
        }
    }

    /** A message of a device that knows the time and does not say when it comes again. */
    public Telemetry(@Nullable MessageId id, List<Sample> samples) {
        this(id, samples, NO_UP, 0);
    }

    /** Whether the times of the samples are since the device's start. */
    public boolean sinceStart() {
        return upMillis != NO_UP;
    }
}
