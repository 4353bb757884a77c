package io.frostproof.server.http;

import io.frostproof.audit.UnitLogCsv;
import io.frostproof.audit.UnitLogSource;
import io.frostproof.store.UnitQueries;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Units, and their temperature log. */
final class UnitRoutes {

    private final UnitQueries units;
    private final UnitLogSource log;
    private final InstantSource clock;

    UnitRoutes(UnitQueries units, UnitLogSource log, InstantSource clock) {
        this.units = units;
        this.log = log;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations.on("listUnits", this::list).on("getUnit", this::one).on("unitLog", this::log);
    }

    private Reply list(Request request) {
        Query query = request.query();
        return Reply.page(units.list(query.text("region"), query.text("node"), query.page()));
    }

    private Reply one(Request request) {
        String id = request.id();
        return Reply.json(units.find(id, clock.instant()).orElseThrow(() -> ProblemException.notFound("unit", id)));
    }

    private Reply log(Request request) {
        String id = request.id();
        Query query = request.query();
        Instant from = query.givenInstant("from");
        Instant to = query.givenInstant("to");
        query.ordered();
        return new Reply.Streamed(
                "text/csv; charset=utf-8",
                Map.of("Content-Disposition", "attachment; filename=\"" + fileName(id, from, to) + "\""),
                out -> {
                    boolean found = log.read(
                            id,
                            micros(from),
                            micros(to),
                            view -> UnitLogCsv.write(view, from, to, clock.instant(), out));
                    if (!found) {
                        throw ProblemException.notFound("unit", id);
                    }
                });
    }

    /** Identifiers need no escaping, and what is none shall not get into a header. */
    private static String fileName(String id, Instant from, Instant to) {
        return (id + "_" + from + "_" + to).replaceAll("[^A-Za-z0-9._-]", "") + ".csv";
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
