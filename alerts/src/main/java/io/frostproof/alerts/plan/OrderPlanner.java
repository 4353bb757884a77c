package io.frostproof.alerts.plan;

import io.frostproof.alerts.disposition.Figure;
import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.OpenOrder;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.Supply;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import io.frostproof.alerts.plan.solve.Assignment;
import io.frostproof.alerts.plan.solve.Solver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which stock serves which open order, all orders together: an origin has only as much as it has, and the sum of transport and of what missed promises cost is to be least. An order is served whole
 * from one node, by a lane that keeps the product, or not at all. Stateless; safe to share between threads when the solver is.
 */
public final class OrderPlanner {

    private final Solver solver;

    public OrderPlanner(Solver solver) {
        this.solver = solver;
    }

    /** One way to serve an order; an empty lane: it is there already. */
    private record Way(
            String origin, @Nullable Lane lane, long arrivesMicros, double missed, double cost, double loss) {}

    /** Proposals in the order of the orders' ids. */
    public List<OrderProposal> plan(Situation situation) {
        Map<String, Site> sites = situation.sites().stream().collect(Collectors.toMap(Site::node, site -> site));
        var builder = new Assignment.Builder();
        Map<Supply, Integer> slots = new HashMap<>();
        for (Supply supply : situation.supplies()) {
            slots.put(supply, builder.slot(builder.row(supply.quantity())));
        }
        var ways = new ArrayList<List<Way>>();
        for (OpenOrder order : situation.orders()) {
            builder.item(order.quantity(), order.missedCost());
            var own = new ArrayList<Way>();
            // Goods that arrive in the dark come to harm there, whatever was promised.
            boolean dark = site(sites, order.destination()).dark();
            for (Supply supply : situation.supplies()) {
                Site origin = site(sites, supply.node());
                if (!dark
                        && supply.product().equals(order.product())
                        && supply.quantity() >= order.quantity()
                        && !origin.dark()) {
                    for (Way way : ways(situation, order, supply, sites)) {
                        if (way.loss() < order.missedCost()) {
                            builder.option(Objects.requireNonNull(slots.get(supply)), way.loss());
                            own.add(way);
                        }
                    }
                }
            }
            ways.add(own);
        }
        int[] choice = solver.solve(builder.build()).choice();
        var proposals = new ArrayList<OrderProposal>();
        for (int i = 0; i < choice.length; i++) {
            Way way = choice[i] == 0 ? null : ways.get(i).get(choice[i] - 1);
            OpenOrder order = situation.orders().get(i);
            boolean dark = site(sites, order.destination()).dark();
            proposals.add(proposal(order, way, ways.get(i).size(), dark));
        }
        return List.copyOf(proposals);
    }

    private static Site site(Map<String, Site> sites, String node) {
        return Objects.requireNonNull(sites.get(node));
    }

    private static List<Way> ways(Situation situation, OpenOrder order, Supply supply, Map<String, Site> sites) {
        long ready = Math.max(order.readyMicros(), situation.nowMicros());
        if (supply.node().equals(order.destination())) {
            return ready > order.promisedMicros() ? List.of() : List.of(new Way(supply.node(), null, ready, 0, 0, 0));
        }
        Set<String> fitting = fitting(situation, order.product());
        Site destination = site(sites, order.destination());
        long unloading = destination.unloading().toNanos() / 1000;
        var ways = new ArrayList<Way>();
        for (Lane lane : situation.lanes()) {
            if (lane.from().equals(supply.node())
                    && lane.to().equals(order.destination())
                    && lane.state() != Lane.State.CLOSED
                    && lane.keeps().stream().anyMatch(fitting::contains)) {
                long gate = ready + lane.transitNow().toNanos() / 1000;
                long arrives = Routes.stored(destination.dockHours(), gate, unloading);
                long slack = order.promisedMicros() - arrives;
                if (arrives != Long.MAX_VALUE && slack >= 0) {
                    double missed = (1 - lane.reliability())
                            * Math.exp(-(slack / 60e6) / (lane.meanDelay().toNanos() / 60e9));
                    double cost = lane.costPerUnit();
                    ways.add(new Way(supply.node(), lane, arrives, missed, cost, cost + missed * order.missedCost()));
                }
            }
        }
        return ways;
    }

    private static Set<String> fitting(Situation situation, String product) {
        ProductNeeds needs = situation.products().stream()
                .filter(one -> one.product().equals(product))
                .findFirst()
                .orElseThrow();
        return situation.classes().stream()
                .filter(needs::fits)
                .map(TemperatureClass::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static OrderProposal proposal(OpenOrder order, @Nullable Way way, int ways, boolean dark) {
        if (way == null) {
            // Where there are ways, others get more out of what is there.
            String code = dark ? "destination-dark" : ways == 0 ? "no-stock-in-time" : "stock-serves-others";
            Reason reason = Reason.of(
                    code,
                    dark ? order.destination() : order.product(),
                    new Figure("missed_cost_money", order.missedCost()),
                    new Figure("ways", ways));
            return new OrderProposal(order, null, null, null, 1, 0, order.missedCost(), List.of(reason));
        }
        Reason reason = Reason.of(
                way.origin().equals(order.origin()) ? "origin-stays" : "new-origin",
                way.origin(),
                new Figure("spare_minutes", (order.promisedMicros() - way.arrivesMicros()) / 60e6),
                new Figure("missed_probability", way.missed()),
                new Figure("landed_cost_money", way.cost()),
                new Figure("expected_loss_money", way.loss()));
        Lane lane = way.lane();
        return new OrderProposal(
                order,
                way.origin(),
                lane == null ? null : lane.id(),
                way.arrivesMicros(),
                way.missed(),
                way.cost(),
                way.loss(),
                List.of(reason));
    }
}
