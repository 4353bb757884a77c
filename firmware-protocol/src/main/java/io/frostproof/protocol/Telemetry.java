package io.frostproof.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One telemetry message.
 *
 * @param id null when the device numbers nothing (foreign devices)
 * @param samples at least one, unless every reading of the message was rejected
 */
public record Telemetry(@Nullable MessageId id, List<Sample> samples) {
    public Telemetry {
        samples = List.copyOf(samples);
    }
}
