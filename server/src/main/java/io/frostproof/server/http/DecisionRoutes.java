package io.frostproof.server.http;

import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.store.DecisionQueries;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Decisions about stock. */
final class DecisionRoutes {

    private static final List<String> STATES =
            Arrays.stream(DecisionState.values()).map(DecisionState::id).toList();

    private final DecisionQueries decisions;
    private final InstantSource clock;

    DecisionRoutes(DecisionQueries decisions, InstantSource clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/decisions", Set.of("state", "limit"), this::list),
                Endpoint.get("/api/v1/decisions/:id", Set.of(), request -> told(request.uuid("decision"))),
                Endpoint.post("/api/v1/decisions/:id/approve", this::approve),
                Endpoint.post("/api/v1/decisions/:id/reject", this::reject));
    }

    private Reply list(Request request) {
        String state = request.query().oneOf("state", STATES);
        int limit = request.query().limit();
        request.query().check();
        return Reply.items(decisions
                .list(state, null, io.frostproof.store.PageRequest.first(limit))
                .items());
    }

    private Reply told(UUID id) {
        return Reply.json(decisions.find(id).orElseThrow(() -> ProblemException.notFound("decision", id.toString())));
    }

    private Reply approve(Request request) {
        UUID id = request.uuid("decision");
        Map<String, String> fields = request.fields(Set.of(), Set.of("reason"));
        Moves.made(
                decisions.approve(id, request.principal().name(), fields.get("reason"), clock.instant()),
                "decision",
                id,
                "approved: only a proposed one can");
        return told(id);
    }

    private Reply reject(Request request) {
        UUID id = request.uuid("decision");
        Map<String, String> fields = request.fields(Set.of("reason"), Set.of());
        Moves.made(
                decisions.reject(
                        id, request.principal().name(), Objects.requireNonNull(fields.get("reason")), clock.instant()),
                "decision",
                id,
                "rejected: only a proposed one can");
        return told(id);
    }
}
