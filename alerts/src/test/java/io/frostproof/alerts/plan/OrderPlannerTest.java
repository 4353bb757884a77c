package io.frostproof.alerts.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.OpenOrder;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.Supply;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import io.frostproof.alerts.plan.solve.PriceSolver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Orders of a shop that were to come from a node that is dark; two others have the goods, one near and one far. */
class OrderPlannerTest {

    private static final long MINUTE = 60_000_000;
    private static final long NOW = 30_000_000 * MINUTE;

    private Lane.State near = Lane.State.OPEN;
    private boolean kept = true;
    private boolean shopDark;

    private static Site site(String node, boolean dark) {
        return new Site(
                node,
                "north",
                dark,
                List.of(Capacity.always("chilled", 1_000)),
                Site.ALWAYS,
                Duration.ofMinutes(10),
                false,
                null,
                Set.of(),
                0,
                0);
    }

    private static Lane lane(String from, Lane.State state, int minutes, double cost, Set<String> keeps) {
        return new Lane(
                from + ".shop",
                from,
                "shop",
                "carrier",
                state,
                Duration.ofMinutes(minutes),
                2,
                0.9,
                Duration.ofMinutes(30),
                keeps,
                cost,
                0,
                null);
    }

    private static OpenOrder order(String id, long quantity, int promisedMinutes, double missedCost) {
        return new OpenOrder(id, "milk", quantity, "dark", "shop", NOW + promisedMinutes * MINUTE, NOW, missedCost);
    }

    private List<OrderProposal> plan(OpenOrder... orders) {
        var situation = new Situation(
                NOW,
                List.of(new TemperatureClass("chilled", 2, 8)),
                List.of(site("dark", true), site("near", false), site("far", false), site("shop", shopDark)),
                List.of(
                        lane("dark", Lane.State.OPEN, 5, 1, Set.of("chilled")),
                        lane("near", near, 30, 20, kept ? Set.of("chilled") : Set.of()),
                        lane("far", Lane.State.OPEN, 120, 50, Set.of("chilled"))),
                List.of(new ProductNeeds("milk", 2, 8, Set.of())),
                Map.of(),
                List.of(),
                List.of(new Supply("dark", "milk", 100), new Supply("near", "milk", 10), new Supply("far", "milk", 10)),
                List.of(orders));
        return new OrderPlanner(new PriceSolver()).plan(situation);
    }

    @Test
    void anOrderOfADarkNodeComesFromTheNearestThatHasTheGoods() {
        OrderProposal proposal = plan(order("o1", 8, 100, 500)).getFirst();

        assertThat(proposal.newOrigin()).isTrue();
        assertThat(proposal.origin()).isEqualTo("near");
        assertThat(proposal.arrivesMicros()).isEqualTo(NOW + 40 * MINUTE);
        // 60 min to spare, delays of 30 min on average in one of ten.
        assertThat(proposal.missed()).isCloseTo(0.1 * Math.exp(-2), within(1e-12));
        assertThat(proposal.expectedLoss()).isCloseTo(20 + 500 * 0.1 * Math.exp(-2), within(1e-9));
    }

    @Test
    void whoeverCanWaitLeavesTheNearStockToWhoCannot() {
        // Alone, each would have it from near; only the second has to.
        List<OrderProposal> proposals = plan(order("o1", 8, 600, 900), order("o2", 8, 60, 500));

        assertThat(proposals).extracting(OrderProposal::origin).containsExactly("far", "near");
    }

    @Test
    void whatComesTooLateFromAnywhereIsSaidToBeMissed() {
        OrderProposal proposal = plan(order("o1", 8, 39, 500)).getFirst();

        assertThat(proposal.origin()).isNull();
        assertThat(proposal.expectedLoss()).isEqualTo(500);
        assertThat(proposal.reasons().getFirst().code()).isEqualTo("no-stock-in-time");
    }

    @Test
    void nothingIsSentIntoTheDark() {
        shopDark = true;
        OrderProposal proposal = plan(order("o1", 8, 100, 500)).getFirst();

        assertThat(proposal.origin()).isNull();
        assertThat(proposal.expectedLoss()).isEqualTo(500);
        assertThat(proposal.reasons().getFirst().code()).isEqualTo("destination-dark");
        assertThat(proposal.reasons().getFirst().about()).isEqualTo("shop");
    }

    @Test
    void aClosedLaneAndOneThatDoesNotKeepTheProductServeNothing() {
        near = Lane.State.CLOSED;
        assertThat(plan(order("o1", 8, 100, 500)).getFirst().origin()).isNull();
        near = Lane.State.OPEN;
        kept = false;
        assertThat(plan(order("o1", 8, 100, 500)).getFirst().origin()).isNull();
    }

    @Test
    void whereThereIsNotEnoughTheDearerPromiseIsKept() {
        List<OrderProposal> proposals = plan(order("o1", 8, 60, 300), order("o2", 8, 60, 500));

        assertThat(proposals).extracting(OrderProposal::origin).containsExactly(null, "near");
        assertThat(proposals.getFirst().reasons().getFirst().code()).isEqualTo("stock-serves-others");
    }
}
