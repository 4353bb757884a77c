package io.frostproof.alerts.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import io.frostproof.alerts.plan.solve.PriceSolver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of every plan, on networks by chance. */
class PlanPropertiesTest {

    private static final int NETWORKS = 60;

    private final Planner planner = new Planner(PlanPolicy.standard(), new PriceSolver());

    private void each(ObjIntConsumer<Situation> check) {
        for (int seed = 0; seed < NETWORKS; seed++) {
            check.accept(
                    new RandomNetwork(10_000 + seed, 3 + seed % 6, 10 + seed % 50, 0.2 + seed % 5 * 0.2).make(), seed);
        }
    }

    @Test
    void noRoomAndNoLaneIsFullerThanItMayBeAtAnyTime() {
        each((situation, seed) -> {
            Plan plan = planner.plan(situation);
            for (Site site : situation.sites()) {
                for (Capacity capacity : site.capacities()) {
                    for (int step = 0; step < capacity.steps().size(); step++) {
                        long end = capacity.endMicros(step);
                        long there = moved(plan).stream()
                                .filter(one -> way(one).site().node().equals(site.node())
                                        && way(one).temperatureClass().equals(capacity.temperatureClass())
                                        && way(one).storedMicros() < end)
                                .mapToLong(one -> one.unit().litres())
                                .sum();
                        assertThat(there)
                                .as("litres at %s, seed %d", site.node(), seed)
                                .isLessThanOrEqualTo(capacity.steps().get(step).litres());
                    }
                }
            }
            for (Lane lane : situation.lanes()) {
                long carried = moved(plan).stream()
                        .filter(one -> way(one).lane().id().equals(lane.id()))
                        .mapToLong(one -> one.unit().litres())
                        .sum();
                assertThat(carried).isLessThanOrEqualTo(lane.litres() == null ? Long.MAX_VALUE : lane.litres());
            }
        });
    }

    @Test
    void nothingGoesWhereItMayNotBe() {
        each((situation, seed) -> moved(planner.plan(situation)).forEach(one -> {
            Route route = way(one);
            ProductNeeds product = situation.products().stream()
                    .filter(needs -> needs.product().equals(one.unit().product()))
                    .findFirst()
                    .orElseThrow();
            TemperatureClass range = situation.classes().stream()
                    .filter(each -> each.id().equals(route.temperatureClass()))
                    .findFirst()
                    .orElseThrow();
            assertThat(range.minCelsius()).isGreaterThanOrEqualTo(product.minCelsius());
            assertThat(range.maxCelsius()).isLessThanOrEqualTo(product.maxCelsius());
            assertThat(route.site().authorisations()).containsAll(product.authorisations());
            assertThat(route.site().dark()).isFalse();
            assertThat(route.lane().state()).isNotEqualTo(Lane.State.CLOSED);
            assertThat(route.site().region().equals("north")
                            || situation
                                    .fallbacks()
                                    .getOrDefault("north", List.of())
                                    .contains(route.site().node()))
                    .isTrue();
        }));
    }

    @Test
    void nothingComesAfterItsBudgetIsGoneOrWhenTheDockIsClosed() {
        each((situation, seed) -> moved(planner.plan(situation)).forEach(one -> {
            Route route = way(one);
            assertThat(route.budgetLeftMinutes()).isPositive();
            assertThat(route.departsMicros()).isGreaterThanOrEqualTo(one.unit().readyMicros());
            assertThat(route.storedMicros() - route.departsMicros())
                    .isGreaterThanOrEqualTo(route.lane()
                                    .transitNow()
                                    .plus(route.site().unloading())
                                    .toNanos()
                            / 1_000);
            long begin = route.storedMicros() - route.site().unloading().toNanos() / 1_000;
            assertThat(route.site().dockHours())
                    .anyMatch(shift -> begin >= shift.fromMicros() && route.storedMicros() <= shift.toMicros());
        }));
    }

    @Test
    void noPlanIsWorseThanLeavingEverythingAndEachUnitIsNoWorseOffByMoving() {
        each((situation, seed) -> {
            Plan plan = planner.plan(situation);
            assertThat(plan.expectedLoss()).isLessThanOrEqualTo(plan.expectedLossIfLeft());
            assertThat(plan.lowerBound()).isLessThanOrEqualTo(plan.expectedLoss() * (1 + 1e-9));
            moved(plan).forEach(one -> assertThat(one.expectedLoss()).isLessThan(one.expectedLossIfLeft()));
        });
    }

    @Test
    void theSameFactsMakeTheSamePlanInWhateverOrderTheyCome() {
        each((situation, seed) -> {
            Plan plan = planner.plan(situation);
            assertThat(planner.plan(situation)).isEqualTo(plan);
            assertThat(planner.plan(shuffled(situation, new Random(seed)))).isEqualTo(plan);
        });
    }

    @Test
    void reasonsAgreeWithTheNumbers() {
        each((situation, seed) -> {
            Plan plan = planner.plan(situation);
            double sum = 0;
            for (Proposal one : plan.proposals()) {
                sum += one.expectedLoss();
                Reason ifLeft = reason(one, "if-left");
                if (ifLeft != null) {
                    assertThat(ifLeft.figure("worth_money") * ifLeft.figure("spoils_probability"))
                            .isCloseTo(one.expectedLossIfLeft(), within(1e-6));
                }
                Reason route = reason(one, "route");
                assertThat(route != null).isEqualTo(one.route() != null);
                if (route != null && ifLeft != null) {
                    assertThat(route.figure("landed_cost_money")
                                    + ifLeft.figure("worth_money") * route.figure("spoils_probability"))
                            .isCloseTo(one.expectedLoss(), within(1e-6));
                    assertThat(one.landedCost()).isEqualTo(route.figure("landed_cost_money"));
                    assertThat(one.spoils()).isEqualTo(route.figure("spoils_probability"));
                }
                for (int i = 1; i < one.alternatives().size(); i++) {
                    assertThat(one.alternatives().get(i).expectedLoss())
                            .isGreaterThanOrEqualTo(
                                    one.alternatives().get(i - 1).expectedLoss());
                }
                // Whatever is better is full.
                one.alternatives().stream()
                        .filter(other -> other.expectedLoss() < one.expectedLoss() * (1 - 1e-9))
                        .forEach(other -> assertThat(other.room()).isFalse());
            }
            assertThat(sum).isCloseTo(plan.expectedLoss(), within(1e-6 * (1 + sum)));
        });
    }

    @Test
    void whatIsHarmedIsDiscardedAndWhatNobodyKnowsIsNeverFree() {
        each((situation, seed) -> {
            for (Proposal one : planner.plan(situation).proposals()) {
                Soundness soundness = one.unit().judgement().soundness();
                assertThat(one.action() == Action.DISCARD).isEqualTo(soundness == Soundness.HARMED);
                if (soundness != Soundness.SOUND) {
                    assertThat(one.action()).isNotIn(Action.RELEASE, Action.NO_ACTION);
                    assertThat(one.staysHeld()).isTrue();
                }
                if (one.action() == Action.RELEASE) {
                    assertThat(one.unit().held()).isTrue();
                    assertThat(one.spoils()).isZero();
                }
                assertThat(one.action() == Action.REROUTE)
                        .isEqualTo(one.route() != null && one.unit().inboundTo() != null);
            }
        });
    }

    private static @Nullable Reason reason(Proposal one, String code) {
        return one.reasons().stream()
                .filter(reason -> reason.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    private static List<Proposal> moved(Plan plan) {
        return plan.proposals().stream().filter(one -> one.route() != null).toList();
    }

    private static Route way(Proposal one) {
        return Objects.requireNonNull(one.route());
    }

    private static Situation shuffled(Situation of, Random random) {
        return new Situation(
                of.nowMicros(),
                shuffle(of.classes(), random),
                shuffle(of.sites(), random),
                shuffle(of.lanes(), random),
                shuffle(of.products(), random),
                of.fallbacks(),
                shuffle(of.units(), random),
                of.supplies(),
                of.orders());
    }

    private static <T> List<T> shuffle(List<T> all, Random random) {
        var other = new ArrayList<>(all);
        Collections.shuffle(other, random);
        return other;
    }
}
