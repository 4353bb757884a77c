package io.frostproof.server.http;

import io.frostproof.store.IncidentQueries;
import io.frostproof.store.Page;
import io.frostproof.store.UnitQueries;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Excursions and incidents, and what people do with incidents. */
final class IncidentRoutes {

    private final IncidentQueries incidents;
    private final UnitQueries units;
    private final InstantSource clock;

    IncidentRoutes(IncidentQueries incidents, UnitQueries units, InstantSource clock) {
        this.incidents = incidents;
        this.units = units;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on("listExcursions", this::excursions)
                .on("listIncidents", this::list)
                .on("getIncident", request -> told(request.uuid()))
                .on("acknowledgeIncident", this::acknowledge)
                .on("resolveIncident", this::resolve);
    }

    private Reply excursions(Request request) {
        Query query = request.query();
        return Reply.page(new Page<>(
                incidents.excursions(
                        unit(query),
                        query.given("state").equals("open"),
                        query.page().limit()),
                null));
    }

    private Reply list(Request request) {
        Query query = request.query();
        List<String> states = query.texts("state");
        return Reply.page(new Page<>(
                incidents.list(
                        states.isEmpty() ? null : states.getFirst(),
                        unit(query),
                        query.page().limit()),
                null));
    }

    private @Nullable String unit(Query query) {
        String unit = query.text("unit");
        if (unit != null && !units.exists(unit)) {
            throw ProblemException.notFound("unit", unit);
        }
        return unit;
    }

    private Reply told(UUID id) {
        return Reply.json(incidents.find(id).orElseThrow(() -> ProblemException.notFound("incident", id.toString())));
    }

    private Reply acknowledge(Request request) {
        UUID id = request.uuid();
        Moves.made(
                incidents.acknowledge(id, request.principal().name(), clock.instant()),
                "incident",
                id,
                "acknowledged: only an open one can");
        return told(id);
    }

    private Reply resolve(Request request) {
        UUID id = request.uuid();
        Moves.made(
                incidents.resolve(id, request.principal().name(), request.given("cause"), clock.instant()),
                "incident",
                id,
                "resolved: only an acknowledged or recovered one can");
        return told(id);
    }
}
