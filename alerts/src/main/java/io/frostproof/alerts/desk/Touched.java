package io.frostproof.alerts.desk;

import io.frostproof.alerts.excursion.Excursion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Incidents that a transaction has to settle, and what it has taken back from them. */
final class Touched {

    private final Set<UUID> incidents = new LinkedHashSet<>();
    private final Map<UUID, List<Excursion>> takenBack = new HashMap<>();
    private final Map<UUID, Set<String>> proposedBefore = new HashMap<>();

    void add(UUID incidentId) {
        incidents.add(incidentId);
    }

    void takenBack(UUID incidentId, Excursion excursion) {
        incidents.add(incidentId);
        takenBack.computeIfAbsent(incidentId, id -> new ArrayList<>()).add(excursion);
    }

    /** In the order in which they were touched first. */
    Set<UUID> incidents() {
        return incidents;
    }

    /** Excursions that turned out to be none, of one incident. */
    List<Excursion> takenBackFrom(UUID incidentId) {
        return takenBack.getOrDefault(incidentId, List.of());
    }

    /** People were asked about these handling units under another incident that has become part of this one. */
    void proposedBefore(UUID incidentId, Set<String> handlingUnits) {
        proposedBefore.computeIfAbsent(incidentId, id -> new HashSet<>()).addAll(handlingUnits);
    }

    /** Handling units that people were asked about under what has become part of this incident. */
    Set<String> proposedBefore(UUID incidentId) {
        return proposedBefore.getOrDefault(incidentId, Set.of());
    }
}
