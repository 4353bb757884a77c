package io.frostproof.alerts.condition;

import java.math.BigDecimal;
import java.time.Duration;

/** Says a condition in words, such as {@code > 8 °C for 10 h}. */
public final class RuleText {

    private RuleText() {}

    public static String of(Condition condition) {
        String unit = condition.quantity().canonicalUnit().symbol();
        String limit = condition.operator().symbol() + " " + number(condition.threshold())
                + (unit.isEmpty() ? "" : " " + unit);
        return condition.delay().isZero() ? limit : limit + " for " + duration(condition.delay());
    }

    /** At most two decimals: a threshold given in °F has many in °C. */
    private static String number(double value) {
        return new BigDecimal(value)
                .setScale(2, java.math.RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String duration(Duration duration) {
        if (duration.toNanosPart() != 0) {
            return new BigDecimal(duration.toNanos())
                            .movePointLeft(9)
                            .stripTrailingZeros()
                            .toPlainString() + " s";
        }
        if (duration.toSeconds() % 3600 == 0) {
            return duration.toHours() + " h";
        }
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
