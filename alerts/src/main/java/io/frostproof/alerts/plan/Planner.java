package io.frostproof.alerts.plan;

import io.frostproof.alerts.disposition.Figure;
import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.solve.Assignment;
import io.frostproof.alerts.plan.solve.Solution;
import io.frostproof.alerts.plan.solve.Solver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan out of a situation: what each affected handling unit could do ({@link Routes}), who of them gets the room that there is ({@link Solver}), and what that
 * means for each, with reasons. The same situation, policy and existing plan give the same plan. Stateless; safe to share between threads when the solver is.
 */
public final class Planner {

    private final PlanPolicy policy;
    private final Solver solver;

    public Planner(PlanPolicy policy, Solver solver) {
        this.policy = policy;
        this.solver = solver;
    }

    /** A plan from nothing. */
    public Plan plan(Situation situation) {
        return plan(situation, null);
    }

    /**
     * A plan where there may be one already.
     *
     * @param existing what it says, by handling unit; null: there is none. It is gone on with, as far as the facts still let it, unless another is better by the policy's margin
     */
    public Plan plan(Situation situation, @Nullable Map<String, Told> existing) {
        var work = new Work(situation);
        Solution solution = solver.solve(work.assignment);
        int[] choice = solution.choice();
        boolean kept = false;
        if (existing != null) {
            int[] before = work.goneOnWith(existing);
            double cost = work.assignment.cost(before);
            double margin = Math.max(policy.keepShare() * cost, policy.keepAmount());
            kept = cost - solution.cost() <= margin;
            choice = kept ? before : choice;
        }
        return work.plan(choice, solution.lowerBound(), kept);
    }

    /** One situation on its way to a plan. */
    private final class Work {

        private final Situation situation;
        private final Routes routes;
        private final Rooms rooms;
        private final Assignment assignment;

        /** Units that have something to lose and somewhere to go, in the order of the assignment's items. */
        private final List<AffectedUnit> items = new ArrayList<>();

        /** Of each item: the route of each of its options but the first. */
        private final List<List<Route>> options = new ArrayList<>();

        private final Map<String, Integer> itemOf = new HashMap<>();
        private final Map<String, List<Route>> open = new HashMap<>();

        private Work(Situation situation) {
            this.situation = situation;
            routes = new Routes(situation, policy);
            var builder = new Assignment.Builder();
            rooms = new Rooms(situation, builder);
            for (AffectedUnit unit : situation.units()) {
                if (unit.judgement().soundness() != Soundness.HARMED && routes.lossIfLeft(unit) > 0) {
                    item(unit, builder);
                }
            }
            assignment = builder.build();
        }

        private void item(AffectedUnit unit, Assignment.Builder builder) {
            double left = routes.lossIfLeft(unit);
            List<Route> ways = routes.open(unit);
            open.put(unit.handlingUnit(), ways);
            itemOf.put(unit.handlingUnit(), items.size());
            items.add(unit);
            builder.item(unit.litres(), left);
            var chosen = new ArrayList<Route>();
            for (Route way : ways) {
                if (way.expectedLoss() < left && Routes.room(way) >= unit.litres()) {
                    builder.option(rooms.slot(way), way.expectedLoss());
                    chosen.add(way);
                }
            }
            options.add(chosen);
        }

        private @Nullable Route route(int item, int option) {
            return option == 0 ? null : options.get(item).get(option - 1);
        }

        /** What the existing plan comes to now: who can still do what it said does it, and the others are planned anew around them. */
        private int[] goneOnWith(Map<String, Told> existing) {
            var choice = new int[items.size()];
            var free = new ArrayList<Integer>();
            List<Integer> byLoss = IntStream.range(0, items.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer item) -> -assignment.cost(item, 0))
                            .thenComparing(item -> item))
                    .toList();
            var room = new long[assignment.rows()];
            for (int row = 0; row < room.length; row++) {
                room[row] = assignment.limit(row);
            }
            for (int item : byLoss) {
                Told told = existing.get(items.get(item).handlingUnit());
                int option = told == null ? -1 : as(told, item, room);
                if (option < 0) {
                    free.add(item);
                } else {
                    choice[item] = option;
                    for (int row : assignment.rowsOf(assignment.slot(item, option))) {
                        room[row] -= assignment.weight(item);
                    }
                }
            }
            int[] some = free.stream().mapToInt(Integer::intValue).sorted().toArray();
            int[] found = solver.solve(assignment.part(some, choice)).choice();
            for (int i = 0; i < some.length; i++) {
                choice[some[i]] = found[i];
            }
            return choice;
        }

        /** The option that is what was proposed before; -1 when there is none, or no room for it. */
        private int as(Told told, int item, long[] room) {
            if (told.lane() == null) {
                return 0;
            }
            int best = -1;
            for (int option = 1; option < assignment.options(item); option++) {
                boolean same = options.get(item).get(option - 1).is(told);
                if (same
                        && (best < 0 || assignment.cost(item, option) < assignment.cost(item, best))
                        && hasRoom(item, option, room)) {
                    best = option;
                }
            }
            return best;
        }

        private boolean hasRoom(int item, int option, long[] room) {
            for (int row : assignment.rowsOf(assignment.slot(item, option))) {
                if (room[row] < assignment.weight(item)) {
                    return false;
                }
            }
            return true;
        }

        private Plan plan(int[] choice, double lowerBound, boolean kept) {
            rooms.fill(assignment, choice);
            var explainer = new Explainer(routes, rooms);
            var proposals = new ArrayList<Proposal>();
            double left = 0;
            for (AffectedUnit unit : situation.units()) {
                Integer item = itemOf.get(unit.handlingUnit());
                if (item == null) {
                    proposals.add(untouched(unit));
                } else {
                    proposals.add(proposal(unit, route(item, choice[item]), explainer));
                    left += assignment.cost(item, 0);
                }
            }
            return new Plan(
                    policy.version(),
                    situation.nowMicros(),
                    proposals,
                    assignment.cost(choice),
                    left,
                    Math.max(0, lowerBound),
                    kept);
        }

        /** A unit that no plan is about: it is harmed, nothing is the matter where it is, or it is worth nothing that anybody knows of, and is held where it would spoil. */
        private Proposal untouched(AffectedUnit unit) {
            Soundness soundness = unit.judgement().soundness();
            Action action = switch (soundness) {
                case HARMED -> Action.DISCARD;
                case UNKNOWN -> Action.QUARANTINE;
                case SOUND ->
                    unit.rundown().spoilsIfLeft() > 0 ? Action.HOLD : unit.held() ? Action.RELEASE : Action.NO_ACTION;
            };
            var reasons = new ArrayList<>(unit.judgement().reasons());
            if (action == Action.HOLD) {
                reasons.add(ifLeft(unit));
            }
            return new Proposal(
                    unit,
                    action,
                    null,
                    soundness != Soundness.SOUND || action == Action.HOLD,
                    soundness == Soundness.SOUND ? unit.rundown().spoilsIfLeft() : 0,
                    0,
                    0,
                    0,
                    false,
                    reasons,
                    List.of(),
                    null,
                    versions(unit));
        }

        private Proposal proposal(AffectedUnit unit, @Nullable Route route, Explainer explainer) {
            double left = routes.lossIfLeft(unit);
            double loss = route == null ? left : route.expectedLoss();
            double spoils = route == null ? unit.rundown().spoilsIfLeft() : route.spoils();
            boolean lost = route == null && spoils >= policy.lostFrom();
            List<Route> ways = open.getOrDefault(unit.handlingUnit(), List.of());

            var reasons = new ArrayList<>(unit.judgement().reasons());
            reasons.add(ifLeft(unit));
            if (route != null) {
                reasons.add(route.reason());
            } else {
                reasons.addAll(explainer.barriers(unit, left, policy.alternatives()));
            }
            return new Proposal(
                    unit,
                    action(unit, route),
                    route,
                    unit.judgement().soundness() != Soundness.SOUND || (unit.held() && route != null) || route == null,
                    spoils,
                    loss,
                    left,
                    route == null ? 0 : route.landedCost(),
                    lost,
                    reasons,
                    alternatives(unit, route, ways, left),
                    explainer.nearest(unit, route, loss, ways),
                    versions(unit));
        }

        private Reason ifLeft(AffectedUnit unit) {
            return Reason.of(
                    "if-left",
                    unit.place(),
                    new Figure("minutes_to_spoiled", unit.rundown().minutesToSpoiled()),
                    new Figure("spoils_probability", unit.rundown().spoilsIfLeft()),
                    new Figure("worth_money", routes.worth(unit)),
                    new Figure("expected_loss_money", routes.lossIfLeft(unit)));
        }

        private Action action(AffectedUnit unit, @Nullable Route route) {
            if (route == null) {
                return unit.judgement().soundness() == Soundness.UNKNOWN ? Action.QUARANTINE : Action.HOLD;
            }
            if (route.lane().id().equals(unit.plannedLane())) {
                return unit.judgement().soundness() == Soundness.UNKNOWN ? Action.QUARANTINE : Action.NO_ACTION;
            }
            return unit.inboundTo() == null ? Action.TRANSFER : Action.REROUTE;
        }

        private List<Alternative> alternatives(
                AffectedUnit unit, @Nullable Route chosen, List<Route> ways, double left) {
            var all = new ArrayList<Alternative>();
            if (chosen != null) {
                all.add(new Alternative(null, left, true));
            }
            ways.stream()
                    .filter(way -> !way.equals(chosen))
                    .sorted(Comparator.comparingDouble(Route::expectedLoss))
                    .limit(policy.alternatives())
                    .map(way -> new Alternative(
                            way,
                            way.expectedLoss(),
                            rooms.shortage(unit, chosen, way).isEmpty()))
                    .forEach(all::add);
            return all.stream()
                    .sorted(Comparator.comparingDouble(Alternative::expectedLoss))
                    .limit(policy.alternatives())
                    .toList();
        }

        private List<String> versions(AffectedUnit unit) {
            return List.of(unit.judgement().policyVersion(), policy.version());
        }
    }
}
