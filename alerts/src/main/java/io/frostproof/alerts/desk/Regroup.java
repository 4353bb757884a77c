package io.frostproof.alerts.desk;

import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.ExcursionGroups;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps incidents what {@link ExcursionGroups} says: late readings may join two that were thought to be apart, or show that one is two. What people have
 * resolved keeps what it has. An incident goes on with its id as one of the groups that it was; the one that people work on before all others.
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
        // What lasts first: people who work on it must not find another incident in its place.
        for (List<Excursion> group : groups.stream()
                .sorted(Comparator.comparing(one -> one.stream().noneMatch(Excursion::open)))
                .toList()) {
            file(group, held, ownerOf, kept);
        }
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

    private void file(List<Excursion> group, Map<UUID, Held> held, Map<UUID, UUID> ownerOf, Set<UUID> kept) {
        var owners = new LinkedHashSet<UUID>();
        group.forEach(excursion -> owners.add(Objects.requireNonNull(ownerOf.get(excursion.id()))));
        List<Incident> before = owners.stream()
                .map(id -> Objects.requireNonNull(held.get(id)).incident())
                .toList();
        Incident keeper = before.stream()
                .filter(incident -> !kept.contains(incident.id()))
                .min(Comparator.comparing(
                                (Incident incident) -> !incident.state().open())
                        .thenComparing(incident -> incident.told() == Told.NOTHING)
                        .thenComparingLong(Incident::startedMicros)
                        .thenComparing(Incident::id))
                .orElseGet(() -> another(group.getFirst(), before.getFirst()));
        kept.add(keeper.id());
        var movedFrom = new LinkedHashSet<UUID>();
        for (Excursion excursion : group) {
            UUID owner = Objects.requireNonNull(ownerOf.get(excursion.id()));
            if (!owner.equals(keeper.id())) {
                transaction.file(excursion, keeper.id(), Rules.filedNote(transaction, excursion), now);
                transaction.record(keeper.id(), now, "excursion_joined", History.of(excursion));
                movedFrom.add(owner);
            }
        }
        if (movedFrom.isEmpty()) {
            return;
        }
        touched.add(keeper.id());
        for (UUID from : movedFrom) {
            boolean all =
                    group.containsAll(Objects.requireNonNull(held.get(from)).excursions());
            transaction.record(
                    from,
                    now,
                    all ? "merged" : "split",
                    Map.of("into", keeper.id().toString()));
            touched.add(from);
        }
        Told told = told(keeper, before);
        if (told != keeper.told()) {
            transaction.save(keeper.withTold(told), region, now);
        }
    }

    /** Whoever was told of what has become this one was told of it. */
    private static Told told(Incident keeper, List<Incident> before) {
        if (keeper.told() != Told.NOTHING) {
            return keeper.told();
        }
        return before.stream()
                .map(Incident::told)
                .filter(told -> told != Told.NOTHING)
                .findFirst()
                .map(told -> keeper.state().open() ? told : Told.OVER)
                .orElse(Told.NOTHING);
    }

    /** A new incident for what was a part of another one. */
    private Incident another(Excursion first, Incident of) {
        for (int n = 1; ; n++) {
            UUID id = Incident.idFor(first, n);
            if (transaction.incident(id) == null) {
                Incident beginning = Incident.beginning(first, id).withState(IncidentState.RETRACTED);
                transaction.save(beginning, region, now);
                transaction.record(id, now, "split_from", Map.of("from", of.id().toString()));
                return beginning;
            }
        }
    }
}
