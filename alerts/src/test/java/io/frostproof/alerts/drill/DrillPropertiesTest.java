package io.frostproof.alerts.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.drill.DrillReport.Tally;
import io.frostproof.alerts.plan.OrderPlanner;
import io.frostproof.alerts.plan.OrderProposal;
import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.solve.PriceSolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds of every drill, on small networks by chance. */
class DrillPropertiesTest {

    private static final int NETWORKS = 4;
    private static final List<String> NAMES = List.of("region-dark", "node-lost", "lane-closed", "region-dark:north");

    private static final Drill DRILL = new Drill(PlanPolicy.standard(), new PriceSolver(), Approvers.usual(), () -> 0);
    private final Planner planner = new Planner(PlanPolicy.standard(), new PriceSolver());

    private static DrillFacts network(int seed) {
        return new SeededNetwork(20_000 + seed, 200).make();
    }

    /** One drill of one network. */
    private record Played(DrillFacts facts, DrillReport report) {}

    private static final List<Played> PLAYED = new ArrayList<>();

    @BeforeAll
    static void play() {
        for (int seed = 0; seed < NETWORKS; seed++) {
            DrillFacts facts = network(seed);
            for (String name : NAMES) {
                PLAYED.add(new Played(facts, DRILL.run(facts, Scenario.read(name, null, facts))));
            }
        }
    }

    private static void each(BiConsumer<DrillFacts, DrillReport> check) {
        PLAYED.forEach(one -> check.accept(one.facts(), one.report()));
    }

    @Test
    void everyAffectedHandlingUnitIsCountedOnce() {
        each((facts, report) -> {
            DrillReport.Goods goods = report.goods();
            Tally sum = List.of(goods.moved(), goods.held(), goods.lost(), goods.harmed(), goods.untouched()).stream()
                    .reduce(Tally.NONE, Tally::plus);
            assertThat(sum.handlingUnits()).isEqualTo(goods.affected().handlingUnits());
            assertThat(sum.litres()).isEqualTo(goods.affected().litres());
            assertThat(sum.value()).isCloseTo(goods.affected().value(), within(1e-6 * (1 + sum.value())));
            assertThat(goods.atRisk().litres())
                    .isLessThanOrEqualTo(goods.affected().litres());
        });
    }

    @Test
    void everyHandlingUnitOfALostPlaceIsAffectedAndNoOther() {
        each((facts, report) -> {
            String about = report.scenario().about();
            List<String> lost = facts.present().sites().stream()
                    .filter(site -> site.region().equals(about) || site.node().equals(about))
                    .map(Site::node)
                    .toList();
            long there = facts.well().stream()
                    .filter(one -> lost.contains(one.node()))
                    .count();
            assertThat(report.goods().affected().handlingUnits()).isEqualTo(there);
        });
    }

    @Test
    void thePlanIsNoWorseThanNothingAndNoBetterThanItsBound() {
        each((facts, report) -> {
            assertThat(report.expectedLoss()).isLessThanOrEqualTo(report.expectedLossIfLeft());
            assertThat(report.lowerBound()).isLessThanOrEqualTo(report.expectedLoss() * (1 + 1e-9));
        });
    }

    @Test
    void aSavingIsOneThatAPlanAchieves() {
        each((facts, report) -> {
            Situation lost = Disrupted.of(facts, report.scenario()).goods();
            for (DrillReport.MissingFallback one : report.missing()) {
                assertThat(one.saves()).isPositive();
                assertThat(one.amount()).isPositive();
                var remedy = new Remedy(one.kind(), one.about(), one.detail(), Math.round(one.amount()), 1);
                Plan with = planner.plan(remedy.in(lost));
                assertThat(report.expectedLoss() - one.saves())
                        .as("%s with %s", report.scenario().name(), one)
                        .isGreaterThanOrEqualTo(with.lowerBound() * (1 - 1e-9));
            }
        });
    }

    @Test
    void networksByChanceMissFallbacksOfManyKinds() {
        var kinds = EnumSet.noneOf(DrillReport.MissingFallback.Kind.class);
        each((facts, report) -> report.missing().forEach(one -> kinds.add(one.kind())));
        assertThat(kinds)
                .contains(
                        DrillReport.MissingFallback.Kind.ROOM,
                        DrillReport.MissingFallback.Kind.FALLBACK,
                        DrillReport.MissingFallback.Kind.LANE);
    }

    @Test
    void whatItLeavesOfRoomIsWhatThePlanDoesNotTake() {
        for (int seed = 0; seed < NETWORKS; seed++) {
            DrillFacts facts = network(seed);
            Situation dark = Disrupted.of(facts, Scenario.read("region-dark", null, facts))
                    .goods();
            Plan plan = planner.plan(dark);
            Situation left = Remaining.of(dark, plan);
            long moved = plan.proposals().stream()
                    .filter(one -> one.route() != null)
                    .mapToLong(one -> one.unit().litres())
                    .sum();
            assertThat(room(dark) - room(left)).isEqualTo(moved);
            assertThat(left.units())
                    .extracting(AffectedUnit::handlingUnit)
                    .containsExactlyElementsOf(plan.proposals().stream()
                            .filter(one -> one.route() == null && one.expectedLoss() > 0)
                            .map(one -> one.unit().handlingUnit())
                            .toList());
        }
    }

    private static long room(Situation situation) {
        return situation.sites().stream()
                .flatMap(site -> site.capacities().stream())
                .mapToLong(capacity -> capacity.steps().getLast().litres())
                .sum();
    }

    @Test
    void theLongerItLastsTheMoreIsLost() {
        for (int seed = 0; seed < NETWORKS; seed++) {
            DrillFacts facts = network(seed);
            double before = 0;
            for (int hours : List.of(1, 4, 12, 48)) {
                Scenario scenario = Scenario.read("region-dark", Duration.ofHours(hours), facts);
                double left =
                        planner.plan(Disrupted.of(facts, scenario).goods()).expectedLossIfLeft();
                assertThat(left).isGreaterThan(before);
                before = left;
            }
        }
    }

    @Test
    void theOrderOfTheFactsIsNothing() {
        for (int i = 0; i < NETWORKS; i++) {
            Played one = PLAYED.get(i * NAMES.size());
            assertThat(DRILL.run(shuffled(one.facts(), i), one.report().scenario()))
                    .isEqualTo(one.report());
        }
    }

    private static DrillFacts shuffled(DrillFacts facts, int seed) {
        Situation now = facts.present();
        return new DrillFacts(
                new Situation(
                        now.nowMicros(),
                        shuffled(now.classes(), seed),
                        shuffled(now.sites(), seed),
                        shuffled(now.lanes(), seed),
                        shuffled(now.products(), seed),
                        now.fallbacks(),
                        now.units(),
                        shuffled(now.supplies(), seed),
                        shuffled(now.orders(), seed)),
                shuffled(facts.well(), seed),
                shuffled(facts.runbooks(), seed),
                facts.currency(),
                facts.unplannable());
    }

    private static <T> List<T> shuffled(List<T> all, int seed) {
        var copy = new ArrayList<>(all);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }

    @Test
    void noOrderIsServedFromALostNodeOrByAClosedLane() {
        var orders = new OrderPlanner(new PriceSolver());
        for (int seed = 0; seed < NETWORKS; seed++) {
            DrillFacts facts = network(seed);
            for (String name : NAMES) {
                Scenario scenario = Scenario.read(name, null, facts);
                Disrupted disrupted = Disrupted.of(facts, scenario);
                for (OrderProposal one : orders.plan(disrupted.orders())) {
                    assertThat(disrupted.dark()).doesNotContain(origin(one));
                    assertThat(one.lane()).isNotEqualTo(scenario.about());
                }
            }
        }
    }

    private static String origin(OrderProposal one) {
        @Nullable String origin = one.origin();
        return origin == null ? "" : origin;
    }

    @Test
    void theSameSeedIsTheSameNetworkAndNothingIsTheMatterInIt() {
        DrillFacts facts = network(3);
        assertThat(network(3)).isEqualTo(facts).isNotEqualTo(network(4));
        assertThat(facts.present().units()).isEmpty();
        assertThat(facts.present().sites()).noneMatch(Site::dark).hasSize(25);
        assertThat(facts.present().lanes()).extracting(Lane::state).doesNotContain(Lane.State.CLOSED);
        assertThat(facts.present().sites())
                .flatExtracting(Site::capacities)
                .extracting(Capacity::temperatureClass)
                .contains("frozen", "chilled", "cool");
    }
}
