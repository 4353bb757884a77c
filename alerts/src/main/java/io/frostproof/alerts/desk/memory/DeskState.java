package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.cross.Watch;
import io.frostproof.alerts.cross.Watches;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.desk.CrossFacts.Place;
import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.desk.DeskTransaction.Snoozed;
import io.frostproof.alerts.desk.DeskTransaction.UnitFacts;
import io.frostproof.alerts.desk.DeskTransaction.Work;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.stock.Stay;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that a desk in memory has on record, with the ways to find it. Not thread-safe. */
final class DeskState {

    Map<String, UnitFacts> units = Map.of();
    DeskSeed.Quantities quantities = channel -> null;
    Map<String, List<Stay>> stays = Map.of();
    final Map<Integer, TreeMap<String, SlotRows>> slots = new HashMap<>();
    final Map<String, Deque<Work>> queue = new TreeMap<>();
    final Looks looks = new Looks();
    MemoryDwell.Known dwell = MemoryDwell.Known.NONE;
    private final Map<String, Place> placesByUnit = new HashMap<>();
    private final Map<Integer, List<Place>> placesByChannel = new HashMap<>();

    private final Map<UUID, Incident> incidents = new LinkedHashMap<>();
    private final Map<Spot, Set<UUID>> incidentsBySpot = new HashMap<>();
    private final Map<CommonCause, Set<UUID>> incidentsByCause = new HashMap<>();
    /** Those that people believe to be over. */
    private final Set<UUID> quiet = new LinkedHashSet<>();

    private final Map<UUID, Filed> excursions = new HashMap<>();
    private final Map<UUID, Set<UUID>> excursionsByIncident = new HashMap<>();
    private final Map<Integer, Set<UUID>> excursionsByChannel = new HashMap<>();
    private final Map<String, Set<UUID>> excursionsByHandlingUnit = new HashMap<>();
    private final Map<UUID, Proposed> decisions = new HashMap<>();
    private final Map<UUID, Set<UUID>> decisionsByIncident = new HashMap<>();

    private final Map<UUID, Instant> snoozes = new LinkedHashMap<>();

    private record Spot(String unit, String slot) {}

    /** A decision and when it was first proposed. */
    record Proposed(Decision decision, Instant at) {}

    /** A unit with rules that take more than one channel. */
    void add(Place place) {
        placesByUnit.put(place.unit().unitId(), place);
        for (Watch watch : Watches.of(
                place.unit().unitId(), place.unit().rules(), place.unit().timeZone(), place.around())) {
            watch.told().stream()
                    .map(told -> told.channelId())
                    .distinct()
                    .map(channel -> placesByChannel.computeIfAbsent(channel, id -> new ArrayList<>()))
                    .filter(places -> !places.contains(place))
                    .forEach(places -> places.add(place));
        }
    }

    List<Place> placesOf(int channelId) {
        return placesByChannel.getOrDefault(channelId, List.of());
    }

    @Nullable
    Place place(String unitId) {
        return placesByUnit.get(unitId);
    }

    /** Whether it was worked out of more than the transitions of its channel. */
    boolean atDesk(Excursion excursion) {
        UnitFacts unit = units.get(excursion.unit());
        return unit != null && Watches.atDesk(unit.rules(), excursion.slot(), quantities.of(excursion.channelId()));
    }

    SlotRows slot(int channelId, String slot) {
        return slots.computeIfAbsent(channelId, id -> new TreeMap<>()).computeIfAbsent(slot, name -> new SlotRows());
    }

    Deque<Work> queue(String region) {
        return queue.computeIfAbsent(region, name -> new ArrayDeque<>());
    }

    @Nullable
    Incident incident(UUID id) {
        return incidents.get(id);
    }

    Set<UUID> incidentsOf(String unit, String slot) {
        return incidentsBySpot.getOrDefault(new Spot(unit, slot), Set.of());
    }

    Set<UUID> incidentsOf(CommonCause cause) {
        return incidentsByCause.getOrDefault(cause, Set.of());
    }

    /** Open incidents of which people were last told that they are over. */
    Set<UUID> quiet() {
        return quiet;
    }

    Map<UUID, Incident> incidents() {
        return incidents;
    }

    @Nullable
    Filed excursion(UUID id) {
        return excursions.get(id);
    }

    Set<UUID> excursionsOfIncident(UUID incident) {
        return excursionsByIncident.getOrDefault(incident, Set.of());
    }

    Set<UUID> excursionsOfChannel(int channelId) {
        return excursionsByChannel.getOrDefault(channelId, Set.of());
    }

    Set<UUID> excursionsOfHandlingUnit(String handlingUnit) {
        return excursionsByHandlingUnit.getOrDefault(handlingUnit, Set.of());
    }

    private void unlinkFromSubject(Excursion excursion, UUID id) {
        String handlingUnit = excursion.handlingUnit();
        if (handlingUnit == null) {
            unlink(excursionsByChannel, excursion.channelId(), id);
        } else {
            unlink(excursionsByHandlingUnit, handlingUnit, id);
        }
    }

    @Nullable
    Proposed decision(UUID id) {
        return decisions.get(id);
    }

    Set<UUID> decisionsOf(UUID incident) {
        return decisionsByIncident.getOrDefault(incident, Set.of());
    }

    /** Puts or, with null, removes; returns what was there. */
    @Nullable
    Incident set(UUID id, @Nullable Incident incident) {
        Incident before = incident == null ? incidents.remove(id) : incidents.put(id, incident);
        if (before != null) {
            unlink(incidentsBySpot, new Spot(before.unit(), before.slot()), id);
            if (before.cause() != null) {
                unlink(incidentsByCause, before.cause(), id);
            }
            quiet.remove(id);
        }
        if (incident != null) {
            link(incidentsBySpot, new Spot(incident.unit(), incident.slot()), id);
            if (incident.cause() != null) {
                link(incidentsByCause, incident.cause(), id);
            }
            if (incident.state() == IncidentState.OPEN && incident.told() == Told.OVER && incident.memberOf() == null) {
                quiet.add(id);
            }
        }
        return before;
    }

    /** Puts or, with null, removes; returns what was there. */
    @Nullable
    Filed set(UUID id, @Nullable Filed excursion) {
        Filed before = excursion == null ? excursions.remove(id) : excursions.put(id, excursion);
        if (before != null) {
            unlink(excursionsByIncident, before.incidentId(), id);
            unlinkFromSubject(before.excursion(), id);
        }
        if (excursion != null) {
            link(excursionsByIncident, excursion.incidentId(), id);
            String handlingUnit = excursion.excursion().handlingUnit();
            if (handlingUnit == null) {
                link(excursionsByChannel, excursion.excursion().channelId(), id);
            } else {
                link(excursionsByHandlingUnit, handlingUnit, id);
            }
        }
        return before;
    }

    /** Puts or, with null, removes; returns what was there. */
    @Nullable
    Proposed set(UUID id, @Nullable Proposed decision) {
        Proposed before = decision == null ? decisions.remove(id) : decisions.put(id, decision);
        if (before != null) {
            unlink(decisionsByIncident, before.decision().incidentId(), id);
        }
        if (decision != null) {
            link(decisionsByIncident, decision.decision().incidentId(), id);
        }
        return before;
    }

    /** Until when people want no notices of incidents. */
    Map<UUID, Instant> snoozes() {
        return snoozes;
    }

    /** Puts or, with null, removes; returns what was there. */
    @Nullable
    Instant setSnooze(UUID id, @Nullable Instant until) {
        return until == null ? snoozes.remove(id) : snoozes.put(id, until);
    }

    /** Snoozes that are over, oldest first, of one region or, with null, of all. */
    List<Snoozed> snoozesOver(@Nullable String region, Instant now) {
        return snoozes.entrySet().stream()
                .filter(each ->
                        !each.getValue().isAfter(now) && (region == null || region.equals(regionOf(each.getKey()))))
                .map(each -> new Snoozed(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Snoozed::until))
                .toList();
    }

    /** Null when nothing is known of it. */
    @Nullable
    String regionOf(UUID incidentId) {
        Incident incident = incidents.get(incidentId);
        UnitFacts unit = incident == null ? null : units.get(incident.unit());
        return unit == null ? null : unit.regionId();
    }

    private static <K> void link(Map<K, Set<UUID>> index, K key, UUID id) {
        index.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(id);
    }

    private static <K> void unlink(Map<K, Set<UUID>> index, K key, UUID id) {
        Set<UUID> ids = index.get(key);
        if (ids != null) {
            ids.remove(id);
            if (ids.isEmpty()) {
                index.remove(key);
            }
        }
    }
}
