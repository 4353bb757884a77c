package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.condition.ProductTemperature;
import io.frostproof.alerts.network.PlanMaker;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.UnitRules;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProductCurveTest {

    private static final long MINUTE = 60_000_000;
    private static final long HOLD = 10 * MINUTE;
    private static final Duration LAG = Duration.ofHours(2);
    private static final long[] TIMES = new long[3_000];
    private static final double[] AIR = new double[TIMES.length];

    static {
        var random = new Random(7);
        double air = 5;
        for (int i = 0; i < TIMES.length; i++) {
            TIMES[i] = (i == 0 ? 0 : TIMES[i - 1])
                    + MINUTE
                    + (random.nextInt(100) == 0 ? random.nextLong(90 * MINUTE) : 0);
            air += random.nextGaussian() * 0.5 + (5 - air) * 0.02;
            AIR[i] = air;
        }
    }

    private static UnitRules lags(UnitRules.Stretch... stretches) {
        return new UnitRules(List.of(stretches));
    }

    private static UnitRules.Stretch from(long micros, Duration lag) {
        return new UnitRules.Stretch(micros, lag, List.of());
    }

    private static double[] curve(UnitRules rules, List<PlanMaker.ProductProbe> probes, int first) {
        var curve = new ProductCurve(rules, probes, HOLD);
        var products = new double[TIMES.length];
        for (int i = first; i < TIMES.length; i++) {
            products[i] = curve.at(TIMES[i], AIR[i]);
        }
        return products;
    }

    @Test
    void itIsTheCurveThatConditionsWatch() {
        assertThat(curve(lags(from(RuleVersion.FROM_THE_BEGINNING, LAG)), List.of(), 0))
                .containsExactly(ProductTemperature.curve(TIMES, AIR, LAG, HOLD));
    }

    @Test
    void afterItsRunInABeginningElsewhereIsFeltNoMore() {
        UnitRules rules = lags(from(RuleVersion.FROM_THE_BEGINNING, LAG));
        double[] whole = ProductTemperature.curve(TIMES, AIR, LAG, HOLD);
        long runIn = ProductCurve.runInMicros(rules, Long.MAX_VALUE);
        assertThat(runIn).isEqualTo(600 * MINUTE);
        double[] partly = curve(rules, List.of(), 700);
        for (int i = 700; i < TIMES.length; i++) {
            if (TIMES[i] >= TIMES[700] + runIn) {
                // e^-5 of the difference at the beginning.
                assertThat(partly[i]).isCloseTo(whole[i], within(Math.abs(whole[700] - AIR[700]) * 0.0068 + 1e-12));
            }
        }
    }

    @Test
    void isNotReckonedWhileAProbeIsInTheProductNorWithoutALag() {
        UnitRules rules = lags(from(0, LAG), from(TIMES[2_000], Duration.ZERO));
        double[] products = curve(rules, List.of(new PlanMaker.ProductProbe(TIMES[100], TIMES[200])), 0);

        assertThat(products[99]).isFinite();
        assertThat(products[100]).isNaN();
        assertThat(products[199]).isNaN();
        // As one that begins there.
        assertThat(products[200]).isEqualTo(AIR[200]);
        assertThat(products[201]).isNotEqualTo(AIR[201]);
        assertThat(products[2_000]).isNaN();
    }

    @Test
    void anotherLagBeginsWithTheReadingThatStands() {
        double[] products = curve(lags(from(0, LAG), from(TIMES[500], LAG.dividedBy(4))), List.of(), 0);

        assertThat(products[500])
                .isEqualTo(ProductTemperature.at(
                        AIR[499],
                        TIMES[500] - TIMES[499],
                        Math.max(0, TIMES[500] - TIMES[499] - HOLD),
                        AIR[499],
                        AIR[500],
                        LAG.dividedBy(4).toNanos() / 1000));
    }

    @Test
    void runsInForTheLongestLagThatWasInForceBeforeTheEnd() {
        UnitRules rules = lags(from(0, LAG), from(100, LAG.multipliedBy(2)), from(200, LAG.multipliedBy(9)));

        assertThat(ProductCurve.runInMicros(rules, 200))
                .isEqualTo(LAG.multipliedBy(10).toNanos() / 1000);
        assertThat(ProductCurve.runInMicros(UnitRules.NONE, 200)).isZero();
    }
}
