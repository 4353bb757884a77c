package io.frostproof.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.frostproof.store.ReadingQueries;
import io.frostproof.store.ReadingQueries.ChannelPath;
import io.frostproof.store.ReadingStream;
import io.frostproof.store.UnitQueries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Readings of the log, and the checksum over those of a channel. */
final class ReadingRoutes {

    /** When the range is open at an end; a closed one is answered whole. */
    private static final int LIMIT_OTHERWISE = 100;

    private static final Map<String, Duration> RESOLUTIONS = Map.of(
            "1m", Duration.ofMinutes(1),
            "5m", Duration.ofMinutes(5),
            "15m", Duration.ofMinutes(15),
            "1h", Duration.ofHours(1),
            "6h", Duration.ofHours(6),
            "1d", Duration.ofDays(1));

    private final ReadingQueries readings;
    private final ReadingStream stream;
    private final UnitQueries units;

    ReadingRoutes(ReadingQueries readings, ReadingStream stream, UnitQueries units) {
        this.readings = readings;
        this.stream = stream;
        this.units = units;
    }

    void register(Operations operations) {
        operations
                .on("listReadings", this::list)
                .on("exportReadings", this::export)
                .on("checksumReadings", this::checksum);
    }

    /**
     * What is asked for.
     *
     * @param resolution null: the readings themselves
     */
    private record Asked(
            ReadingStream.Wanted wanted, @Nullable Duration resolution) {}

    private Asked asked(Query query) {
        String unit = query.text("unit");
        ChannelPath channel = query.channel("channel");
        if ((unit == null) == (channel == null)) {
            throw ProblemException.wrong("unit", unit, "either unit or channel");
        }
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        query.ordered();
        int limit =
                query.integerIfGiven("limit").orElse(from != null && to != null ? Integer.MAX_VALUE : LIMIT_OTHERWISE);
        if (unit != null && !units.exists(unit)) {
            throw ProblemException.notFound("unit", unit);
        }
        if (channel != null && !readings.exists(channel)) {
            throw ProblemException.notFound("channel", channel.toString());
        }
        boolean descending = query.given("order").equals("desc");
        return new Asked(
                new ReadingStream.Wanted(unit, channel, from, to, descending, limit),
                RESOLUTIONS.get(query.given("resolution")));
    }

    private Reply list(Request request) {
        Asked asked = asked(request.query());
        return new Reply.Streamed("application/json", Map.of(), out -> json(asked, out));
    }

    private void json(Asked asked, Writer out) throws IOException {
        try (JsonGenerator json = ApiJson.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            if (asked.resolution() == null) {
                stream.each(asked.wanted(), row -> item(json, row));
            } else {
                stream.eachBucket(asked.wanted(), asked.resolution(), bucket -> item(json, bucket));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void item(JsonGenerator json, Object item) {
        try {
            json.writePOJO(item);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply export(Request request) {
        Asked asked = asked(request.query());
        return new Reply.Streamed(
                "text/csv; charset=utf-8; header=present",
                Map.of("Content-Disposition", "attachment; filename=\"readings.csv\""),
                out -> {
                    var csv = new ReadingsCsv(out);
                    if (asked.resolution() == null) {
                        csv.readingHead();
                        stream.each(asked.wanted(), csv::reading);
                    } else {
                        csv.bucketHead();
                        stream.eachBucket(asked.wanted(), asked.resolution(), csv::bucket);
                    }
                });
    }

    private Reply checksum(Request request) {
        ChannelPath channel = request.query().givenChannel("channel");
        return Reply.json(
                readings.checksum(channel).orElseThrow(() -> ProblemException.notFound("channel", channel.toString())));
    }
}
