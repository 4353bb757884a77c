package io.frostproof.alerts.desk;

import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.alerts.stock.Stay;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Exposed handling units that nobody has to decide about, as it was decided when their goods had other names. That is so when it was decided about the goods of each of
 * their pasts that were exposed: to leave them as they are, or to quarantine them, and what they are now is quarantined as well. A part that was split off before the quarantine,
 * and was not named in it, has to be decided about.
 */
final class DecidedBefore {

    private DecidedBefore() {}

    /** What people have decided under an incident, and under those that have become part of it. */
    static List<Decision> made(DeskTransaction transaction, UUID incidentId) {
        var made = new ArrayList<Decision>();
        var seen = new HashSet<UUID>();
        var waiting = new ArrayDeque<UUID>(List.of(incidentId));
        while (!waiting.isEmpty()) {
            UUID next = waiting.remove();
            if (seen.add(next)) {
                transaction.decisions(next).stream()
                        .filter(decision -> decision.state() != DecisionState.PROPOSED
                                && decision.state() != DecisionState.WITHDRAWN)
                        .forEach(made::add);
                transaction.partsOf(next).forEach(part -> waiting.add(part.id()));
            }
        }
        return made;
    }

    /**
     * Which of some handling units those are.
     *
     * @param decisions that people have {@link #made}
     * @param stays of each excursion during it, asked for only when something was decided
     */
    static Set<String> of(Collection<Decision> decisions, Set<String> handlingUnits, Supplier<List<List<Stay>>> stays) {
        var left = new HashSet<String>();
        var held = new HashSet<String>();
        for (Decision decision : decisions) {
            if (decision.state() == DecisionState.APPROVED) {
                held.addAll(decision.handlingUnits());
            } else {
                left.addAll(decision.handlingUnits());
            }
        }
        if (handlingUnits.isEmpty() || (left.isEmpty() && held.isEmpty())) {
            return Set.of();
        }
        // By handling unit and strand: whether it was decided about these goods.
        Map<String, Map<Integer, Boolean>> decided = new TreeMap<>();
        for (List<Stay> during : stays.get()) {
            for (Stay stay : during) {
                Stay.Past past = stay.past();
                String handlingUnit = stay.stock().handlingUnit();
                if (past != null && handlingUnits.contains(handlingUnit)) {
                    boolean was = !Collections.disjoint(past.names(), left)
                            || (past.held() && !Collections.disjoint(past.names(), held));
                    decided.computeIfAbsent(handlingUnit, id -> new TreeMap<>())
                            .merge(past.strand(), was, Boolean::logicalOr);
                }
            }
        }
        decided.values().removeIf(strands -> strands.containsValue(false));
        return decided.keySet();
    }
}
