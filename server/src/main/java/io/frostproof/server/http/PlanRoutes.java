package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.plan.PlanRounds;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.DecisionQueries;
import io.frostproof.store.Move;
import io.frostproof.store.PlanQueries;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Plans for all affected stock. */
final class PlanRoutes {

    private final PlanQueries plans;
    private final DecisionLog decisions;
    private final PlanRounds rounds;
    private final InstantSource clock;
    private final Runnable changed;

    /** @param changed called after a move, so that who watches hears of it at once */
    PlanRoutes(PlanQueries plans, DecisionLog decisions, PlanRounds rounds, InstantSource clock, Runnable changed) {
        this.plans = plans;
        this.decisions = decisions;
        this.rounds = rounds;
        this.clock = clock;
        this.changed = changed;
    }

    void register(Operations operations) {
        operations
                .on(
                        "listPlans",
                        request -> Reply.page(plans.list(request.query().page())))
                .on("planNow", request -> Reply.json(201, found(plans.find(rounds.planNow()), "new")))
                .on("getCurrentPlan", request -> Reply.json(found(plans.current(), "current")))
                .on(
                        "getPlan",
                        request -> Reply.json(
                                found(plans.find(request.uuid()), request.uuid().toString())))
                .on("listProposals", this::proposals)
                .on("approvePlan", this::approve);
    }

    private static PlanQueries.Detail found(Optional<PlanQueries.Detail> plan, String id) {
        return plan.orElseThrow(() -> ProblemException.notFound("plan", id));
    }

    private Reply proposals(Request request) {
        UUID id = request.uuid();
        found(plans.find(id), id.toString());
        Query query = request.query();
        String decision = query.text("decision");
        return Reply.page(plans.proposals(
                id, query.text("action"), decision == null ? null : UUID.fromString(decision), query.page()));
    }

    /** A decision in which an approval did not count. */
    private record Refused(UUID decision, String why, String detail) {}

    /** What became of a plan's decisions. */
    private record Approved(List<UUID> approved, List<Refused> refused) {}

    private Reply approve(Request request) {
        UUID id = request.uuid();
        PlanQueries.Detail plan = found(plans.find(id), id.toString());
        if (!plan.plan().state().equals("current")) {
            throw new ProblemException(Problem.conflict(
                    "plan " + id + " does not count any more: only the current one can be approved",
                    plan.plan().state()));
        }
        Set<UUID> open = plan.decisions().stream()
                .filter(decision -> decision.state().equals("proposed"))
                .map(DecisionQueries.Summary::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        JsonNode given = request.body().path("decisions");
        var meant = new LinkedHashSet<UUID>();
        given.forEach(one -> meant.add(UUID.fromString(one.asText())));
        var approved = new ArrayList<UUID>();
        var refused = new ArrayList<Refused>();
        for (UUID decision : meant.isEmpty() ? open : meant) {
            if (!open.contains(decision)) {
                refused.add(new Refused(decision, "not_proposed", "the plan has no such decision that is proposed"));
                continue;
            }
            Move move = decisions.approve(
                    decision, DecisionRoutes.person(request), request.text("reason"), null, clock.instant());
            switch (move) {
                case Move.Made made -> approved.add(decision);
                case Move.NotFound gone -> refused.add(new Refused(decision, "not_found", "it is not there any more"));
                case Move.Refused standing ->
                    refused.add(new Refused(decision, standing.state(), "it is " + standing.state() + " already"));
                case Move.Barred barred -> refused.add(new Refused(decision, barred.why(), barred.text()));
            }
        }
        changed.run();
        return Reply.json(new Approved(approved, refused));
    }
}
