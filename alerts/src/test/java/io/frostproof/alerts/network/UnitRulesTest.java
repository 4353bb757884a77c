package io.frostproof.alerts.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.condition.Traits;
import io.frostproof.alerts.network.RuleVersion.Scope;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UnitRulesTest {

    private static final long ALWAYS = RuleVersion.FROM_THE_BEGINNING;
    private static final ZoneId RIGA = ZoneId.of("Europe/Riga");
    private static final Duration LAG = Duration.ofHours(3);

    private static Condition warm(double threshold) {
        return new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, threshold, Duration.ZERO, 0);
    }

    private static Condition product(double threshold) {
        return new Condition(
                "product_warm",
                Level.CRITICAL,
                Quantity.TEMPERATURE,
                new Measure.Product(),
                Operator.ABOVE,
                threshold,
                Duration.ZERO,
                0,
                null,
                Schedule.ALWAYS);
    }

    private static Condition door() {
        return new Condition("door_open", Level.WARNING, Quantity.DOOR, Operator.AT_OR_ABOVE, 1, Duration.ZERO, 0);
    }

    private static RuleVersion version(long id, Scope scope, String of, long from, Condition... conditions) {
        return new RuleVersion(id, scope, of, from, List.of(conditions), "test");
    }

    private static UnitVersion unit(long id, long from, @Nullable String profile, Condition... conditions) {
        return new UnitVersion(version(id, Scope.UNIT, "u", from, conditions), UnitKind.FRIDGE, profile, LAG);
    }

    private static List<Condition> at(UnitRules rules, long micros) {
        return Objects.requireNonNull(rules.at(micros)).conditions();
    }

    @Test
    void aSlotOfTheUnitIsOverThatOfItsProfileAndThatOneOverThatOfItsKind() {
        UnitRules rules = UnitRules.of(
                List.of(unit(3, ALWAYS, "p", warm(10))),
                Map.of(UnitKind.FRIDGE, List.of(version(1, Scope.KIND, "fridge", ALWAYS, warm(7), door()))),
                Map.of("p", List.of(version(2, Scope.PROFILE, "p", ALWAYS, warm(8), product(9)))),
                Map.of());

        assertThat(at(rules, 0)).containsExactly(door(), product(9), warm(10));
        assertThat(Objects.requireNonNull(rules.at(0)).rules())
                .extracting(rule -> rule.version().words())
                .containsExactly("kind fridge", "p", "unit u");
    }

    @Test
    void goodsThatFillAUnitFollowAsSlowlyAsThoseOfItsKindUnlessItsOwnAreSlower() {
        assertThat(filled(Duration.ofMinutes(90))).isEqualTo(Duration.ofHours(3));
        assertThat(filled(Duration.ofHours(5))).isEqualTo(Duration.ofHours(5));
        assertThat(filled(Duration.ZERO)).as("as warm as the air").isEqualTo(Duration.ZERO);
    }

    private static Duration filled(Duration productLag) {
        var unit = new UnitVersion(version(1, Scope.UNIT, "u", ALWAYS), UnitKind.FRIDGE, null, productLag);
        UnitRules rules = UnitRules.of(List.of(unit), Map.of(), Map.of(), Map.of());
        return Objects.requireNonNull(rules.at(0)).filledLag();
    }

    @Test
    void rulesChangeWhereAVersionBeginsAndTheUnitChangesItsProfile() {
        UnitRules rules = UnitRules.of(
                List.of(unit(3, ALWAYS, "p"), unit(5, 200, "q")),
                Map.of(UnitKind.FRIDGE, List.of(version(6, Scope.KIND, "fridge", 300, door()))),
                Map.of(
                        "p",
                        List.of(
                                version(1, Scope.PROFILE, "p", ALWAYS, warm(8)),
                                version(4, Scope.PROFILE, "p", 100, warm(9)),
                                version(7, Scope.PROFILE, "p", 250, warm(11))),
                        "q",
                        List.of(version(2, Scope.PROFILE, "q", ALWAYS, warm(10)))),
                Map.of());

        assertThat(rules.stretches())
                .extracting(UnitRules.Stretch::fromMicros)
                .containsExactly(ALWAYS, 100L, 200L, 300L);
        assertThat(at(rules, 99)).containsExactly(warm(8));
        assertThat(at(rules, 100)).containsExactly(warm(9));
        assertThat(at(rules, 299)).containsExactly(warm(10));
        assertThat(at(rules, 300)).containsExactly(door(), warm(10));
    }

    @Test
    void whatIsRecordedLaterHoldsOverWhatWasRecordedBeforeForThatTime() {
        RuleVersion first = version(1, Scope.PROFILE, "p", ALWAYS, warm(8));
        RuleVersion planned = version(2, Scope.PROFILE, "p", 500, warm(9));
        RuleVersion instead = version(3, Scope.PROFILE, "p", 300, warm(10));

        assertThat(RuleVersion.inForce(List.of(first, planned), RuleVersion::fromMicros))
                .containsExactly(first, planned);
        assertThat(RuleVersion.inForce(List.of(first, planned, instead), RuleVersion::fromMicros))
                .containsExactly(first, instead);
    }

    @Test
    void aPlanIsCutWhereTheRulesOfItsQuantityChangeAndNowhereElse() {
        UnitRules rules = UnitRules.of(
                List.of(unit(1, ALWAYS, "p")),
                Map.of(),
                Map.of(
                        "p",
                        List.of(
                                version(2, Scope.PROFILE, "p", ALWAYS, warm(8)),
                                version(3, Scope.PROFILE, "p", 100, warm(8), door()),
                                version(4, Scope.PROFILE, "p", 200, warm(9), door()))),
                Map.of());
        var maker = new PlanMaker();

        assertThat(maker.segments(placed(50, 1_000, Quantity.TEMPERATURE, Sense.AIR), rules, List.of(), RIGA))
                .containsExactly(segment(50, 200, LAG, warm(8)), segment(200, 1_000, LAG, warm(9)));
        assertThat(maker.segments(placed(50, 1_000, Quantity.DOOR, Sense.AIR), rules, List.of(), RIGA))
                .containsExactly(segment(50, 100, Duration.ZERO), segment(100, 1_000, Duration.ZERO, door()));
        assertThat(maker.segments(placed(300, 1_000, Quantity.TEMPERATURE, Sense.AIR), rules, List.of(), RIGA))
                .containsExactly(segment(300, 1_000, LAG, warm(9)));
    }

    @Test
    void theProductIsTheBusinessOfTheProbeInItWhileThereIsOne() {
        UnitRules rules = UnitRules.of(
                List.of(unit(1, ALWAYS, "p")),
                Map.of(),
                Map.of("p", List.of(version(2, Scope.PROFILE, "p", ALWAYS, warm(8), product(9)))),
                Map.of());
        var probes = List.of(new PlanMaker.ProductProbe(100, 200));
        var maker = new PlanMaker();

        assertThat(maker.segments(placed(0, 300, Quantity.TEMPERATURE, Sense.AIR), rules, probes, RIGA))
                .containsExactly(
                        segment(0, 100, LAG, warm(8), product(9)),
                        segment(100, 200, LAG, warm(8)),
                        segment(200, 300, LAG, warm(8), product(9)));
        assertThat(maker.segments(placed(100, 200, Quantity.TEMPERATURE, Sense.PRODUCT), rules, probes, RIGA))
                .containsExactly(segment(100, 200, Duration.ZERO, warm(8), product(9)));
    }

    @Test
    void whatNothingWatchesHasASegmentWithoutSlots() {
        var maker = new PlanMaker();

        assertThat(maker.segments(placed(0, 300, Quantity.TEMPERATURE, Sense.AIR), UnitRules.NONE, List.of(), RIGA))
                .containsExactly(segment(0, 300, Duration.ZERO));
        UnitRules later = UnitRules.of(List.of(unit(1, 100, null, warm(8))), Map.of(), Map.of(), Map.of());
        assertThat(maker.segments(placed(0, 300, Quantity.TEMPERATURE, Sense.AIR), later, List.of(), RIGA))
                .containsExactly(segment(0, 100, Duration.ZERO), segment(100, 300, LAG, warm(8)));
    }

    @Test
    void theLagOfAProbeIsThatOfItsTimeInTheAirAndInTheProduct() {
        UnitRules rules = UnitRules.of(List.of(unit(1, ALWAYS, null, warm(8), door())), Map.of(), Map.of(), Map.of());
        var maker = new PlanMaker();
        Duration bottle = Duration.ofMinutes(5);

        for (Sense sense : Sense.values()) {
            Duration product = sense == Sense.AIR ? LAG : Duration.ZERO;
            assertThat(segments(maker, rules, Quantity.TEMPERATURE, sense, new ProbeLag(ALWAYS, bottle)))
                    .containsExactly(segment(50, 300, product, bottle, warm(8)));
            assertThat(segments(
                            maker,
                            rules,
                            Quantity.TEMPERATURE,
                            sense,
                            new ProbeLag(20, Duration.ZERO),
                            new ProbeLag(100, bottle),
                            new ProbeLag(150, bottle),
                            new ProbeLag(200, Duration.ZERO),
                            new ProbeLag(300, bottle)))
                    .containsExactly(
                            segment(50, 100, product, Duration.ZERO, warm(8)),
                            segment(100, 200, product, bottle, warm(8)),
                            segment(200, 300, product, Duration.ZERO, warm(8)));
        }
        // The last of those from before holds when it begins.
        assertThat(segments(
                        maker,
                        rules,
                        Quantity.TEMPERATURE,
                        Sense.PRODUCT,
                        new ProbeLag(ALWAYS, Duration.ofMinutes(2)),
                        new ProbeLag(50, bottle)))
                .containsExactly(segment(50, 300, Duration.ZERO, bottle, warm(8)));
        assertThat(segments(maker, rules, Quantity.DOOR, Sense.AIR, new ProbeLag(ALWAYS, bottle)))
                .containsExactly(segment(50, 300, Duration.ZERO, door()));
    }

    @Test
    void timeThatNobodyTrustsIsCutOutOfTheLagToo() {
        Duration bottle = Duration.ofMinutes(5);
        List<PlanMaker.Placed> followed =
                placed(0, 300, Quantity.TEMPERATURE, Sense.PRODUCT).following(List.of(new ProbeLag(100, bottle)));

        assertThat(followed.stream().flatMap(part -> part.without(List.of(new Span(50, 200))).stream()))
                .extracting(PlanMaker.Placed::fromMicros, PlanMaker.Placed::toMicros, PlanMaker.Placed::probeLag)
                .containsExactly(tuple(0L, 50L, Duration.ZERO), tuple(200L, 300L, bottle));
    }

    private static List<ChannelPlan.Segment> segments(
            PlanMaker maker, UnitRules rules, Quantity quantity, Sense senses, ProbeLag... lags) {
        return placed(50, 300, quantity, senses).following(List.of(lags)).stream()
                .flatMap(part -> maker.segments(part, rules, List.of(), RIGA).stream())
                .toList();
    }

    private static PlanMaker.Placed placed(long from, long to, Quantity quantity, Sense senses) {
        return new PlanMaker.Placed("u", from, to, quantity, senses);
    }

    private static ChannelPlan.Segment segment(long from, long to, Duration lag, Condition... conditions) {
        return segment(from, to, lag, Duration.ZERO, conditions);
    }

    private static ChannelPlan.Segment segment(
            long from, long to, Duration lag, Duration probeLag, Condition... conditions) {
        return new ChannelPlan.Segment(
                "u", from, to, SlotRules.group(List.of(conditions)), new Traits(lag, probeLag, RIGA));
    }
}
