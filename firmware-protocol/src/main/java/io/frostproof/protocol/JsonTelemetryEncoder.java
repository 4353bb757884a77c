package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes the JSON form of a telemetry message, such that {@link JsonTelemetryDecoder} reads back what was written. A time
 * is written as milliseconds where that is exact, and as ISO 8601 with microseconds where it is not. Stateless, safe
 * from any thread.
 */
public final class JsonTelemetryEncoder {

    private static final int MICROS_PER_MILLI = 1000;

    private JsonTelemetryEncoder() {}

    /**
     * The payload for {@code telemetry}.
     *
     * @throws IllegalArgumentException when a decoder would have to refuse it: no or too many samples, a value that is
     *     not finite, a channel that is no id, a time outside the years 1 to 9999, or a payload beyond the size limit
     */
    public static byte[] encode(Telemetry telemetry) {
        int count = telemetry.samples().size();
        if (count == 0 || count > JsonTelemetryDecoder.MAX_READINGS) {
            throw new IllegalArgumentException(
                    "samples: " + count + ", expected 1 to " + JsonTelemetryDecoder.MAX_READINGS);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 + 48 * count);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            write(json, telemetry);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        if (out.size() > JsonTelemetryDecoder.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "payload: " + out.size() + " bytes, expected at most " + JsonTelemetryDecoder.MAX_PAYLOAD_BYTES);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Telemetry telemetry) throws IOException {
        json.writeStartObject();
        MessageId id = telemetry.id();
        if (id != null) {
            json.writeNumberField("boot", id.boot());
            json.writeNumberField("seq", id.seq());
        }
        json.writeArrayFieldStart("readings");
        for (Sample sample : telemetry.samples()) {
            write(json, sample);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Sample sample) throws IOException {
        Ids.require("channel", sample.channel());
        if (!Double.isFinite(sample.value())) {
            throw new IllegalArgumentException(
                    "channel " + sample.channel() + ": value " + sample.value() + ", expected a finite number");
        }
        json.writeStartObject();
        json.writeStringField("ch", sample.channel());
        if (sample.timeMicros() != Sample.NO_TIME) {
            writeTime(json, sample);
        }
        json.writeNumberField("v", sample.value());
        json.writeEndObject();
    }

    private static void writeTime(JsonGenerator json, Sample sample) throws IOException {
        long micros = sample.timeMicros();
        if (!Timestamps.inRange(micros)) {
            throw new IllegalArgumentException(
                    "channel " + sample.channel() + ": time " + micros + " us since 1970, expected years 0001 to 9999");
        }
        if (micros % MICROS_PER_MILLI == 0) {
            json.writeNumberField("t", micros / MICROS_PER_MILLI);
        } else {
            json.writeStringField("t", Timestamps.formatIso(micros));
        }
    }
}
