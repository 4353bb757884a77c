package io.frostproof.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.frostproof.store.ReadingQueries;
import io.frostproof.store.ReadingQueries.ChannelPath;
import io.frostproof.store.UnitQueries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Readings of the log, and the checksum over those of a channel. */
final class ReadingRoutes {

    private final ReadingQueries readings;
    private final UnitQueries units;

    ReadingRoutes(ReadingQueries readings, UnitQueries units) {
        this.readings = readings;
        this.units = units;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/readings", Set.of("unit", "channel", "from", "to", "limit"), this::list),
                Endpoint.get("/api/v1/readings/checksum", Set.of("channel"), this::checksum)
                        .asHeavy());
    }

    private Reply list(Request request) {
        Query query = request.query();
        String unit = query.text("unit");
        ChannelPath channel = query.channel("channel");
        if ((unit == null) == (query.text("channel") == null)) {
            query.wrong("unit", unit, "either unit or channel");
        }
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        query.ordered(from, to);
        int limit = query.limit();
        query.check();
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
        Query query = request.query();
        ChannelPath channel = query.channel("channel");
        if (query.text("channel") == null) {
            query.wrong("channel", null, "DEVICE/CHANNEL");
        }
        query.check();
        if (channel == null) {
            throw new IllegalStateException("checked");
        }
        return Reply.json(
                readings.checksum(channel).orElseThrow(() -> ProblemException.notFound("channel", channel.toString())));
    }
}
