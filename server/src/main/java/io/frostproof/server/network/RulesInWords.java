package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.network.Network;
import java.util.ArrayList;
import java.util.List;

/** Says all rules of a network, for people who check what they wrote. */
public final class RulesInWords {

    private RulesInWords() {}

    /** One line for each profile, kind, product and unit that has conditions, and below it one for each of these. */
    public static List<String> of(Network network) {
        var lines = new ArrayList<String>();
        network.profiles().forEach(profile -> add(lines, "profile " + profile.id(), profile.conditions()));
        network.rules().forEach(rules -> add(lines, rules.scope().id() + " " + rules.of(), rules.conditions()));
        network.units().stream()
                .filter(unit -> !unit.conditions().isEmpty())
                .forEach(unit -> add(lines, "unit " + unit.id(), unit.conditions()));
        return lines;
    }

    private static void add(List<String> lines, String of, List<Condition> conditions) {
        lines.add(of + (conditions.isEmpty() ? ": nothing is watched" : ":"));
        for (Condition condition : conditions) {
            lines.add("  %s %s: %s %s"
                    .formatted(
                            condition.slot(),
                            condition.level().id(),
                            condition.quantity().id(),
                            RuleText.of(condition)));
        }
    }
}
