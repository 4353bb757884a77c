package io.frostproof.server.http;

import io.frostproof.store.DecisionQueries;
import io.frostproof.store.UnitQueries;
import java.time.InstantSource;
import java.util.UUID;

/** Decisions about stock. */
final class DecisionRoutes {

    private final DecisionQueries decisions;
    private final UnitQueries units;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed called after a move, so that who watches hears of it at once */
    DecisionRoutes(DecisionQueries decisions, UnitQueries units, InstantSource clock, Runnable changed) {
        this.decisions = decisions;
        this.units = units;
        this.clock = clock;
        this.changed = changed;
    }

    void register(Operations operations) {
        operations
                .on("listDecisions", this::list)
                .on("getDecision", request -> told(request.uuid()))
                .on("approveDecision", this::approve)
                .on("rejectDecision", this::reject);
    }

    private Reply list(Request request) {
        Query query = request.query();
        String unit = query.text("unit");
        if (unit != null && !units.exists(unit)) {
            throw ProblemException.notFound("unit", unit);
        }
        return Reply.page(decisions.list(query.text("state"), unit, query.page()));
    }

    private Reply told(UUID id) {
        return Reply.json(decisions.find(id).orElseThrow(() -> ProblemException.notFound("decision", id.toString())));
    }

    private Reply approve(Request request) {
        UUID id = request.uuid();
        Moves.made(
                decisions.approve(id, request.principal().name(), request.text("reason"), clock.instant()),
                "decision",
                id,
                "approved: only a proposed one can");
        changed.run();
        return told(id);
    }

    private Reply reject(Request request) {
        UUID id = request.uuid();
        Moves.made(
                decisions.reject(id, request.principal().name(), request.given("reason"), clock.instant()),
                "decision",
                id,
                "rejected: only a proposed one can");
        changed.run();
        return told(id);
    }
}
