package io.frostproof.store;

import io.frostproof.alerts.condition.ProductTemperature;
import io.frostproof.alerts.network.PlanMaker;
import io.frostproof.alerts.network.UnitRules;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The product's temperature beside a channel that measures the air of a unit, reading by reading, as conditions on it reckon it. Not known
 * while a probe is in the product itself, and where no lag is on record. Begins as warm as the air, which is felt no more after some
 * lags: hence {@link #runInMicros}. Not thread-safe.
 */
final class ProductCurve {

    /** After five time constants 0.7 % of a wrong beginning is left. */
    private static final int RUN_IN_LAGS = 5;

    private final UnitRules rules;
    private final List<PlanMaker.ProductProbe> probes;
    private final long maxHoldMicros;

    private long lagMicros;
    private long lastMicros;
    private double lastAir = Double.NaN;
    private double product = Double.NaN;

    /** @param maxHoldMicros how long a reading of the channel stands */
    ProductCurve(UnitRules rules, List<PlanMaker.ProductProbe> probes, long maxHoldMicros) {
        this.rules = rules;
        this.probes = probes;
        this.maxHoldMicros = maxHoldMicros;
    }

    /** How far before an instant readings have to be fed, in microseconds: for as long as the lags that were in force then are felt. */
    static long runInMicros(UnitRules rules, long toMicros) {
        return longestLagMicros(rules, toMicros) * RUN_IN_LAGS;
    }

    /** The longest time constant that was in force before an instant, in microseconds. */
    static long longestLagMicros(UnitRules rules, long toMicros) {
        return rules.stretches().stream()
                .filter(stretch -> stretch.fromMicros() < toMicros)
                .mapToLong(stretch -> micros(stretch.productLag()))
                .max()
                .orElse(0);
    }

    /** The time constant in force at an instant, in microseconds; 0 when there is none. */
    static long lagMicros(UnitRules rules, long micros) {
        UnitRules.@Nullable Stretch stretch = rules.at(micros);
        return stretch == null ? 0 : micros(stretch.productLag());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    /** The product at the next reading of the air, in event-time order; NaN when it is not reckoned. */
    double at(long timeMicros, double air) {
        long lag = lagMicros(rules, timeMicros);
        if (lag == 0
                || probes.stream()
                        .anyMatch(probe -> timeMicros >= probe.fromMicros() && timeMicros < probe.toMicros())) {
            product = Double.NaN;
        } else if (Double.isNaN(lastAir)) {
            product = air;
        } else {
            long since = timeMicros - lastMicros;
            // What is watched with another lag begins with the reading that stands.
            product = ProductTemperature.at(
                    lag == lagMicros ? product : lastAir, since, Math.max(0, since - maxHoldMicros), lastAir, air, lag);
        }
        lagMicros = lag;
        lastMicros = timeMicros;
        lastAir = air;
        return product;
    }
}
