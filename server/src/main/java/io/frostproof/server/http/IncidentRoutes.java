package io.frostproof.server.http;

import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.store.IncidentQueries;
import io.frostproof.store.UnitQueries;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Excursions and incidents, and what people do with incidents. */
final class IncidentRoutes {

    private static final List<String> STATES =
            Arrays.stream(IncidentState.values()).map(IncidentState::id).toList();

    private final IncidentQueries incidents;
    private final UnitQueries units;
    private final InstantSource clock;

    IncidentRoutes(IncidentQueries incidents, UnitQueries units, InstantSource clock) {
        this.incidents = incidents;
        this.units = units;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/excursions", Set.of("unit", "state", "limit"), this::excursions),
                Endpoint.get("/api/v1/incidents", Set.of("unit", "state", "limit"), this::list),
                Endpoint.get("/api/v1/incidents/:id", Set.of(), this::one),
                Endpoint.post("/api/v1/incidents/:id/acknowledge", this::acknowledge),
                Endpoint.post("/api/v1/incidents/:id/resolve", this::resolve));
    }

    private Reply excursions(Request request) {
        Query query = request.query();
        String state = query.oneOf("state", List.of("open", "all"));
        int limit = query.limit();
        query.check();
        return Reply.items(incidents
                .excursions(unit(query), "open".equals(state), io.frostproof.store.PageRequest.first(limit))
                .items());
    }

    private Reply list(Request request) {
        Query query = request.query();
        String state = query.oneOf("state", STATES);
        int limit = query.limit();
        query.check();
        return Reply.items(incidents
                .list(
                        new IncidentQueries.Wanted(state == null ? List.of() : List.of(state), unit(query), null, null),
                        io.frostproof.store.PageRequest.first(limit))
                .items());
    }

    private @Nullable String unit(Query query) {
        String unit = query.text("unit");
        if (unit != null && !units.exists(unit)) {
            throw ProblemException.notFound("unit", unit);
        }
        return unit;
    }

    private Reply one(Request request) {
        return told(request.uuid("incident"));
    }

    private Reply told(UUID id) {
        return Reply.json(incidents.find(id).orElseThrow(() -> ProblemException.notFound("incident", id.toString())));
    }

    private Reply acknowledge(Request request) {
        UUID id = request.uuid("incident");
        request.fields(Set.of(), Set.of());
        Moves.made(
                incidents.acknowledge(id, request.principal().name(), clock.instant()),
                "incident",
                id,
                "acknowledged: only an open one can");
        return told(id);
    }

    private Reply resolve(Request request) {
        UUID id = request.uuid("incident");
        Map<String, String> fields = request.fields(Set.of("cause"), Set.of());
        Moves.made(
                incidents.resolve(
                        id, request.principal().name(), Objects.requireNonNull(fields.get("cause")), clock.instant()),
                "incident",
                id,
                "resolved: only an acknowledged or recovered one can");
        return told(id);
    }
}
