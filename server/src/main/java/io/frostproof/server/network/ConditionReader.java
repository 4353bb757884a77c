package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Period;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of one profile, kind or unit and holds each against those of the same slot before it. */
final class ConditionReader {

    /** Nobody waits longer for an alarm; more is a slip of the unit. */
    static final Duration LONGEST_DELAY = Duration.ofDays(31);

    /** A monitor remembers so many crossings. */
    private static final int MOST_CROSSINGS = 64;

    private static final Set<Measure.Kind> AT_DESK =
            Set.of(Measure.Kind.WHILE, Measure.Kind.DISAGREEMENT, Measure.Kind.CALIBRATION, Measure.Kind.CLOCK);

    private static final int MOST_DAYS = 3_650;

    private record Read(Condition condition, Fields row) {}

    private final List<Read> before = new ArrayList<>();

    Optional<Condition> read(Fields row) {
        String slot = row.identifier("slot");
        var level = row.choice("level", List.of(Level.values()), Level::id);
        var quantity = row.choice("quantity", List.of(Quantity.values()), Quantity::id, Quantity.TEMPERATURE);
        Measure.Kind kind = MeasureReader.kind(row);
        MeasureUnit unit = unit(row, quantity, kind);
        Measure measure = new MeasureReader(row, quantity, unit).read(kind);
        boolean compares = kind != Measure.Kind.MISSING;
        boolean dated = kind == Measure.Kind.CALIBRATION;
        var operator = dated ? Operator.AT_OR_ABOVE : compares ? operator(row, kind) : Operator.ABOVE;
        double written = dated ? days(row) : compares ? row.number("threshold") : 0;
        var delay = dated ? Duration.ZERO : row.duration("delay", Duration.ZERO, LONGEST_DELAY);
        double margin = compares ? row.optionalNumber("clear_margin").orElse(0.0) : 0;
        if (margin < 0) {
            row.problem("clear_margin", "0 or more");
        }
        if (!compares) {
            List.of("operator", "threshold", "clear_margin", "unit").forEach(key -> {
                if (row.has(key)) {
                    row.problem(key, "left out: missing compares nothing, its delay says how long");
                }
            });
        }
        if (dated) {
            List.of("operator", "delay", "clear_margin", "unit", "when").forEach(key -> {
                if (row.has(key)) {
                    row.problem(key, "left out: calibration goes by a date, its threshold says how many days after it");
                }
            });
        }
        if (kind == Measure.Kind.CLOCK && row.has("unit")) {
            row.problem("unit", "left out: how far a clock is off is in seconds");
        }
        Period per = kind == Measure.Kind.DEGREE_MINUTES ? null : per(row, kind, delay);
        Schedule schedule = ScheduleReader.read(row);
        Optional<Condition> condition = row.make(() -> new Condition(
                slot,
                level,
                quantity,
                measure,
                operator,
                canonical(kind, unit, written),
                delay,
                kind == Measure.Kind.CROSSINGS || kind == Measure.Kind.RUN || kind == Measure.Kind.CLOCK
                        ? margin
                        : unit.differenceToCanonical(margin),
                per,
                schedule));
        condition.ifPresent(c -> check(c, row));
        return condition;
    }

    /** Whole days after the last good one; below 0 before. */
    private static double days(Fields row) {
        double days = row.number("threshold");
        if (days != Math.rint(days) || Math.abs(days) > MOST_DAYS) {
            row.problem("threshold", "whole days from -" + MOST_DAYS + " to " + MOST_DAYS + ", below 0 for before");
        }
        return days;
    }

    /** The unit of the quantity; what a measure makes of it (per hour, times minutes) is said by the measure. */
    private static MeasureUnit unit(Fields row, Quantity quantity, Measure.Kind kind) {
        Optional<String> derived = row.peek("unit").filter(word -> word.endsWith("/h") || word.endsWith(".min"));
        if (derived.isPresent() && (kind == Measure.Kind.RATE_OF_CHANGE || kind == Measure.Kind.DEGREE_MINUTES)) {
            row.has("unit");
            List<String> units = Arrays.stream(MeasureUnit.values())
                    .filter(unit -> unit.canonical() == quantity.canonicalUnit())
                    .map(MeasureUnit::ucum)
                    .toList();
            row.problem(
                    "unit",
                    "one of " + String.join(", ", units) + "; the threshold of " + kind.id() + " is in it "
                            + (kind == Measure.Kind.RATE_OF_CHANGE ? "per hour" : "times minutes"));
            return quantity.canonicalUnit();
        }
        return kind == Measure.Kind.MISSING || kind == Measure.Kind.CALIBRATION || kind == Measure.Kind.CLOCK
                ? quantity.canonicalUnit()
                : Values.unit(row, "unit", quantity);
    }

    private static Operator operator(Fields row, Measure.Kind kind) {
        Operator operator = row.choice("operator", List.of(Operator.values()), Operator::symbol);
        boolean growsOnly =
                kind == Measure.Kind.DEGREE_MINUTES || kind == Measure.Kind.CROSSINGS || kind == Measure.Kind.CLOCK;
        if (growsOnly && row.peek("operator").isPresent() && !operator.upward()) {
            row.problem("operator", "> or >=: " + kind.id() + " begins at 0, which would breach at once");
        }
        return operator;
    }

    private static double canonical(Measure.Kind kind, MeasureUnit unit, double written) {
        return switch (kind) {
            case VALUE, PRODUCT, MEAN_KINETIC -> unit.toCanonical(written);
            case RATE_OF_CHANGE, DEGREE_MINUTES, SPREAD, DISAGREEMENT -> unit.differenceToCanonical(written);
            case CROSSINGS, RUN, MISSING, WHILE, CALIBRATION, CLOCK -> written;
        };
    }

    private static @Nullable Period per(Fields row, Measure.Kind kind, Duration delay) {
        if (!row.has("per")) {
            return null;
        }
        Period per = row.choice("per", List.of(Period.values()), Period::id);
        if (kind == Measure.Kind.MISSING) {
            row.problem("per", "left out: time without readings is not added up, only known time is");
        } else if (kind == Measure.Kind.CROSSINGS) {
            row.problem("per", "left out: crossings are counted within window");
        } else if (AT_DESK.contains(kind)) {
            row.problem("per", "left out: " + kind.id() + " is not added up");
        } else if (delay.isZero() && row.has("delay")) {
            row.problem("delay", "more than 0s: with per it is the time in breach that adds up");
        } else if (delay.compareTo(shortest(per)) >= 0) {
            row.problem("delay", "shorter than a " + per.id() + ", after which per begins anew");
        }
        return per;
    }

    /** A day of the clock may have 23 hours; nobody means that one. */
    private static Duration shortest(Period per) {
        return switch (per) {
            case DAY -> Duration.ofDays(1);
            case WEEK -> Duration.ofDays(7);
            case MONTH -> Duration.ofDays(28);
            case PLACEMENT -> LONGEST_DELAY.plusSeconds(1);
        };
    }

    private void check(Condition condition, Fields row) {
        if (!isReachable(condition, row)) {
            return;
        }
        var read = new Read(condition, row);
        for (Read earlier : before) {
            // One problem per condition is enough: the next earlier one would only say it again.
            if (earlier.condition.slot().equals(condition.slot()) && !fitsSlot(read, earlier)) {
                return;
            }
        }
        before.add(read);
    }

    /**
     * What a measure can be.
     *
     * @param best what it is when all is well
     * @param worst the farthest that it can be from that
     * @param words what is plausible
     */
    private record Range(double best, double worst, String words) {}

    private static Range range(Condition condition) {
        Quantity quantity = condition.quantity();
        boolean upward = condition.operator().upward();
        double lowest = quantity.lowest();
        double highest = quantity.highest();
        double span = highest - lowest;
        String plain = "no value " + Values.range(quantity);
        return switch (condition.measure()) {
            case Measure.Value v -> upward ? new Range(lowest, highest, plain) : new Range(highest, lowest, plain);
            case Measure.Product p -> upward ? new Range(lowest, highest, plain) : new Range(highest, lowest, plain);
            case Measure.MeanKinetic m ->
                upward ? new Range(lowest, highest, plain) : new Range(highest, lowest, plain);
            case Measure.Change c -> {
                // Known from half a window on.
                double fastest = span * 2 * 3_600_000 / c.window().toMillis();
                yield new Range(
                        0, upward ? fastest : -fastest, "no change within the window " + Values.range(quantity));
            }
            case Measure.DegreeMinutes d ->
                new Range(
                        0,
                        (d.above() ? highest - d.limit() : d.limit() - lowest) * minutes(d.per()),
                        "no " + d.per().id() + " of values " + Values.range(quantity));
            case Measure.Crossings c ->
                new Range(0, MOST_CROSSINGS, "more than " + MOST_CROSSINGS + " are not counted, so none");
            case Measure.Spread s ->
                upward
                        ? new Range(0, span, "no spread of values " + Values.range(quantity))
                        : new Range(span, 0, "no spread, which is 0 at least,");
            case Measure.Run r -> {
                double window = r.window().toSeconds() / 60.0;
                yield upward
                        ? new Range(0, window, "no run, which counts for as long as the window at most,")
                        : new Range(window, 0, "no run, which is 0 min at least,");
            }
            case Measure.Missing m -> new Range(0, Double.MAX_VALUE, "");
            case Measure.Disagreement d -> new Range(0, span, "no two values " + Values.range(quantity));
            case Measure.While w -> upward ? new Range(lowest, highest, plain) : new Range(highest, lowest, plain);
            case Measure.Calibration c -> new Range(-MOST_DAYS, MOST_DAYS, "");
            case Measure.Clock c -> new Range(0, Double.MAX_VALUE, "");
        };
    }

    private static double minutes(Period per) {
        return switch (per) {
            case DAY -> Duration.ofDays(1).toMinutes();
            case WEEK -> Duration.ofDays(7).toMinutes();
            case MONTH -> Duration.ofDays(31).toMinutes();
            case PLACEMENT -> Double.MAX_VALUE / 1e6;
        };
    }

    /** A condition that no plausible value starts, that none avoids, or that none ends, is a slip. */
    private static boolean isReachable(Condition condition, Fields row) {
        if (condition.measure() instanceof Measure.Missing || condition.measure() instanceof Measure.Calibration) {
            return true;
        }
        Range range = range(condition);
        boolean ofTheQuantity = switch (condition.measure().kind()) {
            case VALUE, PRODUCT, MEAN_KINETIC, WHILE -> true;
            case RATE_OF_CHANGE, DEGREE_MINUTES, CROSSINGS, SPREAD, RUN, MISSING, DISAGREEMENT, CALIBRATION, CLOCK ->
                false;
        };
        if (ofTheQuantity && !condition.quantity().plausible(condition.threshold())) {
            row.problem("threshold", Values.range(condition.quantity()));
        } else if (condition.measure() instanceof Measure.Crossings
                && condition.threshold() != Math.rint(condition.threshold())) {
            row.problem("threshold", "a whole number of crossings");
        } else if (!condition.breaches(range.worst())) {
            row.problem("threshold", "reachable: " + range.words() + " breaches it");
        } else if (condition.breaches(range.best())) {
            row.problem(
                    "threshold",
                    ofTheQuantity
                            ? "avoidable: every value " + Values.range(condition.quantity()) + " breaches it"
                            : "avoidable: " + calm(condition.measure()) + " breaches it already");
        } else if (!condition.clears(range.best())) {
            row.problem(
                    "clear_margin",
                    "small enough: "
                            + (ofTheQuantity
                                    ? "no value " + Values.range(condition.quantity())
                                    : "not even " + calm(condition.measure()))
                            + " would end the condition");
        } else {
            return true;
        }
        return false;
    }

    private static String calm(Measure measure) {
        return switch (measure.kind()) {
            case RATE_OF_CHANGE -> "a value that does not change";
            case DEGREE_MINUTES -> "a value that is never beyond the limit";
            case CROSSINGS -> "a value that never crosses";
            case SPREAD -> "the calmest or the wildest of values";
            case RUN -> "the longest or the shortest of runs";
            case DISAGREEMENT -> "two probes that say the same";
            case CLOCK -> "a clock that is right";
            case VALUE, PRODUCT, MEAN_KINETIC, MISSING, WHILE, CALIBRATION -> "every value";
        };
    }

    private static boolean fitsSlot(Read later, Read earlier) {
        Condition condition = later.condition;
        Condition other = earlier.condition;
        String where = "the condition of this slot at line " + earlier.row.line();
        if (other.quantity() != condition.quantity()) {
            later.row.problem("quantity", other.quantity().id() + ", as in " + where);
        } else if (other.measure().kind() != condition.measure().kind()) {
            later.row.problem("measure", other.measure().kind().id() + ", as in " + where);
        } else if (!other.measure().equals(condition.measure())) {
            later.row.problem(
                    differing(other.measure()),
                    "as in " + where + " (" + RuleText.of(other) + "): levels measure one thing");
        } else if (other.operator().upward() != condition.operator().upward()) {
            later.row.problem("operator", (other.operator().upward() ? "> or >=" : "< or <=") + ", as in " + where);
        } else if (other.level() == condition.level()) {
            later.row.problem("level", "new: " + where + " has it already");
        } else {
            return condition.level() == Level.CRITICAL ? isGraverThan(later, earlier) : isGraverThan(earlier, later);
        }
        return false;
    }

    private static String differing(Measure measure) {
        return switch (measure) {
            case Measure.DegreeMinutes d -> d.above() ? "above" : "below";
            case Measure.Crossings c -> c.above() ? "above" : "below";
            case Measure.Run r -> r.above() ? "above" : "below";
            case Measure.Change c -> "window";
            case Measure.MeanKinetic m -> "window";
            case Measure.Spread s -> "window";
            case Measure.Value v -> "measure";
            case Measure.Product p -> "measure";
            case Measure.Missing m -> "measure";
            case Measure.While w -> "while";
            case Measure.Disagreement d -> "window";
            case Measure.Calibration c -> "measure";
            case Measure.Clock c -> "measure";
        };
    }

    /** Whatever is critical must be worth a warning, and at one threshold the warning must come first. */
    private static boolean isGraverThan(Read criticalRead, Read warningRead) {
        Condition critical = criticalRead.condition;
        Condition warning = warningRead.condition;
        if (!critical.schedule().equals(warning.schedule())) {
            return true; // one that watches at other times may be as strict as it likes
        }
        double threshold = critical.threshold();
        int farther = critical.operator().upward()
                ? Double.compare(threshold, warning.threshold())
                : Double.compare(warning.threshold(), threshold);
        boolean milder = farther < 0 || (farther == 0 && critical.breaches(threshold) && !warning.breaches(threshold));
        String where = "the warning of its slot at line " + warningRead.row.line();
        boolean sameTimer = critical.per() == warning.per();
        if (milder) {
            criticalRead.row.problem("threshold", "at least as far out as " + where);
        } else if (farther == 0 && sameTimer && critical.delay().compareTo(warning.delay()) <= 0) {
            criticalRead.row.problem(
                    "delay",
                    "longer than in " + where
                            + (critical.measure() instanceof Measure.Missing ? "" : ", which has the same threshold"));
        } else {
            return true;
        }
        return false;
    }
}
