package io.frostproof.server.http;

import io.frostproof.store.IncidentQueries;
import io.frostproof.store.UnitQueries;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Excursions and incidents, and what people do with incidents. */
final class IncidentRoutes {

    private final IncidentQueries incidents;
    private final UnitQueries units;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed called after a move, so that who watches hears of it at once */
    IncidentRoutes(IncidentQueries incidents, UnitQueries units, InstantSource clock, Runnable changed) {
        this.incidents = incidents;
        this.units = units;
        this.clock = clock;
        this.changed = changed;
    }

    void register(Operations operations) {
        operations
                .on("listExcursions", this::excursions)
                .on("listIncidents", this::list)
                .on("getIncident", request -> told(request.uuid()))
                .on("acknowledgeIncident", this::acknowledge)
                .on("assignIncident", this::assign)
                .on("resolveIncident", this::resolve);
    }

    private Reply excursions(Request request) {
        Query query = request.query();
        return Reply.page(incidents.excursions(unit(query), query.given("state").equals("open"), query.page()));
    }

    private Reply list(Request request) {
        Query query = request.query();
        var wanted =
                new IncidentQueries.Wanted(query.texts("state"), unit(query), query.text("node"), query.text("region"));
        return Reply.page(incidents.list(wanted, query.page()));
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
        changed.run();
        return told(id);
    }

    private Reply assign(Request request) {
        UUID id = request.uuid();
        String assignee = request.text("assignee");
        switch (incidents.assign(id, request.principal().name(), assignee, clock.instant())) {
            case IncidentQueries.Assignment.NoSuchUser nobody ->
                throw ProblemException.wrong("assignee", assignee, "the name of a user, or null for nobody");
            case IncidentQueries.Assignment.Moved moved ->
                Moves.made(moved.move(), "incident", id, "assigned: it is closed");
        }
        changed.run();
        return told(id);
    }

    private Reply resolve(Request request) {
        UUID id = request.uuid();
        Moves.made(
                incidents.resolve(id, request.principal().name(), request.given("cause"), clock.instant()),
                "incident",
                id,
                "resolved: only an acknowledged or recovered one can");
        changed.run();
        return told(id);
    }
}
