package io.frostproof.alerts.drill;

import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.drill.DrillReport.MissingFallback;
import io.frostproof.alerts.drill.DrillReport.Tally;
import io.frostproof.alerts.plan.Action;
import io.frostproof.alerts.plan.OrderPlanner;
import io.frostproof.alerts.plan.OrderProposal;
import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Route;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.solve.GreedySolver;
import io.frostproof.alerts.plan.solve.Solver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays what would happen if something was lost now. Planner and order planner are those that decide when it is. Nothing is changed. Stateless; safe to share between threads when the
 * solver is.
 *
 * <p>What is missing is found in two steps: from what the engine says of goods that stay it is read off what might help ({@link Remedies}), and the most promising are tried: the goods
 * that stay are planned again with it, in the room that the plan leaves. So each saving is one that a plan achieves, all other goods being as planned; no more is claimed.
 */
public final class Drill {

    /** How many remedies are tried; each is a plan of the goods that stay. */
    private static final int TRIES = 24;

    /** How many are told. */
    private static final int TOLD = 10;

    /** Enough that every way of a handling unit is told. */
    private static final int EVERY_WAY = 10_000;

    /** Less than a cent is rounding. */
    private static final double LEAST_SAVING = 0.01;

    private static final long MICROS_PER_HOUR = 3_600_000_000L;

    private final PlanPolicy policy;
    private final Solver solver;
    private final Approvers approvers;
    private final LongSupplier nanoTime;

    /**
     * Plays with this engine.
     *
     * @param nanoTime for how long a plan takes, and nothing else; nanoseconds from anywhere
     */
    public Drill(PlanPolicy policy, Solver solver, Approvers approvers, LongSupplier nanoTime) {
        this.policy = policy;
        this.solver = solver;
        this.approvers = approvers;
        this.nanoTime = nanoTime;
    }

    public DrillReport run(DrillFacts facts, Scenario scenario) {
        Disrupted disrupted = Disrupted.of(facts, scenario);
        var planner = new Planner(policy, solver);
        var orderPlanner = new OrderPlanner(solver);
        long begun = nanoTime.getAsLong();
        Plan plan = planner.plan(disrupted.goods());
        List<OrderProposal> orders = orderPlanner.plan(disrupted.orders());
        double seconds = (nanoTime.getAsLong() - begun) / 1e9;

        double greedy =
                new Planner(policy, new GreedySolver()).plan(disrupted.goods()).expectedLoss();
        return new DrillReport(
                scenario,
                facts.currency(),
                seconds,
                goods(plan),
                plan.landedCost(),
                plan.expectedLoss(),
                plan.expectedLossIfLeft(),
                greedy,
                plan.lowerBound(),
                steps(facts, scenario, disrupted, plan),
                orders(orderPlanner.plan(facts.present()), orders),
                facts.unplannable(),
                missing(disrupted.goods(), plan),
                Remaining.full(disrupted.goods(), plan));
    }

    private static DrillReport.Goods goods(Plan plan) {
        Predicate<Proposal> harmed = one -> one.unit().judgement().soundness() == Soundness.HARMED;
        Predicate<Proposal> moved = one -> one.action() == Action.TRANSFER || one.action() == Action.REROUTE;
        Predicate<Proposal> lost = Proposal::cannotBeSaved;
        Predicate<Proposal> held = one -> one.route() == null && one.expectedLossIfLeft() > 0 && !one.cannotBeSaved();
        return new DrillReport.Goods(
                tally(plan, one -> true),
                tally(plan, one -> one.expectedLossIfLeft() > 0),
                tally(plan, moved),
                tally(plan, held),
                tally(plan, lost),
                tally(plan, harmed),
                tally(plan, harmed.or(moved).or(lost).or(held).negate()));
    }

    private static Tally tally(Plan plan, Predicate<Proposal> which) {
        return plan.proposals().stream()
                .filter(which)
                .map(one -> new Tally(1, one.unit().litres(), one.unit().value()))
                .reduce(Tally.NONE, Tally::plus);
    }

    private static DrillReport.Orders orders(List<OrderProposal> before, List<OrderProposal> after) {
        Map<String, OrderProposal> were =
                before.stream().collect(Collectors.toMap(one -> one.order().id(), one -> one));
        long asBefore = 0;
        long reSourced = 0;
        long missed = 0;
        for (OrderProposal one : after) {
            OrderProposal was = Objects.requireNonNull(were.get(one.order().id()));
            if (one.origin() == null) {
                missed++;
            } else if (one.origin().equals(was.origin())) {
                asBefore++;
            } else {
                reSourced++;
            }
        }
        return new DrillReport.Orders(
                after.size(),
                asBefore,
                reSourced,
                missed,
                before.stream().filter(one -> one.origin() == null).count(),
                after.stream().mapToDouble(OrderProposal::expectedLoss).sum(),
                before.stream().mapToDouble(OrderProposal::expectedLoss).sum());
    }

    /** What goes together: of one disposition, from one node, to one node by one lane within one hour. */
    private record Together(
            Action action, String from, @Nullable String lane, long hour) {}

    private DrillReport.Steps steps(DrillFacts facts, Scenario scenario, Disrupted disrupted, Plan plan) {
        Map<String, String> regions =
                facts.present().sites().stream().collect(Collectors.toMap(Site::node, Site::region));
        Map<Together, List<Proposal>> decisions = plan.proposals().stream()
                .filter(one -> one.action() != Action.NO_ACTION)
                .collect(Collectors.groupingBy(Drill::together));
        var byDisposition = new TreeMap<String, DrillReport.Decisions>();
        decisions.forEach((what, goods) -> {
            double value = goods.stream().mapToDouble(one -> one.unit().value()).sum();
            int persons = approvers.persons(
                    what.action().id(), value, Objects.requireNonNull(regions.get(what.from())), what.from());
            byDisposition.merge(
                    what.action().id(),
                    new DrillReport.Decisions(what.action().id(), 1, goods.size(), persons),
                    (one, other) -> new DrillReport.Decisions(
                            one.disposition(),
                            one.decisions() + other.decisions(),
                            one.handlingUnits() + other.handlingUnits(),
                            one.approvals() + other.approvals()));
        });
        List<Runbook> runbooks = facts.runbooks().stream()
                .filter(book -> (book.kind().equals(scenario.kind().thing())
                                && book.thing().equals(scenario.about()))
                        || (book.kind().equals("node") && disrupted.dark().contains(book.thing())))
                .toList();
        return new DrillReport.Steps(List.copyOf(byDisposition.values()), runbooks);
    }

    private static Together together(Proposal one) {
        Route route = one.route();
        return route == null
                ? new Together(one.action(), one.unit().node(), null, 0)
                : new Together(
                        one.action(),
                        one.unit().node(),
                        route.lane().id(),
                        Math.floorDiv(route.departsMicros(), MICROS_PER_HOUR));
    }

    private List<MissingFallback> missing(Situation situation, Plan plan) {
        Situation left = Remaining.of(situation, plan);
        var planner = new Planner(
                new PlanPolicy(
                        policy.version(),
                        policy.worthOfUnknown(),
                        policy.backupPowerFactor(),
                        policy.lostFrom(),
                        policy.keepShare(),
                        policy.keepAmount(),
                        EVERY_WAY),
                solver);
        Plan stay = planner.plan(left);
        var quick = new Planner(policy, solver);
        var missing = new ArrayList<MissingFallback>();
        Remedies.of(left, stay).stream()
                .limit(TRIES)
                .map(remedy -> tried(remedy, left, stay, quick))
                .filter(one -> one.saves() >= LEAST_SAVING)
                .forEach(missing::add);
        return missing.stream()
                .sorted(Comparator.comparingDouble(MissingFallback::saves)
                        .reversed()
                        .thenComparing(MissingFallback::kind)
                        .thenComparing(MissingFallback::about)
                        .thenComparing(MissingFallback::detail))
                .limit(TOLD)
                .toList();
    }

    private static MissingFallback tried(Remedy remedy, Situation left, Plan stay, Planner planner) {
        Plan with = planner.plan(remedy.in(left));
        Tally before = tally(stay, one -> one.route() != null);
        Tally after = tally(with, one -> one.route() != null);
        return new MissingFallback(
                remedy.kind(),
                remedy.about(),
                remedy.detail(),
                amount(remedy, left, with),
                after.handlingUnits() - before.handlingUnits(),
                after.litres() - before.litres(),
                stay.expectedLoss() - with.expectedLoss());
    }

    /** How much of it is used. */
    private static double amount(Remedy remedy, Situation left, Plan with) {
        return switch (remedy.kind()) {
            case ROOM -> {
                Site site = left.sites().stream()
                        .filter(one -> one.node().equals(remedy.about()))
                        .findFirst()
                        .orElseThrow();
                List<Capacity.Step> steps = site.capacities().stream()
                        .filter(one -> one.temperatureClass().equals(remedy.detail()))
                        .findFirst()
                        .map(Capacity::steps)
                        .orElse(List.of());
                yield Remaining.beyond(with, site, remedy.detail(), steps);
            }
            case LANE_ROOM ->
                left.lanes().stream()
                        .filter(lane -> lane.id().equals(remedy.about()))
                        .mapToLong(lane -> Math.max(
                                0, Remaining.by(with, lane.id()) - Objects.requireNonNullElse(lane.litres(), 0L)))
                        .sum();
            case LANE -> {
                Lane like = Remedy.median(left.lanes());
                yield like == null ? 0 : like.transit().toMinutes();
            }
            case TRANSIT -> remedy.amount();
            default -> 1;
        };
    }
}
