package io.frostproof.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.protocol.Quality;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.Unit;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resolved reading as a line of JSON, with the numbers of its message; printed by {@code decode}, read by {@code encode}. */
final class ReadingLine {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReadingLine() {}

    static String print(Telemetry telemetry, Sample sample) {
        ObjectNode line = MAPPER.createObjectNode();
        var id = telemetry.id();
        line.put("boot", id == null ? null : id.boot());
        line.put("seq", id == null ? null : id.seq());
        if (telemetry.nextSeconds() != 0) {
            line.put("next_s", telemetry.nextSeconds());
        }
        if (telemetry.sinceStart()) {
            line.put("up_ms", telemetry.upMillis());
        }
        line.put("ch", sample.channel());
        boolean timeless = sample.timeMicros() == Sample.NO_TIME;
        Long micros = timeless ? null : Long.valueOf(sample.timeMicros());
        if (telemetry.sinceStart()) {
            line.put("up_us", micros);
        } else {
            line.put("time", timeless ? null : instant(sample.timeMicros()).toString());
            line.put("time_us", micros);
        }
        line.put("value", sample.value());
        Unit unit = sample.unit();
        line.put("unit", unit == null ? null : unit.ucum());
        ArrayNode quality = line.putArray("quality");
        Quality.words(sample.quality()).forEach(quality::add);
        return line.toString();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The readings of one message, and what their lines say about it. */
    record Readings(
            List<Sample> samples,
            @Nullable Long boot,
            @Nullable Long seq,
            @Nullable Long upMillis,
            int nextSeconds,
            boolean sinceStart) {}

    /** Throws {@link IllegalArgumentException} for what is not a reading, with line and field. */
    static Readings parse(String text) {
        List<Sample> samples = new ArrayList<>();
        Long boot = null;
        Long seq = null;
        Long up = null;
        int next = 0;
        boolean sinceStart = false;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String where = "line " + number;
            JsonNode node = node(line, where);
            if (samples.isEmpty()) {
                boot = integer(node, "boot", where);
                seq = integer(node, "seq", where);
                up = integer(node, "up_ms", where);
                Long seconds = integer(node, "next_s", where);
                next = seconds == null ? 0 : Math.toIntExact(seconds);
                sinceStart = node.hasNonNull("up_us");
            } else if (node.hasNonNull("up_us") != sinceStart) {
                throw wrong(where, "up_us", node.get("up_us"), "in every line or in none");
            }
            samples.add(sample(node, where));
        }
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("readings: none, expected a JSON object a line");
        }
        return new Readings(samples, boot, seq, up, next, sinceStart);
    }

    private static JsonNode node(String line, String where) {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(where + ": " + e.getOriginalMessage() + ", expected a JSON object", e);
        }
        throw new IllegalArgumentException(where + ": " + line + ", expected a JSON object");
    }

    private static Sample sample(JsonNode node, String where) {
        JsonNode channel = node.path("ch");
        if (!channel.isTextual()) {
            throw wrong(where, "ch", channel, "the id of a channel");
        }
        JsonNode value = node.path("value");
        if (!value.isNumber()) {
            throw wrong(where, "value", value, "a number");
        }
        Unit unit = null;
        if (node.hasNonNull("unit")) {
            unit = Unit.ofUcum(node.get("unit").asText());
            if (unit == null) {
                throw wrong(where, "unit", node.get("unit"), "Cel, [degF], K, %, V, mV or 1");
            }
        }
        int quality = 0;
        for (JsonNode word : node.path("quality")) {
            int bit = Quality.ofWord(word.asText());
            if (bit == 0) {
                throw wrong(where, "quality", word, "clock, fault or edge");
            }
            quality |= bit;
        }
        return new Sample(channel.asText(), time(node, where), value.doubleValue(), quality, unit);
    }

    private static long time(JsonNode node, String where) {
        Long up = integer(node, "up_us", where);
        Long micros = up == null ? integer(node, "time_us", where) : up;
        if (micros != null) {
            return micros;
        }
        if (!node.hasNonNull("time")) {
            return Sample.NO_TIME;
        }
        try {
            return ChronoUnit.MICROS.between(
                    Instant.EPOCH, Instant.parse(node.get("time").asText()));
        } catch (DateTimeParseException e) {
            throw wrong(where, "time", node.get("time"), "ISO 8601 with Z");
        }
    }

    private static @Nullable Long integer(JsonNode node, String field, String where) {
        if (!node.hasNonNull(field)) {
            return null;
        }
        JsonNode value = node.get(field);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw wrong(where, field, value, "an integer");
        }
        return value.longValue();
    }

    private static IllegalArgumentException wrong(String where, String field, @Nullable JsonNode was, String expected) {
        String shown = was == null || was.isMissingNode() ? "missing" : was.toString();
        return new IllegalArgumentException(where + ": " + field + " was " + shown + ", expected " + expected);
    }
}
