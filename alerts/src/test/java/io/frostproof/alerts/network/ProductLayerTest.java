package io.frostproof.alerts.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.RuleVersion.Scope;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class ProductLayerTest {

    private static final long ALWAYS = RuleVersion.FROM_THE_BEGINNING;

    private static Condition warm(Level level, Operator operator, double threshold, int minutes) {
        return new Condition(
                "too_warm", level, Quantity.TEMPERATURE, operator, threshold, Duration.ofMinutes(minutes), 0);
    }

    private static Condition warm(double threshold, int minutes) {
        return warm(Level.WARNING, Operator.ABOVE, threshold, minutes);
    }

    private static Condition cold(double threshold) {
        return new Condition(
                "too_cold", Level.WARNING, Quantity.TEMPERATURE, Operator.BELOW, threshold, Duration.ZERO, 0);
    }

    private static List<Condition> layer(List<List<Condition>> products) {
        return ProductLayer.of(products, Function.identity());
    }

    @Test
    void ofEachSlotTheStrictestProductHolds() {
        List<Condition> milk = List.of(warm(8, 30), cold(0));
        List<Condition> fish = List.of(warm(4, 10));
        List<Condition> berries = List.of(warm(8, 30), cold(1));

        assertThat(layer(List.of(milk, fish, berries))).containsExactly(warm(4, 10), cold(1));
        assertThat(layer(List.of(berries, fish, milk))).containsExactly(warm(4, 10), cold(1));
        assertThat(ProductLayer.contested(List.of(milk, fish, berries))).isEmpty();
    }

    @Test
    void aSlotIsOneProductsAsAWhole() {
        List<Condition> two = List.of(warm(4, 10), warm(Level.CRITICAL, Operator.ABOVE, 8, 10));
        List<Condition> one = List.of(warm(6, 10));

        assertThat(layer(List.of(one, two))).containsExactlyElementsOf(two);
    }

    @Test
    void aCriticalLevelIsStricterThanAWarningAtTheSameThreshold() {
        Condition critical = warm(Level.CRITICAL, Operator.ABOVE, 8, 10);

        assertThat(layer(List.of(List.of(warm(8, 10)), List.of(critical)))).containsExactly(critical);
    }

    @Test
    void atItIsStricterThanBeyondIt() {
        Condition at = warm(Level.WARNING, Operator.AT_OR_ABOVE, 8, 10);

        assertThat(layer(List.of(List.of(warm(8, 10)), List.of(at)))).containsExactly(at);
        assertThat(layer(List.of(List.of(at), List.of(warm(8, 10))))).containsExactly(at);
    }

    @Test
    void aLowerThresholdAgainstAShorterDelayIsNobodysToDecide() {
        List<Condition> slow = List.of(warm(6, 60), cold(2));
        List<Condition> quick = List.of(warm(8, 5), cold(2));

        assertThat(ProductLayer.contested(List.of(slow, quick))).containsExactly("too_warm");
        // On record all the same: the one that the unit names first.
        assertThat(layer(List.of(quick, slow))).containsExactly(warm(8, 5), cold(2));
        assertThat(layer(List.of(slow, quick))).containsExactly(warm(6, 60), cold(2));
    }

    @Test
    void anotherMeasureOrOtherHoursAreNotStricter() {
        Condition product = new Condition(
                "too_warm",
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Product(),
                Operator.ABOVE,
                4,
                Duration.ZERO,
                0,
                null,
                Schedule.ALWAYS);

        assertThat(ProductLayer.contested(List.of(List.of(product), List.of(warm(8, 10)))))
                .containsExactly("too_warm");
    }

    @Test
    void whatAUnitKeepsIsOverItsProfileAndUnderItself() {
        var kept = new UnitVersion(
                new RuleVersion(9, Scope.UNIT, "u", ALWAYS, List.of(cold(3)), "test"),
                UnitKind.FRIDGE,
                "p",
                Duration.ZERO,
                List.of("milk", "fish"));
        var milk = new RuleVersion(2, Scope.PRODUCT, "milk", ALWAYS, List.of(warm(8, 30), cold(0)), "test");
        var fish = new RuleVersion(3, Scope.PRODUCT, "fish", ALWAYS, List.of(warm(6, 30)), "test");
        var later = new RuleVersion(4, Scope.PRODUCT, "milk", 500, List.of(warm(5, 30), cold(0)), "test");
        UnitRules rules = UnitRules.of(
                List.of(kept),
                Map.of(),
                Map.of("p", List.of(new RuleVersion(1, Scope.PROFILE, "p", ALWAYS, List.of(warm(20, 0)), "test"))),
                Map.of("milk", List.of(milk, later), "fish", List.of(fish)));

        assertThat(Objects.requireNonNull(rules.at(0)).rules())
                .extracting(rule -> rule.version().id())
                .containsExactly(3L, 9L);
        assertThat(rules.stretches()).extracting(UnitRules.Stretch::fromMicros).containsExactly(ALWAYS, 500L);
        assertThat(Objects.requireNonNull(rules.at(500)).rules())
                .extracting(rule -> rule.version().words())
                .containsExactly("product milk", "unit u");
    }
}
