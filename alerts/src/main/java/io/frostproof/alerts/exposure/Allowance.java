package io.frostproof.alerts.exposure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long in all a product may be beyond a temperature, in its whole life: a stability budget, such as the time out of refrigeration of 12 h above 8 and
 * up to 25 °C. What was used of it is never given back.
 *
 * @param name what people call it, such as {@code out of refrigeration}
 * @param beyondCelsius from where on it is used; that temperature itself uses nothing
 * @param untilCelsius up to where, this temperature included; null: whatever is beyond
 * @param time the budget
 */
public record Allowance(
        String name,
        Side side,
        double beyondCelsius,
        @Nullable Double untilCelsius,
        Duration time) {

    /** Which way out of the band. */
    public enum Side {
        WARM,
        COLD
    }

    public Allowance {
        if (!Double.isFinite(beyondCelsius)) {
            throw new IllegalArgumentException("allowance " + name + ": a temperature expected, was " + beyondCelsius);
        }
        if (untilCelsius != null
                && !(side == Side.WARM ? untilCelsius > beyondCelsius : untilCelsius < beyondCelsius)) {
            throw new IllegalArgumentException("allowance " + name + ": " + side + " from " + beyondCelsius
                    + " °C on cannot end at " + untilCelsius + " °C");
        }
        if (time.isNegative()) {
            throw new IllegalArgumentException("allowance " + name + ": the time must not be negative, was " + time);
        }
    }

    /** Whether goods use it up by all that is said of them: by the coldest as well as by the warmest, and so by all between. */
    boolean certainlyUsedAt(double coldest, double warmest) {
        return usedAt(coldest, coldest) && usedAt(warmest, warmest);
    }

    /** Whether goods that were anything between the coldest and the warmest may have used it up. */
    boolean possiblyUsedAt(double coldest, double warmest) {
        return side == Side.WARM
                ? warmest > beyondCelsius && (untilCelsius == null || coldest <= untilCelsius)
                : coldest < beyondCelsius && (untilCelsius == null || warmest >= untilCelsius);
    }

    /** Whether goods of which this is the coldest and the warmest use it up. */
    boolean usedAt(double coldest, double warmest) {
        return side == Side.WARM
                ? warmest > beyondCelsius && (untilCelsius == null || warmest <= untilCelsius)
                : coldest < beyondCelsius && (untilCelsius == null || coldest >= untilCelsius);
    }
}
