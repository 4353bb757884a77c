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

    private JsonTelemetryEncoder() {}

    /**
     * The payload for {@code telemetry}.
     *
     * @throws IllegalArgumentException when a decoder would have to refuse it: no or too many samples, a value that is
     *     not finite, a channel that is no id, a time outside the years 1 to 9999, or a payload beyond the size limit
     */
    public static byte[] encode(Telemetry telemetry) {
        return TelemetryEncoder.encode(telemetry, Form.JSON, null);
    }

    /** As {@link #encode}, for samples whose number, channels and values have been checked. */
    static byte[] write(Telemetry telemetry) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(64 + 48 * telemetry.samples().size());
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
        if (telemetry.nextSeconds() != 0) {
            json.writeNumberField("next_s", telemetry.nextSeconds());
        }
        if (telemetry.sinceStart()) {
            json.writeNumberField("up", telemetry.upMillis());
        }
        json.writeArrayFieldStart("readings");
        for (Sample sample : telemetry.samples()) {
            write(json, sample, telemetry.sinceStart());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Sample sample, boolean sinceStart) throws IOException {
        json.writeStartObject();
        json.writeStringField("ch", sample.channel());
        if (sample.timeMicros() != Sample.NO_TIME) {
            if (sinceStart) {
                writeUp(json, sample);
            } else {
                writeTime(json, sample);
            }
        }
        json.writeNumberField("v", sample.value());
        Unit unit = sample.unit();
        if (unit != null) {
            json.writeStringField("u", unit.ucum());
        }
        if ((sample.quality() & Quality.KNOWN) != 0) {
            json.writeArrayFieldStart("q");
            for (String word : Quality.words(sample.quality())) {
                json.writeString(word);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeUp(JsonGenerator json, Sample sample) throws IOException {
        long micros = sample.timeMicros();
        long millis = micros / Timestamps.MICROS_PER_MILLI;
        if (micros < 0 || micros % Timestamps.MICROS_PER_MILLI != 0 || millis > Timestamps.MAX_MILLIS) {
            throw new IllegalArgumentException("channel " + sample.channel() + ": " + micros
                    + " us since start, expected whole milliseconds from 0 to " + Timestamps.MAX_MILLIS);
        }
        json.writeNumberField("up", millis);
    }

    private static void writeTime(JsonGenerator json, Sample sample) throws IOException {
        long micros = sample.timeMicros();
        if (!Timestamps.inRange(micros)) {
            throw new IllegalArgumentException(
                    "channel " + sample.channel() + ": time " + micros + " us since 1970, expected years 0001 to 9999");
        }
        if (micros % Timestamps.MICROS_PER_MILLI == 0) {
            json.writeNumberField("t", micros / Timestamps.MICROS_PER_MILLI);
        } else {
            json.writeStringField("t", Timestamps.formatIso(micros));
        }
    }
}
