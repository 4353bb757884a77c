package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.Quantity;

/**
 * Whether an excursion is something that stock lived through. A door, mains, a battery, fuel or a generator do nothing to stock by
 * themselves; what they lead to is measured. And what is not known is no harm: neither missing readings nor a probe that always
 * says the same, or leaps.
 */
final class Harm {

    private Harm() {}

    /** By what its slot measures. Without a rule on record what the channel measures decides. */
    static boolean by(DeskTransaction transaction, Excursion excursion) {
        if (excursion.handlingUnit() != null) {
            return false; // nothing was measured: a place that was out of its limits as well has excursions of its own
        }
        Quantity quantity = transaction.quantity(excursion.channelId());
        return (quantity == Quantity.TEMPERATURE || quantity == Quantity.HUMIDITY)
                && Rules.of(transaction, excursion)
                        .map(UnitRules.Rule::condition)
                        .map(Harm::tellsOfTheAir)
                        .orElse(true);
    }

    private static boolean tellsOfTheAir(Condition condition) {
        return !(condition.measure() instanceof Measure.Spread) && !(condition.measure() instanceof Measure.Missing);
    }
}
