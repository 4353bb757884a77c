package io.frostproof.alerts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Rundown;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import io.frostproof.alerts.plan.solve.PriceSolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One dark node, two others, goods of 10 litres and a value of 1,000 that spoil for certain if left. */
class ReplanTest {

    private static final long NOW = 30_000_000L * 60_000_000;

    private final Planner planner = new Planner(PlanPolicy.standard(), new PriceSolver());

    private final List<Lane> lanes = new ArrayList<>(List.of(lane("a", 10, 60), lane("b", 10.1, 60)));
    private long roomAtA = 1_000;
    private int units = 4;

    private static Lane lane(String to, double cost, int minutes) {
        return new Lane(
                "dark." + to,
                "dark",
                to,
                "carrier",
                Lane.State.OPEN,
                Duration.ofMinutes(minutes),
                1,
                1,
                Duration.ofMinutes(30),
                Set.of("chilled"),
                cost,
                0,
                null);
    }

    private static Site site(String node, boolean dark, long litres) {
        return new Site(
                node,
                "north",
                dark,
                List.of(Capacity.always("chilled", litres)),
                Site.ALWAYS,
                Duration.ZERO,
                false,
                null,
                Set.of(),
                0,
                0);
    }

    private Situation situation() {
        var goods = new ArrayList<AffectedUnit>();
        for (int i = 0; i < units; i++) {
            goods.add(new AffectedUnit(
                    "hu-" + i,
                    "lot",
                    "milk",
                    10,
                    1_000,
                    "dark",
                    "dark-room",
                    null,
                    null,
                    NOW,
                    false,
                    new Judgement(Soundness.SOUND, "test", List.of(), null),
                    new Rundown(Duration.ofMinutes(50), Duration.ofMinutes(30), 1, 1, null)));
        }
        return new Situation(
                NOW,
                List.of(new TemperatureClass("chilled", 2, 8)),
                List.of(site("dark", true, 0), site("a", false, roomAtA), site("b", false, 1_000)),
                lanes,
                List.of(new ProductNeeds("milk", 2, 8, Set.of())),
                Map.of(),
                goods,
                List.of(),
                List.of());
    }

    private static List<String> destinations(Plan plan) {
        return plan.proposals().stream()
                .map(one -> Objects.requireNonNull(one.route()).site().node())
                .toList();
    }

    @Test
    void aPlanIsGoneOnWithWhenAnotherIsHardlyBetter() {
        Plan first = planner.plan(situation());
        assertThat(destinations(first)).containsOnly("a");

        lanes.set(0, lane("a", 10.15, 60));
        Plan second = planner.plan(situation(), first.told());
        assertThat(second.kept()).isTrue();
        assertThat(destinations(second)).containsOnly("a");
        assertThat(destinations(planner.plan(situation()))).containsOnly("b");
    }

    @Test
    void aPlanIsReplacedWhenAnotherIsBetterByMoreThanTheMargin() {
        Plan first = planner.plan(situation());

        lanes.set(0, lane("a", 11, 60));
        Plan second = planner.plan(situation(), first.told());
        assertThat(second.kept()).isFalse();
        assertThat(destinations(second)).containsOnly("b");
    }

    @Test
    void onlyWhatNoLongerCanIsPlacedAnew() {
        Plan first = planner.plan(situation());

        lanes.set(0, lane("a", 10.15, 60));
        roomAtA = 20;
        Plan second = planner.plan(situation(), first.told());
        assertThat(second.kept()).isTrue();
        assertThat(destinations(second)).containsExactly("a", "a", "b", "b");
    }

    @Test
    void newGoodsArePlacedAroundThePlan() {
        roomAtA = 40;
        Plan first = planner.plan(situation());

        units = 5;
        lanes.set(0, lane("a", 10.15, 60));
        assertThat(destinations(planner.plan(situation(), first.told()))).containsExactly("a", "a", "a", "a", "b");
    }

    @Test
    void anExistingPlanWhoseWaysAreGoneIsReplaced() {
        Plan first = planner.plan(situation());

        lanes.removeFirst();
        assertThat(destinations(planner.plan(situation(), first.told()))).containsOnly("b");
    }

    @Test
    void saysWhatCannotBeSavedAndHowMuchFasterALaneHadToBe() {
        lanes.clear();
        lanes.add(new Lane(
                "slow",
                "dark",
                "a",
                "carrier",
                Lane.State.OPEN,
                Duration.ofMinutes(100),
                1,
                1,
                Duration.ofMinutes(30),
                Set.of(),
                10,
                0,
                null));
        units = 1;
        Proposal proposal = planner.plan(situation()).proposals().getFirst();

        assertThat(proposal.action()).isEqualTo(Action.HOLD);
        assertThat(proposal.cannotBeSaved()).isTrue();
        assertThat(proposal.reasons())
                .anyMatch(reason -> reason.code().equals("too-late-or-no-room-of-its-class")
                        && reason.figure("transit_minutes") == 100);
        // A budget of 50 min, of which a minute under way uses one: less than 50 min under way.
        Flip nearest = Objects.requireNonNull(proposal.nearest());
        assertThat(nearest.kind()).isEqualTo(Flip.Kind.TRANSIT);
        assertThat(nearest.about()).isEqualTo("slow");
        assertThat(nearest.amount()).isEqualTo(51);
    }

    @Test
    void saysHowMuchRoomIsMissing() {
        lanes.removeLast();
        roomAtA = 37;
        Plan plan = planner.plan(situation());

        assertThat(plan.proposals())
                .filteredOn(Proposal::cannotBeSaved)
                .singleElement()
                .satisfies(one -> {
                    Flip nearest = Objects.requireNonNull(one.nearest());
                    assertThat(nearest.kind()).isEqualTo(Flip.Kind.CAPACITY);
                    assertThat(nearest.about()).isEqualTo("a");
                    assertThat(nearest.amount()).isEqualTo(3);
                });
        roomAtA += 3;
        assertThat(planner.plan(situation()).proposals()).noneMatch(Proposal::cannotBeSaved);
    }
}
