package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.quantity.Quantity;
import java.util.Comparator;
import java.util.Optional;

/** Finds the rule behind an excursion. */
final class Rules {

    private Rules() {}

    /** The condition of the excursion's slot at its level, as the unit's profile has it now. */
    static Optional<Condition> of(DeskTransaction transaction, Excursion excursion) {
        StorageProfile profile = transaction.unit(excursion.unit()).profile();
        Quantity quantity = transaction.quantity(excursion.channelId());
        return profile == null
                ? Optional.empty()
                : profile.conditions().stream()
                        .filter(condition -> condition.slot().equals(excursion.slot())
                                && condition.quantity() == quantity
                                && condition.level().compareTo(excursion.level()) <= 0)
                        .max(Comparator.comparing(Condition::level));
    }

    /** The rule in words, with the profile's name. */
    static String text(DeskTransaction transaction, Excursion excursion) {
        StorageProfile profile = transaction.unit(excursion.unit()).profile();
        return of(transaction, excursion)
                .map(condition -> RuleText.of(condition) + (profile == null ? "" : " (" + profile.id() + ")"))
                .orElse("rule no longer in force");
    }
}
