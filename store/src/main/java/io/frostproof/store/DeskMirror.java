package io.frostproof.store;

import io.frostproof.alerts.desk.memory.DeskSeed;
import io.frostproof.alerts.desk.memory.DeskSeed.KnownIncident;
import io.frostproof.alerts.desk.memory.DeskSeed.KnownSlot;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Stay;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.store.DeskMirrorRows.Asked;
import io.frostproof.store.DeskMirrorRows.Loaded;
import io.frostproof.store.DeskMirrorRows.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the database said last of what desks read, so that a desk in memory can go on from it when the database cannot be asked any more.
 * {@link #refresh} loads what has changed: channels and incidents that desks and lanes have touched, and what people and programs have
 * changed according to the feed of changes. Everything is loaded at the start, after the network was imported, and now and then in case
 * something was missed.
 *
 * <p>Staleness: what lanes commit is known at once ({@link #committed}); everything else as of the last refresh, and what people do up to
 * a quarter of a second earlier, since the feed publishes that often. Not held: stays that ended more than a day ago, unless an incident of
 * the unit was open then; recovered incidents beyond the newest 10,000, and retracted ones likewise; more than 1,000 pieces of work or waiting notices (the oldest
 * work and the newest notices are held); which part of a breach that began before the start of the server, and is not confirmed yet, was
 * unknown.
 *
 * <p>Thread-safe. Only {@link #refresh} talks to the database; everything else answers at once, also while a refresh hangs.
 */
public final class DeskMirror {

    /** In case a change went unnoticed. */
    private static final Duration ALL_EVERY = Duration.ofHours(1);
    /** What lanes commit between two refreshes; a busy second has some thousands. */
    private static final int COMMITTED_AT_MOST = 100_000;

    private final Database database;
    private final InstantSource clock;
    private final ReentrantLock refreshing = new ReentrantLock();

    // Guarded by this, and held for memory operations only.
    private Loaded.Facts facts = Loaded.Facts.NONE;
    /** Where each is now and was lately. */
    private final Map<String, List<Place>> placesByHandlingUnit = new HashMap<>();

    private final Map<Integer, List<Loaded.OpenSlot>> slots = new HashMap<>();
    private final Map<UUID, KnownIncident> incidents = new HashMap<>();
    private List<DeskSeed.WaitingWork> work = List.of();
    private List<KeptNotice> waiting = List.of();
    private List<KeptNotice> announced = List.of();
    private final Set<Integer> touchedChannels = new LinkedHashSet<>();
    private final Set<UUID> touchedIncidents = new LinkedHashSet<>();
    private final Deque<Batch.ChannelTransitions> committed = new ArrayDeque<>();
    private long forgotten;
    private long changeId = -1;
    private Instant allAt = Instant.MIN;
    private boolean allAsked = true;
    private long asked;
    private long answered;

    /** @param clock server time, for what is too old to matter */
    public DeskMirror(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a desk in memory begins with.
     *
     * @param since conclusions that the database has and {@code desk} may not have, in the order in which they were committed
     */
    public record Seed(DeskSeed desk, List<Batch.ChannelTransitions> since) {
        public Seed {
            since = List.copyOf(since);
        }
    }

    /** Lanes have committed these; kept until a refresh that begins later has read them. */
    public synchronized void committed(List<Batch.ChannelTransitions> transitions) {
        committed.addAll(transitions);
        while (committed.size() > COMMITTED_AT_MOST) {
            // Only when refreshes fail while the log takes batches.
            touchedChannels.add(committed.removeFirst().channelId());
            forgotten++;
        }
    }

    /** A desk has worked on these. */
    synchronized void touched(Collection<Integer> channels, Collection<UUID> incidentIds) {
        touchedChannels.addAll(channels);
        touchedIncidents.addAll(incidentIds);
    }

    /**
     * Asks the next refresh to load everything.
     *
     * @return for {@link #reloaded}
     */
    public synchronized long reloadAll() {
        allAsked = true;
        return ++asked;
    }

    /** Whether everything has been loaded since {@link #reloadAll} gave this number. */
    public synchronized boolean reloaded(long number) {
        return answered >= number;
    }

    /**
     * Loads what has changed. Blocks, and only one thread at a time does it.
     *
     * @return rows that were read
     * @throws StoreException if the database does not answer; what was known stays, and nothing that was noted is lost
     */
    public int refresh() {
        refreshing.lock();
        try {
            Asked question;
            long forgottenBefore;
            int seen;
            long number;
            synchronized (this) {
                Instant now = clock.instant();
                boolean all = allAsked || !now.isBefore(allAt.plus(ALL_EVERY));
                seen = committed.size();
                forgottenBefore = forgotten;
                number = asked;
                var channels = new LinkedHashSet<>(touchedChannels);
                committed.forEach(one -> channels.add(one.channelId()));
                question = new Asked(
                        all, now, facts, changeId, channels, Set.copyOf(touchedIncidents), waiting, announced);
                touchedChannels.clear();
                touchedIncidents.clear();
            }
            try {
                Loaded loaded = database.read(connection -> DeskMirrorRows.load(connection, question));
                take(loaded, question.now(), seen, forgottenBefore, number);
                return loaded.rows();
            } catch (RuntimeException e) {
                touched(question.channels(), question.incidents());
                throw e;
            }
        } finally {
            refreshing.unlock();
        }
    }

    private Set<UUID> slotsWithIncidents() {
        var held = new HashSet<UUID>();
        slots.values().forEach(open -> open.forEach(slot -> held.addAll(slot.incidents())));
        return held;
    }

    private synchronized void take(Loaded loaded, Instant now, int seen, long forgottenBefore, long number) {
        if (loaded.all()) {
            placesByHandlingUnit.clear();
            slots.clear();
            incidents.clear();
            allAt = now;
            answered = Math.max(answered, number);
            allAsked = asked > number;
        }
        Set<UUID> heldBefore = slotsWithIncidents();
        facts = loaded.facts();
        changeId = loaded.changeId();
        loaded.places().forEach((handlingUnit, there) -> {
            if (there.isEmpty()) {
                placesByHandlingUnit.remove(handlingUnit);
            } else {
                placesByHandlingUnit.put(handlingUnit, there);
            }
        });
        loaded.slots().forEach((channel, open) -> {
            if (open.isEmpty()) {
                slots.remove(channel);
            } else {
                slots.put(channel, open);
            }
        });
        Set<UUID> held = slotsWithIncidents();
        loaded.incidents().forEach((id, incident) -> {
            if (incident == null || !(DeskMirrorRows.matters(incident) || held.contains(id))) {
                incidents.remove(id);
            } else {
                incidents.put(id, incident);
            }
        });
        for (UUID id : heldBefore) {
            KnownIncident known = incidents.get(id);
            if (known != null && !held.contains(id) && !DeskMirrorRows.matters(known)) {
                incidents.remove(id);
            }
        }
        work = loaded.work();
        waiting = loaded.waiting();
        announced = loaded.announced();
        // What was forgotten meanwhile was at the front.
        long read = seen - (forgotten - forgottenBefore);
        for (long i = 0; i < read; i++) {
            committed.removeFirst();
        }
    }

    /** What lanes have committed since the last refresh began, oldest first. */
    public synchronized List<Batch.ChannelTransitions> since() {
        return List.copyOf(committed);
    }

    /** What is known now. Answers without the database; the first refresh must have succeeded for there to be anything. */
    public synchronized Seed seed() {
        var stays = new HashMap<String, List<Stay>>();
        placesByHandlingUnit
                .values()
                .forEach(
                        places -> places.forEach(place -> stays.computeIfAbsent(place.unit(), unit -> new ArrayList<>())
                                .add(place.stay())));
        stays.values()
                .forEach(there -> there.sort(
                        Comparator.comparing((Stay stay) -> stay.stock().handlingUnit())
                                .thenComparingLong(Stay::fromMicros)
                                .thenComparingInt(DeskMirror::strand)));
        var open = new ArrayList<KnownSlot>();
        slots.values().forEach(of -> of.forEach(slot -> open.add(slot.slot())));
        byte[] quantities = facts.quantities();
        return new Seed(
                new DeskSeed(
                        facts.units(),
                        channel -> quantity(quantities, channel),
                        stays,
                        List.copyOf(incidents.values()),
                        open,
                        work,
                        waiting,
                        facts.places(),
                        announced,
                        facts.dwell()),
                since());
    }

    private static int strand(Stay stay) {
        Stay.Past past = stay.past();
        return past == null ? -1 : past.strand();
    }

    private static @Nullable Quantity quantity(byte[] quantities, int channelId) {
        return channelId < 0 || channelId >= quantities.length || quantities[channelId] == 0
                ? null
                : DeskMirrorRows.QUANTITIES.get(quantities[channelId] - 1);
    }

    /** How much is held, for people. */
    public record Counts(int units, int stays, int incidents, int channelsWithOpenSlots, int waitingNotices) {}

    public synchronized Counts counts() {
        return new Counts(
                facts.units().size(),
                placesByHandlingUnit.values().stream().mapToInt(List::size).sum(),
                incidents.size(),
                slots.size(),
                waiting.size());
    }
}
