package io.frostproof.alerts.condition;

import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One alarm: a measure of a channel breaches the threshold for longer than the delay.
 *
 * @param slot what is wrong, such as {@code too_warm}; conditions of one slot are levels of one thing, and a unit has at
 *     most one open incident per slot
 * @param quantity which channels of the unit it watches
 * @param measure what of their readings it compares
 * @param threshold in the unit of the measure; 0 of {@link Measure.Missing}, which compares nothing (and is {@code >}, without margin and period)
 * @param delay how long the breach must last, in event time without unknown time, before it counts; zero means at once
 * @param clearMargin how far back inside the threshold the measure must come to end it (hysteresis), in the same unit, at
 *     least 0
 * @param per null: the delay counts for one breach (a single-event timer, which a value back in range resets). Otherwise it counts for all breaches
 *     of such a period together (a cumulative timer)
 * @param schedule when it watches
 */
public record Condition(
        String slot,
        Level level,
        Quantity quantity,
        Measure measure,
        Operator operator,
        double threshold,
        Duration delay,
        double clearMargin,
        @Nullable Period per,
        Schedule schedule) {

    public Condition {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("condition " + slot + ": threshold must be a number, was " + threshold);
        }
        if (measure instanceof Measure.Missing) {
            // It compares nothing: a threshold that is not 0 would say that it does.
            require(slot, threshold == 0, "threshold", threshold, "0");
            require(slot, operator == Operator.ABOVE, "operator", operator.symbol(), ">");
            require(slot, clearMargin == 0, "clear margin", clearMargin, "0");
            require(slot, per == null, "per", String.valueOf(per), "none");
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("condition " + slot + ": delay must not be negative, was " + delay);
        }
        if (!(clearMargin >= 0) || Double.isInfinite(clearMargin)) {
            throw new IllegalArgumentException(
                    "condition " + slot + ": clear margin must be 0 or more, was " + clearMargin);
        }
    }

    private static void require(String slot, boolean right, String field, Object value, String expected) {
        if (!right) {
            throw new IllegalArgumentException("condition " + slot + ": " + field + " of missing must be " + expected
                    + ", since its delay says how long, was " + value);
        }
    }

    /** A single-event threshold on the reading itself, at all times. */
    public Condition(
            String slot,
            Level level,
            Quantity quantity,
            Operator operator,
            double threshold,
            Duration delay,
            double clearMargin) {
        this(slot, level, quantity, Measure.VALUE, operator, threshold, delay, clearMargin, null, Schedule.ALWAYS);
    }

    /** Whether {@code value} breaches. */
    public boolean breaches(double value) {
        return operator.breaches(value, threshold);
    }

    /** Whether {@code value} is far enough back to end a breach. Between the two, a breach goes on. */
    public boolean clears(double value) {
        return !operator.breaches(operator.upward() ? value + clearMargin : value - clearMargin, threshold);
    }
}
