package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.alerts.desk.DeskStore;
import io.frostproof.alerts.desk.DeskTransaction;
import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.desk.DeskTransaction.Work;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A desk's store in memory. A desk sees in it what it would see in the database; one transaction at a time, and one that throws leaves
 * everything as it was.
 *
 * <p>Bounded by {@link Limits}. Of incidents in which nothing lasts the oldest leave, with their excursions and decisions; those in which
 * something lasts never leave. Of a slot's transitions those leave that only tell how long a breach was unknown. Work that waits is
 * bounded by who appends. Thread-safe.
 */
public final class MemoryDeskStore implements DeskStore {

    /**
     * What is kept at most.
     *
     * @param closedIncidents incidents in which nothing lasts
     * @param transitionsPerSlot transitions since the last end of one slot of one channel
     */
    public record Limits(int closedIncidents, int transitionsPerSlot) {
        /** About 2 KiB for an incident; 1,000 transitions are a probe that fails and comes back all day. */
        public static final Limits USUAL = new Limits(20_000, 1_000);
    }

    private final MemoryOutbox outbox;
    private final Limits limits;
    private DeskState state = new DeskState();
    private List<KeptNotice> announced = List.of();
    private int atOnce = Integer.MAX_VALUE;
    private int roomyUntil;

    /** @param outbox gets the notices of transactions that return */
    public MemoryDeskStore(MemoryOutbox outbox, Limits limits) {
        this.outbox = outbox;
        this.limits = limits;
        roomyUntil = limits.closedIncidents();
    }

    /** Forgets everything and begins with this. Its notices go to the outbox. */
    public synchronized void begin(DeskSeed seed) {
        state = new DeskState();
        announced = seed.announced().stream()
                .filter(kept -> kept.notice().kind() == Notice.Kind.INCIDENT_OPENED)
                .toList();
        roomyUntil = limits.closedIncidents();
        state.units = seed.units();
        state.quantities = seed.quantities();
        state.stays = seed.stays();
        var explicit = new HashMap<Integer, Set<String>>();
        for (DeskSeed.KnownSlot slot : seed.slots()) {
            explicit.computeIfAbsent(slot.channelId(), id -> new HashSet<>()).add(slot.slot());
            SlotRows rows = state.slot(slot.channelId(), slot.slot());
            rows.settleUpTo(slot.afterMicros());
            add(slot.channelId(), slot.transitions());
        }
        for (DeskSeed.KnownIncident known : seed.incidents()) {
            Incident incident = known.incident();
            state.set(incident.id(), incident);
            state.setSnooze(incident.id(), known.snoozedUntil());
            for (Excursion excursion : known.excursions()) {
                state.set(excursion.id(), new Filed(excursion, incident.id()));
                if (excursion.handlingUnit() == null
                        && !explicit.getOrDefault(excursion.channelId(), Set.of())
                                .contains(excursion.slot())) {
                    // Nothing has held there since; told anew, it would be taken for news.
                    state.slot(excursion.channelId(), excursion.slot()).settleUpTo(settledMicros(excursion));
                }
            }
            known.decisions()
                    .forEach(one ->
                            state.set(one.decision().id(), new DeskState.Proposed(one.decision(), one.proposedAt())));
        }
        seed.places().forEach(place -> {
            state.add(place);
            // What waits for a delay is found out by looking, whoever had asked for it.
            var look = new CrossFacts.Look(place.unit().unitId(), CrossFacts.ALL);
            state.looks.set(look, new Looks.Due(place.unit().regionId(), look, Long.MIN_VALUE));
        });
        state.dwell = MemoryDwell.Known.of(seed);
        seed.work().forEach(waiting -> state.queue(waiting.region()).add(waiting.work()));
        seed.waiting().forEach(outbox::takeOver);
    }

    private static long settledMicros(Excursion excursion) {
        Long ended = excursion.endedMicros();
        return Math.max(excursion.confirmedMicros(), ended == null ? Long.MIN_VALUE : ended);
    }

    /** Forgets everything. */
    public synchronized void clear() {
        state = new DeskState();
        announced = List.of();
        roomyUntil = limits.closedIncidents();
    }

    /**
     * Keeps new conclusions of a channel and queues work for the desk of its region.
     *
     * @param transitions in the order in which they were concluded; those that are known already change nothing
     * @return false, and nothing was kept, if the channel or one of the units is not known here
     */
    public synchronized boolean append(String region, int channelId, List<Transition> transitions) {
        if (transitions.isEmpty()) {
            return true;
        }
        if (state.quantities.of(channelId) == null
                || !transitions.stream().allMatch(transition -> state.units.containsKey(transition.unit()))) {
            return false;
        }
        add(channelId, transitions);
        long from = transitions.stream().mapToLong(Transition::timeMicros).min().orElseThrow();
        state.queue(region).add(new Work(channelId, from));
        return true;
    }

    private void add(int channelId, List<Transition> transitions) {
        var ordinals = new HashMap<String, Integer>();
        for (Transition transition : transitions) {
            // No desk reads what only tells of the channel as a whole.
            if (!transition.slot().equals(Transition.DATA)) {
                int ordinal = ordinals.merge(transition.slot() + "|" + transition.timeMicros(), 0, (old, n) -> old + 1);
                state.slot(channelId, transition.slot()).add(transition, ordinal);
            }
        }
    }

    @Override
    public synchronized <T> T inTransaction(Function<DeskTransaction, T> work) {
        var transaction = new MemoryDeskTransaction(state, announced, atOnce);
        T result;
        try {
            result = work.apply(transaction);
        } catch (RuntimeException | Error e) {
            transaction.rollBack();
            throw e;
        }
        transaction.commitTo(outbox);
        makeRoom(transaction.worked());
        return result;
    }

    /** Regions whose desks have work. */
    public synchronized List<String> regionsWithWork() {
        return state.queue.entrySet().stream()
                .filter(queue -> !queue.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Regions in which a snooze is over that has not been ended. */
    public synchronized List<String> regionsWithSnoozesOver(Instant now) {
        return state.snoozesOver(null, now).stream()
                .map(over -> state.regionOf(over.incidentId()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Regions whose desks have something to look at by now. */
    public synchronized List<String> regionsWithLooks(Instant now) {
        long nowMicros = MemoryCross.micros(now);
        return Stream.concat(state.looks.regions(nowMicros).stream(), state.dwell.regions(nowMicros).stream())
                .distinct()
                .toList();
    }

    /** From now on at most so many pieces of work at once, to find the one that cannot be done. */
    public synchronized void takeAtMost(int pieces) {
        atOnce = pieces;
    }

    /** Gives the oldest piece of work of a region up. */
    public synchronized void dropOldest(String region) {
        state.queue(region).pollFirst();
    }

    private void makeRoom(List<Integer> worked) {
        for (int channelId : worked) {
            state.slots.getOrDefault(channelId, new TreeMap<>()).values().stream()
                    .filter(rows -> rows.size() > limits.transitionsPerSlot())
                    .forEach(rows -> rows.makeRoom(limits.transitionsPerSlot()));
        }
        if (state.incidents().size() <= roomyUntil) {
            return;
        }
        List<Incident> closed = state.incidents().values().stream()
                .filter(this::nothingLasts)
                .sorted(Comparator.comparingLong(MemoryDeskStore::endMicros))
                .toList();
        int excess = Math.max(0, closed.size() - limits.closedIncidents());
        closed.subList(0, excess).forEach(this::forget);
        // Not with every transaction: looking for the oldest looks at all of them.
        roomyUntil = state.incidents().size() + Math.max(1, limits.closedIncidents() / 8);
    }

    private boolean nothingLasts(Incident incident) {
        return !incident.state().open()
                && state.excursionsOfIncident(incident.id()).stream()
                        .noneMatch(id -> Objects.requireNonNull(state.excursion(id))
                                .excursion()
                                .open());
    }

    private static long endMicros(Incident incident) {
        Long recovered = incident.recoveredMicros();
        return recovered == null ? incident.startedMicros() : recovered;
    }

    private void forget(Incident incident) {
        for (UUID id : List.copyOf(state.excursionsOfIncident(incident.id()))) {
            Excursion excursion = Objects.requireNonNull(state.excursion(id)).excursion();
            if (excursion.handlingUnit() == null) {
                state.slot(excursion.channelId(), excursion.slot()).settleUpTo(settledMicros(excursion));
            }
            state.set(id, (Filed) null);
        }
        List.copyOf(state.decisionsOf(incident.id())).forEach(id -> state.set(id, (DeskState.Proposed) null));
        state.setSnooze(incident.id(), null);
        state.set(incident.id(), (Incident) null);
    }

    /**
     * What is on record.
     *
     * @param open incidents that are open or acknowledged
     * @param waiting pieces of work
     */
    public record Counts(int units, int incidents, int open, int waiting) {}

    public synchronized Counts counts() {
        return new Counts(
                state.units.size(),
                state.incidents().size(),
                (int) state.incidents().values().stream()
                        .filter(incident -> incident.state().open())
                        .count(),
                state.queue.values().stream().mapToInt(Collection::size).sum());
    }
}
