package io.frostproof.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.frostproof.store.ReadingQueries;
import io.frostproof.store.ReadingQueries.ChannelPath;
import io.frostproof.store.UnitQueries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Readings of the log, and the checksum over those of a channel. */
final class ReadingRoutes {

    private static final int LIMIT_OTHERWISE = 100;

    private final ReadingQueries readings;
    private final UnitQueries units;

    ReadingRoutes(ReadingQueries readings, UnitQueries units) {
        this.readings = readings;
        this.units = units;
    }

    void register(Operations operations) {
        operations.on("listReadings", this::list).on("checksumReadings", this::checksum);
    }

    private Reply list(Request request) {
        Query query = request.query();
        String unit = query.text("unit");
        ChannelPath channel = query.channel("channel");
        if ((unit == null) == (channel == null)) {
            throw ProblemException.wrong("unit", unit, "either unit or channel");
        }
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        query.ordered();
        int limit = query.integerIfGiven("limit").orElse(LIMIT_OTHERWISE);
        known(unit, channel);
        var filter = new ReadingQueries.Filter(unit, channel, from, to, limit);
        return new Reply.Streamed("application/json", Map.of(), out -> write(filter, out));
    }

    private void known(@Nullable String unit, @Nullable ChannelPath channel) {
        if (unit != null && !units.exists(unit)) {
            throw ProblemException.notFound("unit", unit);
        }
        if (channel != null && !readings.exists(channel)) {
            throw ProblemException.notFound("channel", channel.toString());
        }
    }

    private void write(ReadingQueries.Filter filter, Writer out) throws IOException {
        try (JsonGenerator json = ApiJson.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            readings.each(filter, row -> {
                try {
                    json.writePOJO(row);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private Reply checksum(Request request) {
        ChannelPath channel = request.query().givenChannel("channel");
        return Reply.json(
                readings.checksum(channel).orElseThrow(() -> ProblemException.notFound("channel", channel.toString())));
    }
}
