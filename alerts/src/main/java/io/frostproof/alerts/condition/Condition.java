package io.frostproof.alerts.condition;

import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;

/**
 * One threshold alarm: the value breaches the threshold for longer than the delay.
 *
 * @param slot what is wrong, such as {@code too_warm}; conditions of one slot are levels of one thing, and a unit has at
 *     most one open incident per slot
 * @param quantity which channels of the unit it watches
 * @param threshold in the canonical unit of the quantity
 * @param delay how long the breach must last, in event time without unknown time, before it counts; zero means at once
 * @param clearMargin how far back inside the threshold the value must come to end it (hysteresis), in the same unit, at
 *     least 0
 */
public record Condition(
        String slot,
        Level level,
        Quantity quantity,
        Operator operator,
        double threshold,
        Duration delay,
        double clearMargin) {

    public Condition {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("condition " + slot + ": threshold must be a number, was " + threshold);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("condition " + slot + ": delay must not be negative, was " + delay);
        }
        if (!(clearMargin >= 0) || Double.isInfinite(clearMargin)) {
            throw new IllegalArgumentException(
                    "condition " + slot + ": clear margin must be 0 or more, was " + clearMargin);
        }
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
