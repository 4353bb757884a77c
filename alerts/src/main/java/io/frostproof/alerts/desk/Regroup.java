package io.frostproof.alerts.desk;

import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.ExcursionGroups;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keeps incidents what {@link ExcursionGroups} says: late readings may join two that were thought to be apart, or show that one is two. What people have
 * resolved keeps what it has. An incident goes on with its id as one of the groups that it was; what it was before it says in its history, so whoever
 * was told of an incident finds what became of it.
 */
final class Regroup {

    private final DeskTransaction transaction;
    private final String region;
    private final Instant now;
    private final Touched touched;

    private record Slot(String unit, String slot) {}

    /** An incident and the excursions that are filed under it. */
    private record Held(Incident incident, List<Excursion> excursions) {}

    Regroup(DeskTransaction transaction, String region, Instant now, Touched touched) {
        this.transaction = transaction;
        this.region = region;
        this.now = now;
        this.touched = touched;
    }

    /** Looks at all that the transaction has touched. */
    void run() {
        var bySlot = new LinkedHashMap<Slot, Map<UUID, Held>>();
        for (UUID id : touched.incidents()) {
            Incident incident = Objects.requireNonNull(transaction.incident(id));
            List<Excursion> excursions = transaction.excursions(id);
            if (incident.state() != IncidentState.RESOLVED && !excursions.isEmpty()) {
                bySlot.computeIfAbsent(new Slot(incident.unit(), incident.slot()), slot -> new LinkedHashMap<>())
                        .put(id, new Held(incident, excursions));
            }
        }
        bySlot.forEach(this::regroup);
    }

    private void regroup(Slot slot, Map<UUID, Held> held) {
        List<List<Excursion>> groups = ExcursionGroups.of(all(held));
        while (takeNeighbours(slot, held, groups)) {
            groups = ExcursionGroups.of(all(held));
        }
        if (groups.size() == 1 && held.size() == 1) {
            return;
        }
        var ownerOf = new LinkedHashMap<UUID, UUID>();
        held.forEach((id, one) -> one.excursions().forEach(excursion -> ownerOf.put(excursion.id(), id)));
        var kept = new HashSet<UUID>();
        var movedTo = new LinkedHashMap<Incident, Deque<UUID>>();
        // What lasts first: people who work on it must not find another incident in its place.
        for (List<Excursion> group : groups.stream()
                .sorted(Comparator.comparing(one -> one.stream().noneMatch(Excursion::open)))
                .toList()) {
            file(group, held, ownerOf, kept, movedTo);
        }
        movedTo.forEach((from, into) -> note(from, into, kept.contains(from.id())));
    }

    private static List<Excursion> all(Map<UUID, Held> held) {
        return held.values().stream().flatMap(one -> one.excursions().stream()).toList();
    }

    /** Adds the incidents that belong to one of the groups; answers whether there were any. */
    private boolean takeNeighbours(Slot slot, Map<UUID, Held> held, List<List<Excursion>> groups) {
        boolean more = false;
        for (List<Excursion> group : groups) {
            for (Incident neighbour : transaction.incidents(
                    slot.unit(), slot.slot(), ExcursionGroups.reachesBackTo(group), ExcursionGroups.reachesTo(group))) {
                if (!held.containsKey(neighbour.id())) {
                    List<Excursion> excursions = transaction.excursions(neighbour.id());
                    if (!excursions.isEmpty()) {
                        held.put(neighbour.id(), new Held(neighbour, excursions));
                        more = true;
                    }
                }
            }
        }
        return more;
    }

    /**
     * What became of an incident: it goes on and others took something out of it, or it is part of another one now, of that which lasts if one does, and
     * more may have taken something.
     */
    private void note(Incident from, Deque<UUID> into, boolean goesOn) {
        UUID whole = goesOn ? null : into.removeFirst();
        into.forEach(part -> transaction.record(from.id(), now, "split", Map.of("into", part.toString())));
        if (whole != null) {
            transaction.record(from.id(), now, "merged", Map.of("into", whole.toString()));
            transaction.save(from.withMergedInto(whole), region, now);
            transaction.takeOver(whole, from.id());
            touched.proposedBefore(whole, proposed(from));
        }
    }

    private void file(
            List<Excursion> group,
            Map<UUID, Held> held,
            Map<UUID, UUID> ownerOf,
            Set<UUID> kept,
            Map<Incident, Deque<UUID>> movedTo) {
        var owners = new LinkedHashSet<UUID>();
        group.forEach(excursion -> owners.add(Objects.requireNonNull(ownerOf.get(excursion.id()))));
        // In the order of their first excursions, so that the first of equals is the one that began first.
        List<Held> before =
                owners.stream().map(id -> Objects.requireNonNull(held.get(id))).toList();
        Incident keeper = before.stream()
                .map(Held::incident)
                .filter(incident -> !kept.contains(incident.id()))
                .min(Comparator.comparingInt(this::rank))
                .orElseGet(() -> another(group.getFirst(), before.getFirst().incident()));
        kept.add(keeper.id());
        var moved = new LinkedHashSet<Held>();
        for (Excursion excursion : group) {
            UUID owner = Objects.requireNonNull(ownerOf.get(excursion.id()));
            if (!owner.equals(keeper.id())) {
                transaction.file(excursion, keeper.id(), Rules.filedNote(transaction, excursion), now);
                transaction.record(keeper.id(), now, "excursion_joined", History.of(excursion));
                moved.add(Objects.requireNonNull(held.get(owner)));
            }
        }
        if (moved.isEmpty()) {
            return;
        }
        touched.add(keeper.id());
        for (Held one : moved) {
            touched.add(one.incident().id());
            movedTo.computeIfAbsent(one.incident(), from -> new ArrayDeque<>()).add(keeper.id());
        }
        Incident known = asKnown(keeper, moved);
        if (!known.equals(keeper)) {
            transaction.save(known, region, now);
        }
    }

    /**
     * Which of several incidents goes on with its id, the lowest first: identity is for people, so it stays with what they have before them, then with
     * what they have said something about, then with what they were told of.
     */
    private int rank(Incident incident) {
        if (incident.state().open()) {
            return 0;
        }
        boolean worked = transaction.snoozedUntil(incident.id()) != null
                || transaction.decisions(incident.id()).stream()
                        .anyMatch(decision -> decision.state() != DecisionState.WITHDRAWN);
        return worked ? 1 : incident.told() != Told.NOTHING ? 2 : 3;
    }

    /** Stock that people are asked about. */
    private Set<String> proposed(Incident incident) {
        return transaction.decisions(incident.id()).stream()
                .filter(decision -> decision.state() == DecisionState.PROPOSED)
                .flatMap(decision -> decision.handlingUnits().stream())
                .collect(Collectors.toSet());
    }

    /** Whoever was told of what has become this one was told of it, and of how bad it is. */
    private static Incident asKnown(Incident keeper, Set<Held> moved) {
        Incident known = keeper;
        for (Held one : moved) {
            Incident from = one.incident();
            if (from.told() == Told.NOTHING) {
                continue;
            }
            if (known.told() == Told.NOTHING) {
                known = known.withTold(known.state().open() ? from.told() : Told.OVER);
            }
            if (from.level().compareTo(known.level()) > 0) {
                known = known.withLevel(from.level());
            }
        }
        return known;
    }

    /** The incident for what was a part of another one: the one that it was before, if it was one, else a new one. */
    private Incident another(Excursion first, Incident of) {
        for (int n = 1; ; n++) {
            UUID id = Incident.idFor(first, n);
            Incident there = transaction.incident(id);
            if (there == null) {
                there = Incident.beginning(first, id).withState(IncidentState.RETRACTED);
                transaction.save(there, region, now);
            } else if (there.state() != IncidentState.RETRACTED
                    || !transaction.excursions(id).isEmpty()) {
                continue;
            }
            transaction.record(id, now, "split_from", Map.of("from", of.id().toString()));
            return there;
        }
    }
}
