package io.frostproof.server.http;

import io.frostproof.store.DecisionQueries;
import io.frostproof.store.Page;
import java.time.InstantSource;
import java.util.UUID;

/** Decisions about stock. */
final class DecisionRoutes {

    private final DecisionQueries decisions;
    private final InstantSource clock;

    DecisionRoutes(DecisionQueries decisions, InstantSource clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on("listDecisions", this::list)
                .on("getDecision", request -> told(request.uuid()))
                .on("approveDecision", this::approve)
                .on("rejectDecision", this::reject);
    }

    private Reply list(Request request) {
        return Reply.page(new Page<>(
                decisions.list(
                        request.query().text("state"), request.query().page().limit()),
                null));
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
        return told(id);
    }

    private Reply reject(Request request) {
        UUID id = request.uuid();
        Moves.made(
                decisions.reject(id, request.principal().name(), request.given("reason"), clock.instant()),
                "decision",
                id,
                "rejected: only a proposed one can");
        return told(id);
    }
}
