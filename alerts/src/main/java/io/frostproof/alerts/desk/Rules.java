package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.cross.DeviceWatch;
import io.frostproof.alerts.dwell.DwellPolicy;
import io.frostproof.alerts.dwell.HandOffs;
import io.frostproof.alerts.dwell.Held;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.Quantity;
import java.util.Comparator;
import java.util.Optional;

/** Finds the rule behind an excursion. */
final class Rules {

    private Rules() {}

    /**
     * The condition of the excursion's slot at its level, as it was in force when the excursion began. What breached already when a rule came into
     * force is an excursion of that rule.
     */
    static Optional<UnitRules.Rule> of(DeskTransaction transaction, Excursion excursion) {
        if (excursion.handlingUnit() != null) {
            return Optional.empty();
        }
        UnitRules rules = transaction.unit(excursion.unit()).rules();
        Quantity quantity = transaction.quantity(excursion.channelId());
        return at(rules, excursion.startedMicros(), excursion, quantity)
                .or(() -> at(rules, excursion.confirmedMicros(), excursion, quantity));
    }

    private static Optional<UnitRules.Rule> at(UnitRules rules, long micros, Excursion excursion, Quantity quantity) {
        UnitRules.Stretch stretch = rules.at(micros);
        return stretch == null
                ? Optional.empty()
                : stretch.rules().stream()
                        .filter(rule -> rule.condition().slot().equals(excursion.slot())
                                && isOf(rule.condition(), quantity)
                                && rule.condition().level().compareTo(excursion.level()) <= 0)
                        .max(Comparator.comparing(rule -> rule.condition().level()));
    }

    private static boolean isOf(Condition condition, Quantity quantity) {
        return condition.quantity() == quantity
                || condition.measure() instanceof Measure.Calibration
                || DeviceWatch.topic(condition) != null
                || (condition.measure() instanceof Measure.While other && other.quantity() == quantity);
    }

    /** Whether it is of a rule that the desk works out. */
    static boolean atDesk(DeskTransaction transaction, Excursion excursion) {
        if (excursion.handlingUnit() != null) {
            return true;
        }
        return of(transaction, excursion)
                .map(rule -> DeviceWatch.atDesk(rule.condition(), transaction.quantity(excursion.channelId())))
                .orElse(false);
    }

    /** The rule as the record of an excursion names it, which says as well whether the desk has worked it out. */
    static RuleNote filedNote(DeskTransaction transaction, Excursion excursion) {
        RuleNote note = note(transaction, excursion);
        return atDesk(transaction, excursion) ? note.ofDesk() : note;
    }

    /** The rule as the record of an excursion names it. */
    static RuleNote note(DeskTransaction transaction, Excursion excursion) {
        if (excursion.handlingUnit() != null) {
            if (excursion.slot().equals(HandOffs.SLOT)) {
                return new RuleNote("record of the hand-off in time", RuleVersion.UNRECORDED, DWELL_UNIT, false, true);
            }
            return dwell(transaction, excursion)
                    .map(rule -> new RuleNote(rule.text(), rule.of().id(), DWELL_UNIT, false, true))
                    .orElse(RuleNote.UNKNOWN.ofDesk());
        }
        return of(transaction, excursion).map(Rules::note).orElse(RuleNote.UNKNOWN);
    }

    /** The unit of what a breach of dwell is measured in. */
    static final String DWELL_UNIT = "min";

    /** The limit behind a breach of dwell, as it was in force when it began. */
    static Optional<DwellPolicy.Rule> dwell(DeskTransaction transaction, Excursion excursion) {
        String handlingUnit = excursion.handlingUnit();
        Held held = handlingUnit == null ? null : transaction.dwell().held(handlingUnit);
        return held == null
                ? Optional.empty()
                : transaction
                        .dwell()
                        .policy()
                        .rule(
                                excursion.slot(),
                                excursion.level(),
                                excursion.unit(),
                                held.product(),
                                held.profile(),
                                excursion.startedMicros());
    }

    private static RuleNote note(UnitRules.Rule rule) {
        Condition condition = rule.condition();
        return new RuleNote(
                RuleText.of(condition) + " (" + rule.version().words() + ")",
                rule.version().id(),
                RuleText.ucum(condition),
                !condition.operator().upward());
    }

    /** The rule in words, with what it is of. */
    static String text(DeskTransaction transaction, Excursion excursion) {
        return note(transaction, excursion).text();
    }
}
