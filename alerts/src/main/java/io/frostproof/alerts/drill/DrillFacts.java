package io.frostproof.alerts.drill;

import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Situation;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a drill begins with.
 *
 * @param present the facts of now, with the goods that something is the matter with already
 * @param well all other goods; in the order of their ids
 * @param runbooks what people would do by hand, of any disruption that is known
 * @param currency of all money, ISO 4217
 * @param unplannable how many handling units are in neither, since something is not known of them
 */
public record DrillFacts(
        Situation present, List<WellUnit> well, List<Runbook> runbooks, String currency, int unplannable) {

    /**
     * Checks that what is referred to is there.
     *
     * @throws IllegalArgumentException a handling unit is there twice
     */
    public DrillFacts {
        well = well.stream()
                .sorted(Comparator.comparing(WellUnit::handlingUnit))
                .toList();
        runbooks = runbooks.stream().sorted(Comparator.comparing(Runbook::id)).toList();
        var seen = new HashSet<String>();
        present.units().forEach(unit -> seen.add(unit.handlingUnit()));
        for (WellUnit unit : well) {
            if (!seen.add(unit.handlingUnit())) {
                throw new IllegalArgumentException("handling unit " + unit.handlingUnit() + " is there twice");
            }
        }
    }

    /**
     * From two readings of one moment.
     *
     * @param asIfDark the facts if every node was dark: of goods that nothing is the matter with now, how they would fare then
     */
    public static DrillFacts of(
            Situation present, Situation asIfDark, List<Runbook> runbooks, String currency, int unplannable) {
        Set<String> affected =
                present.units().stream().map(AffectedUnit::handlingUnit).collect(Collectors.toUnmodifiableSet());
        List<WellUnit> well = asIfDark.units().stream()
                .filter(unit -> !affected.contains(unit.handlingUnit()))
                .map(WellUnit::of)
                .toList();
        // Of goods that nothing is the matter with, the present need not know what they need.
        var facts = new Situation(
                present.nowMicros(),
                present.classes(),
                present.sites(),
                present.lanes(),
                asIfDark.products(),
                present.fallbacks(),
                present.units(),
                present.supplies(),
                present.orders());
        return new DrillFacts(facts, well, runbooks, currency, unplannable);
    }
}
