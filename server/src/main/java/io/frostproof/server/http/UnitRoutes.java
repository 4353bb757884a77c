package io.frostproof.server.http;

import io.frostproof.audit.UnitLogCsv;
import io.frostproof.audit.UnitLogSource;
import io.frostproof.store.UnitQueries;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/units", Set.of("limit"), this::list),
                Endpoint.get("/api/v1/units/:id", Set.of(), this::one),
                Endpoint.get("/api/v1/units/:id/log.csv", Set.of("from", "to"), this::log)
                        .asHeavy());
    }

    private Reply list(Request request) {
        int limit = request.query().limit();
        request.query().check();
        return Reply.items(units.list(limit));
    }

    private Reply one(Request request) {
        String id = request.id("unit");
        return Reply.json(units.find(id, clock.instant()).orElseThrow(() -> ProblemException.notFound("unit", id)));
    }

    private Reply log(Request request) {
        String id = request.id("unit");
        Query query = request.query();
        Instant from = query.requiredInstant("from");
        Instant to = query.requiredInstant("to");
        query.ordered(from, to);
        query.check();
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
