package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.access.Principal;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.DecisionQueries;
import io.frostproof.store.Move;
import io.frostproof.store.UnitQueries;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decisions about stock. */
final class DecisionRoutes {

    private final DecisionQueries decisions;
    private final DecisionLog log;
    private final UnitQueries units;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed called after a move, so that who watches hears of it at once */
    DecisionRoutes(
            DecisionQueries decisions, DecisionLog log, UnitQueries units, InstantSource clock, Runnable changed) {
        this.decisions = decisions;
        this.log = log;
        this.units = units;
        this.clock = clock;
        this.changed = changed;
    }

    void register(Operations operations) {
        operations
                .on("listDecisions", this::list)
                .on("getDecision", request -> told(request.uuid()))
                .on("approveDecision", this::approve)
                .on("rejectDecision", this::reject)
                .on("revertDecision", this::revert);
    }

    private Reply list(Request request) {
        Query query = request.query();
        String unit = query.text("unit");
        if (unit != null && !units.exists(unit)) {
            throw ProblemException.notFound("unit", unit);
        }
        String plan = query.text("plan");
        return Reply.page(decisions.list(
                new DecisionQueries.Wanted(
                        query.text("state"),
                        unit,
                        plan == null ? null : UUID.fromString(plan),
                        query.text("disposition"),
                        Boolean.parseBoolean(query.text("mine")) ? person(request) : null),
                query.page()));
    }

    static DecisionLog.Person person(Request request) {
        Principal principal = request.principal();
        return new DecisionLog.Person(principal.name(), principal.role().id());
    }

    /** Null when none were given. */
    private static @Nullable List<String> handlingUnits(Request request) {
        JsonNode given = request.body().path("handling_units");
        if (!given.isArray()) {
            return null;
        }
        var all = new ArrayList<String>();
        given.forEach(one -> all.add(one.asText()));
        return all;
    }

    private Reply told(UUID id) {
        return Reply.json(decisions.find(id).orElseThrow(() -> ProblemException.notFound("decision", id.toString())));
    }

    private Reply approve(Request request) {
        UUID id = request.uuid();
        return moved(
                log.approve(id, person(request), request.text("reason"), handlingUnits(request), clock.instant()),
                id,
                id,
                "approved: only a proposed one can");
    }

    private Reply reject(Request request) {
        UUID id = request.uuid();
        return moved(
                log.reject(id, person(request), request.given("reason"), handlingUnits(request), clock.instant()),
                id,
                id,
                "rejected: only a proposed one can");
    }

    private Reply revert(Request request) {
        UUID id = request.uuid();
        DecisionLog.Reversal reversal =
                log.revert(id, person(request), request.given("reason"), handlingUnits(request), clock.instant());
        return moved(reversal.move(), id, reversal.decision(), "reverted: only an approved one can");
    }

    private Reply moved(Move move, UUID id, UUID answered, String verb) {
        Moves.made(move, "decision", id, verb);
        changed.run();
        return told(answered);
    }
}
