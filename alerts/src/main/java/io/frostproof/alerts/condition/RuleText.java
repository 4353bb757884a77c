package io.frostproof.alerts.condition;

import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says a condition in words, such as {@code > 8 °C for 10 h}, {@code product > 8 °C for 30 min}, {@code sum above 8 °C > 60 K·min per day} or
 * {@code no data for 30 min, mon-fri 20:00 to 06:00}; and in which unit its threshold and its worst value are.
 */
public final class RuleText {

    private static final Duration SHOWN_IN_DAYS = Duration.ofDays(2);
    private static final Set<DayOfWeek> WORKING_DAYS =
            Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
    private static final Set<DayOfWeek> WEEKEND = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    private RuleText() {}

    public static String of(Condition condition) {
        Period per = condition.per();
        String delay = condition.delay().isZero() ? "" : " for " + duration(condition.delay());
        return measured(condition) + delay + (per == null ? "" : " in all" + per(per)) + when(condition.schedule());
    }

    /** What people read behind threshold, margin and worst value, such as {@code °C}, {@code K/h} or nothing. */
    public static String symbol(Condition condition) {
        MeasureUnit unit = condition.quantity().canonicalUnit();
        String degrees = difference(condition.quantity());
        return switch (condition.measure()) {
            case Measure.Value v -> unit.symbol();
            case Measure.Product p -> unit.symbol();
            case Measure.MeanKinetic m -> unit.symbol();
            case Measure.Change c -> degrees + "/h";
            case Measure.DegreeMinutes d -> degrees + "·min";
            case Measure.Spread s -> degrees;
            case Measure.Crossings c -> "";
            case Measure.Run r -> "min";
            case Measure.Missing m -> "min";
            case Measure.While w -> "";
            case Measure.Disagreement d -> degrees;
            case Measure.Calibration c -> "d";
            case Measure.Clock c -> "s";
        };
    }

    /** The UCUM code of {@link #symbol}. */
    public static String ucum(Condition condition) {
        MeasureUnit unit = condition.quantity().canonicalUnit();
        String degrees = unit == MeasureUnit.CELSIUS ? "K" : unit.ucum();
        return switch (condition.measure()) {
            case Measure.Value v -> unit.ucum();
            case Measure.Product p -> unit.ucum();
            case Measure.MeanKinetic m -> unit.ucum();
            case Measure.Change c -> degrees + "/h";
            case Measure.DegreeMinutes d -> degrees + ".min";
            case Measure.Spread s -> degrees;
            case Measure.Crossings c -> MeasureUnit.ONE.ucum();
            case Measure.Run r -> "min";
            case Measure.Missing m -> "min";
            case Measure.While w -> MeasureUnit.ONE.ucum();
            case Measure.Disagreement d -> degrees;
            case Measure.Calibration c -> "d";
            case Measure.Clock c -> "s";
        };
    }

    private static String measured(Condition condition) {
        String limit =
                (condition.operator().symbol() + " " + number(condition.threshold()) + " " + symbol(condition)).strip();
        return switch (condition.measure()) {
            case Measure.Value v -> limit;
            case Measure.Product p -> "product " + limit;
            case Measure.Change c -> "change over " + duration(c.window()) + " " + limit;
            case Measure.MeanKinetic m -> "mean kinetic temperature of " + duration(m.window()) + " " + limit;
            case Measure.DegreeMinutes d ->
                "sum " + side(d.above()) + " " + value(condition.quantity(), d.limit()) + " " + limit + per(d.per());
            case Measure.Crossings c ->
                limit + " times " + side(c.above()) + " " + value(condition.quantity(), c.limit())
                        + (c.back() == c.limit() ? "" : " (back at " + value(condition.quantity(), c.back()) + ")")
                        + " in " + duration(c.window());
            case Measure.Spread s -> "spread over " + duration(s.window()) + " " + limit;
            case Measure.Run r ->
                "longest run " + side(r.above()) + " " + value(condition.quantity(), r.limit()) + " in "
                        + duration(r.window()) + " " + limit;
            case Measure.Missing m -> "no data";
            case Measure.While w ->
                state(condition.quantity(), condition.operator(), condition.threshold()) + " while "
                        + state(w.quantity(), w.operator(), w.threshold());
            case Measure.Disagreement d -> "means of " + duration(d.window()) + " apart by " + limit;
            case Measure.Calibration c -> calibration(condition.threshold());
            case Measure.Clock c -> "clock off by " + limit;
        };
    }

    private static String state(Quantity quantity, Operator operator, double threshold) {
        return quantity.id() + " " + operator.symbol() + " " + number(threshold);
    }

    private static String calibration(double days) {
        return days < 0 ? "calibration due in " + number(-days) + " d" : "calibration over for " + number(days) + " d";
    }

    private static String side(boolean above) {
        return above ? "above" : "below";
    }

    private static String per(Period per) {
        return " per " + per.id();
    }

    private static String value(Quantity quantity, double value) {
        return (number(value) + " " + quantity.canonicalUnit().symbol()).strip();
    }

    /** A difference of degrees Celsius is in kelvin. */
    private static String difference(Quantity quantity) {
        MeasureUnit unit = quantity.canonicalUnit();
        return unit == MeasureUnit.CELSIUS ? "K" : unit.symbol();
    }

    private static String when(Schedule schedule) {
        return schedule.always()
                ? ""
                : ", " + schedule.windows().stream().map(RuleText::window).collect(Collectors.joining(" and "));
    }

    private static String window(Schedule.Window window) {
        boolean whole = window.fromMinute() == 0
                && window.toMinute() == Duration.ofDays(1).toMinutes();
        return days(window.days())
                + (whole ? "" : " " + clock(window.fromMinute()) + " to " + clock(window.toMinute()));
    }

    private static String days(Set<DayOfWeek> days) {
        if (days.size() == DayOfWeek.values().length) {
            return "every day";
        }
        if (days.equals(WORKING_DAYS)) {
            return "mon-fri";
        }
        if (days.equals(WEEKEND)) {
            return "sat-sun";
        }
        return days.stream().sorted().map(RuleText::day).collect(Collectors.joining(" "));
    }

    private static String day(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static String clock(int minute) {
        return "%02d:%02d".formatted(minute / 60, minute % 60);
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
        if (duration.compareTo(SHOWN_IN_DAYS) >= 0
                && duration.toHours() % 24 == 0
                && duration.toSeconds() % 3600 == 0) {
            return duration.toDays() + " d";
        }
        if (duration.toSeconds() % 3600 == 0) {
            return duration.toHours() + " h";
        }
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
