package io.frostproof.protocol;

import org.jspecify.annotations.Nullable;

/** Writes a telemetry message, such that {@link TelemetryDecoder} reads back what was written. Stateless, safe from any thread. */
public final class TelemetryEncoder {

    private TelemetryEncoder() {}

    /**
     * The payload for {@code telemetry}. A frame keeps the order of readings within a channel, and puts those of a channel
     * beside each other.
     *
     * @param key of the device, to sign with; only for frames
     * @throws IllegalArgumentException when a decoder would have to refuse it (no or too many samples, a value that is not
     *     finite, a channel that is no id, a time out of range, a payload beyond the size limit), or when the form
     *     cannot say it: JSON has no signature; a frame has neither readings without time, nor messages without id, nor
     *     parts of milliseconds, nor times before 1970, nor more than 255 channels
     */
    public static byte[] encode(Telemetry telemetry, Form form, @Nullable DeviceKey key) {
        if (form == Form.JSON && key != null) {
            throw new IllegalArgumentException("form: JSON, expected BINARY, as JSON cannot be signed");
        }
        int count = telemetry.samples().size();
        if (count == 0 || count > JsonTelemetryDecoder.MAX_READINGS) {
            throw new IllegalArgumentException(
                    "samples: " + count + ", expected 1 to " + JsonTelemetryDecoder.MAX_READINGS);
        }
        for (Sample sample : telemetry.samples()) {
            Ids.require("channel", sample.channel());
            if (!Double.isFinite(sample.value())) {
                throw new IllegalArgumentException(
                        "channel " + sample.channel() + ": value " + sample.value() + ", expected a finite number");
            }
        }
        return switch (form) {
            case JSON -> JsonTelemetryEncoder.write(telemetry);
            case BINARY -> BinaryTelemetryEncoder.encode(telemetry, key);
        };
    }
}
