package io.frostproof.alerts.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Delays of product conditions, which count from when goods may have been beyond at the earliest, once the product is. Times are minutes. */
class EarlyDelayTest {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration LAG = Duration.ofMinutes(60);
    private static final Duration BOTTLE = Duration.ofMinutes(5);

    private static Condition above8(Measure measure, long delay) {
        return new Condition(
                "too_warm",
                Level.WARNING,
                Quantity.TEMPERATURE,
                measure,
                Operator.ABOVE,
                8,
                Duration.ofMinutes(delay),
                0,
                null,
                Schedule.ALWAYS);
    }

    private static List<String> told(Duration productLag, Duration probeLag, long delay, LongToDoubleFunction celsius) {
        var points = new ArrayList<Tries.Point>();
        for (long minute = 0; minute <= 400; minute++) {
            points.add(new Tries.Point(minute * 60, celsius.applyAsDouble(minute)));
        }
        var plan = new ChannelPlan(
                10 * Tries.MINUTE,
                List.of(new ChannelPlan.Segment(
                        "fridge",
                        0,
                        ChannelPlan.OPEN_END,
                        SlotRules.group(List.of(above8(new Measure.Product(), delay))),
                        new Traits(productLag, probeLag, ZoneOffset.UTC))));
        return Tries.transitions(plan, points).stream().map(MinuteWalk::say).toList();
    }

    private static LongToDoubleFunction air(double celsius, long from, long to) {
        return minute -> minute >= from && minute < to ? celsius : 5;
    }

    @Test
    void airThatIsTooWarmForLongTellsAsSoonAsTheProductIsToo() {
        // The air is at 10 °C from minute 60 on, the product at 8 °C after 60 ln(5 / 2) = 55 min.
        assertThat(told(LAG, NONE, 45, air(10, 60, 130)))
                .containsExactly("too_warm STARTED WARNING @115 since 115", "too_warm ENDED null @138");
    }

    @Test
    void airThatIsTooWarmForLongTellsNobodyWhileTheProductIsNot() {
        assertThat(told(LAG, NONE, 45, air(10, 60, 114))).isEmpty();
    }

    @Test
    void theDelayRunsOnWithTheProductWhenTheAirIsBack() {
        // The product is at 8 °C after 60 ln(15 / 12) = 13.4 min, at 10.9 °C when the air is back, and at 8 °C again 60
        // ln(5.9 / 3) = 41 min later.
        assertThat(told(LAG, NONE, 45, air(20, 60, 90)))
                .containsExactly("too_warm STARTED WARNING @105 since 73", "too_warm ENDED null @131");
    }

    @Test
    void airThatWasBackInBetweenCountsFromWhenItWasBeyondAgain() {
        LongToDoubleFunction twice =
                minute -> minute == 100 ? 7.9 : air(10, 60, 140).applyAsDouble(minute);

        assertThat(told(LAG, NONE, 45, twice).getFirst()).isEqualTo("too_warm STARTED WARNING @146 since 116");
    }

    @Test
    void aProbeInABottleIsBeyondForLessTimeThanTheGoodsAreAndTellsAllTheSame() {
        // Goods jump to 8.5 °C at minute 60 and are back at 8 °C after 47 min.
        LongToDoubleFunction goods = minute -> minute < 60 ? 5 : 8.5 - 0.5 * (minute - 60) / 47;
        LongToDoubleFunction felt = felt(goods, 5);

        assertThat(told(NONE, NONE, 45, felt)).isEmpty();
        assertThat(told(NONE, BOTTLE, 45, felt).getFirst()).isEqualTo("too_warm STARTED WARNING @108 since 70");
    }

    @Test
    void noiseOfASlowProbeNearTheThresholdIsNoReasonToCountAnew() {
        // As above, with one reading that is not above 8 °C soon after the first that is.
        LongToDoubleFunction goods = minute -> minute < 60 ? 5 : 8.25 - 0.25 * (minute - 60) / 48;
        LongToDoubleFunction felt = felt(goods, 5);
        LongToDoubleFunction noisy = minute -> minute == 74 ? 8 : Math.round(felt.applyAsDouble(minute) * 100) / 100.0;

        assertThat(told(NONE, BOTTLE, 45, noisy).getFirst()).startsWith("too_warm STARTED WARNING @10");
    }

    @Test
    void whatIsAroundASlowProbeIsFoundAgain() {
        double felt = 5 + 3 * (1 - Math.exp(-0.6));

        assertThat(SlowProbe.surroundings(5, felt, 180_000_000, 300_000_000)).isCloseTo(8, within(1e-9));
        assertThat(SlowProbe.surroundings(5, 6, 60_000_000, 0)).isEqualTo(6);
        assertThat(SlowProbe.apartMicros(300_000_000)).isEqualTo(150_000_000);
    }

    private static LongToDoubleFunction felt(LongToDoubleFunction goods, double lagMinutes) {
        var readings = new double[401];
        readings[0] = goods.applyAsDouble(0);
        for (int minute = 1; minute < readings.length; minute++) {
            double around = goods.applyAsDouble(minute);
            readings[minute] = around + (readings[minute - 1] - around) * Math.exp(-1 / lagMinutes);
        }
        return minute -> readings[(int) minute];
    }
}
