package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the conditions of one profile and holds each against those of the same slot before it. */
final class ConditionReader {

    /** Nobody waits longer for an alarm; more is a slip of the unit. */
    static final Duration LONGEST_DELAY = Duration.ofDays(31);

    private record Read(Condition condition, Fields row) {}

    private final List<Read> before = new ArrayList<>();

    Optional<Condition> read(Fields row) {
        String slot = row.identifier("slot");
        var level = row.choice("level", List.of(Level.values()), Level::id);
        var quantity = row.choice("quantity", List.of(Quantity.values()), Quantity::id, Quantity.TEMPERATURE);
        var operator = row.choice("operator", List.of(Operator.values()), Operator::symbol);
        double written = row.number("threshold");
        MeasureUnit unit = Values.unit(row, "unit", quantity);
        var delay = row.duration("delay", Duration.ZERO, LONGEST_DELAY);
        double margin = row.optionalNumber("clear_margin").orElse(0.0);
        if (margin < 0) {
            row.problem("clear_margin", "0 or more");
        }
        Optional<Condition> condition = row.make(() -> new Condition(
                slot, level, quantity, operator, unit.toCanonical(written), delay, unit.differenceToCanonical(margin)));
        condition.ifPresent(c -> check(c, row));
        return condition;
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

    /** A condition that no plausible value starts, that none avoids, or that none ends, is a slip. */
    private static boolean isReachable(Condition condition, Fields row) {
        Quantity quantity = condition.quantity();
        boolean upward = condition.operator().upward();
        double worst = upward ? quantity.highest() : quantity.lowest();
        double best = upward ? quantity.lowest() : quantity.highest();
        if (!quantity.plausible(condition.threshold())) {
            row.problem("threshold", Values.range(quantity));
        } else if (!condition.breaches(worst)) {
            row.problem("threshold", "reachable: no value " + Values.range(quantity) + " breaches it");
        } else if (condition.breaches(best)) {
            row.problem("threshold", "avoidable: every value " + Values.range(quantity) + " breaches it");
        } else if (!condition.clears(best)) {
            row.problem(
                    "clear_margin", "small enough: no value " + Values.range(quantity) + " would end the condition");
        } else {
            return true;
        }
        return false;
    }

    private static boolean fitsSlot(Read later, Read earlier) {
        Condition condition = later.condition;
        Condition other = earlier.condition;
        String where = "the condition of this slot at line " + earlier.row.line();
        if (other.quantity() != condition.quantity()) {
            later.row.problem("quantity", other.quantity().id() + ", as in " + where);
        } else if (other.operator().upward() != condition.operator().upward()) {
            later.row.problem("operator", (other.operator().upward() ? "> or >=" : "< or <=") + ", as in " + where);
        } else if (other.level() == condition.level()) {
            later.row.problem("level", "new: " + where + " has it already");
        } else {
            return condition.level() == Level.CRITICAL ? isGraverThan(later, earlier) : isGraverThan(earlier, later);
        }
        return false;
    }

    /** Whatever is critical must be worth a warning, and at one threshold the warning must come first. */
    private static boolean isGraverThan(Read criticalRead, Read warningRead) {
        Condition critical = criticalRead.condition;
        Condition warning = warningRead.condition;
        double threshold = critical.threshold();
        int farther = critical.operator().upward()
                ? Double.compare(threshold, warning.threshold())
                : Double.compare(warning.threshold(), threshold);
        boolean milder = farther < 0 || (farther == 0 && critical.breaches(threshold) && !warning.breaches(threshold));
        String where = "the warning of its slot at line " + warningRead.row.line();
        if (milder) {
            criticalRead.row.problem("threshold", "at least as far out as " + where);
        } else if (farther == 0 && critical.delay().compareTo(warning.delay()) <= 0) {
            criticalRead.row.problem("delay", "longer than in " + where + ", which has the same threshold");
        } else {
            return true;
        }
        return false;
    }
}
