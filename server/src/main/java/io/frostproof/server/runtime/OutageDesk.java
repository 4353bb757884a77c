package io.frostproof.server.runtime;

import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.desk.memory.MemoryDeskStore;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.ingest.lane.OutageListener;
import io.frostproof.server.notify.OutageOutbox;
import io.frostproof.store.DeskMirror;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works in place of the database's desks while the database is away: the same desk, over a store in memory that begins with what the
 * database said last, and notices go out from memory. When the database is back, it gets what became of the notices, and its own desks
 * compute everything again from the log, under the same ids and keys.
 *
 * <p>One thread does the work of all regions; another keeps the mirror fresh while the database answers. Conclusions wait for the
 * first in a queue of 100,000; more are not looked at from memory, which the log says, and are left to the database's desks.
 * Thread-safe; only {@link #back} and {@link #close} block.
 */
final class OutageDesk implements OutageListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutageDesk.class);
    private static final Duration MIRROR_EVERY = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final int WAITING_AT_MOST = 100_000;
    private static final Batch.ChannelTransitions WAKE_UP = new Batch.ChannelTransitions(-1, "", List.of());

    private final DeskMirror mirror;
    private final OutageOutbox outbox;
    private final MemoryDeskStore store;
    private final Desks desks;
    private final NoticeTargets targets;
    private final InstantSource clock;
    private final Runnable toldPeople;
    private final Map<String, Desk> byRegion = new HashMap<>();
    private final BlockingQueue<Batch.ChannelTransitions> inbox = new LinkedBlockingQueue<>(WAITING_AT_MOST);
    /** Held for as long as the desk works, so that {@link #back} comes between two pieces of work. */
    private final ReentrantLock working = new ReentrantLock();

    private final Thread desk;
    private final Thread refresher;
    private final BlockingQueue<Boolean> closingSignal = new LinkedBlockingQueue<>();

    private enum Phase {
        /** The database's desks work; nothing is in memory. */
        DATABASE,
        /** This desk works. */
        MEMORY,
        /** The database's desks work; what is in memory stays until the mirror knows everything that came of the outage. */
        SETTLING
    }

    // Guarded by this, and held for memory operations only.
    private Phase phase = Phase.DATABASE;
    private boolean begun;
    private long settledWith;
    private Instant since = Instant.MIN;
    private long conclusions;
    private long overrun;

    private volatile boolean closing;

    /**
     * Makes one that does nothing until {@link #start}.
     *
     * @param desks those of the database
     * @param memory the one that {@code outbox} uses
     * @param toldPeople is called when there may be notices
     */
    OutageDesk(
            DeskMirror mirror,
            OutageOutbox outbox,
            MemoryOutbox memory,
            Desks desks,
            NoticeTargets targets,
            InstantSource clock,
            Runnable toldPeople) {
        this.mirror = mirror;
        this.outbox = outbox;
        this.store = new MemoryDeskStore(memory, MemoryDeskStore.Limits.USUAL);
        this.desks = desks;
        this.targets = targets;
        this.clock = clock;
        this.toldPeople = toldPeople;
        desk = Thread.ofVirtual().name("outage-desk").unstarted(this::run);
        refresher = Thread.ofVirtual().name("desk-mirror").unstarted(this::keepFresh);
    }

    /**
     * Begins to keep the mirror fresh, which has been loaded.
     *
     * @param rows that it has read for that
     */
    void start(int rows) {
        LOG.info("event=mirror_loaded rows={} mirror=\"{}\"", rows, mirror.counts());
        desk.start();
        refresher.start();
    }

    /** Lanes have brought these into the log. */
    synchronized void committed(List<Batch.ChannelTransitions> transitions) {
        if (phase == Phase.MEMORY) {
            // The database's desks pause until the spool is drained, and must not be waited for.
            hand(transitions);
        } else {
            mirror.committed(transitions);
        }
    }

    /** Lanes have brought these into the spool. */
    void spooled(List<Batch.ChannelTransitions> transitions) {
        // Otherwise the spool was drained before the lane could say so, and the log has them.
        committed(transitions);
    }

    private void hand(List<Batch.ChannelTransitions> transitions) {
        for (Batch.ChannelTransitions of : transitions) {
            if (inbox.offer(of)) {
                conclusions++;
            } else if (overrun++ == 0) {
                LOG.error("event=outage_desk_overrun waiting={} channel={}", inbox.size(), of.channelId());
            }
        }
    }

    @Override
    public synchronized void away() {
        if (phase == Phase.MEMORY) {
            return;
        }
        // What is in memory is newer than a mirror that has not been loaded since.
        begun = phase == Phase.SETTLING && !mirror.reloaded(settledWith);
        if (begun) {
            mirror.since().forEach(inbox::offer);
        }
        phase = Phase.MEMORY;
        since = clock.instant();
        conclusions = 0;
        overrun = 0;
        desks.pause();
        outbox.away();
        inbox.offer(WAKE_UP);
    }

    @Override
    public void back() {
        int notices;
        long seen;
        Duration lasted;
        if (!inMemory()) {
            return;
        }
        notices = outbox.prepareBack();
        working.lock();
        try {
            // Conclusions wait meanwhile, for some two seconds at most.
            notices += outbox.back();
            var rest = new ArrayList<Batch.ChannelTransitions>();
            synchronized (this) {
                phase = Phase.SETTLING;
                settledWith = mirror.reloadAll();
                inbox.drainTo(rest);
                seen = conclusions;
                lasted = Duration.between(since, clock.instant());
            }
            // In case the database goes away again before the mirror has looked.
            rest.forEach(of -> store.append(of.region(), of.channelId(), of.transitions()));
        } finally {
            working.unlock();
        }
        desks.resume();
        toldPeople.run();
        LOG.info(
                "event=database_back awayForS={} conclusions={} notices={} overrun={} memory=\"{}\"",
                lasted.toSeconds(),
                seen,
                notices,
                overrun(),
                store.counts());
    }

    private synchronized long overrun() {
        return overrun;
    }

    private synchronized boolean inMemory() {
        return phase == Phase.MEMORY;
    }

    /** What people should know; empty while the database's own desks work. */
    Optional<String> trouble() {
        return inMemory()
                ? Optional.of("the database is away; detection and notices go on from memory")
                : Optional.empty();
    }

    private void run() {
        try {
            while (!closing) {
                Batch.ChannelTransitions first = inbox.poll(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS);
                working.lockInterruptibly();
                try {
                    if (inMemory()) {
                        work(first);
                    }
                } catch (RuntimeException e) {
                    LOG.error("event=outage_desk_failed", e);
                } finally {
                    working.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void work(Batch.@Nullable ChannelTransitions first) {
        if (beginning()) {
            begin();
        }
        var taken = new ArrayList<Batch.ChannelTransitions>();
        if (first != null) {
            taken.add(first);
        }
        inbox.drainTo(taken);
        for (Batch.ChannelTransitions of : taken) {
            if (!store.append(of.region(), of.channelId(), of.transitions())) {
                // Imported within the last second before the outage: the database's desk will look at it.
                LOG.warn("event=outage_desk_unknown channel={} region={}", of.channelId(), of.region());
            }
        }
        workOff();
        toldPeople.run();
    }

    private void workOff() {
        for (String region : store.regionsWithWork()) {
            work(region);
        }
        store.regionsWithSnoozesOver(clock.instant()).forEach(this::work);
        for (String region : store.regionsWithLooks(clock.instant())) {
            work(region);
        }
    }

    private synchronized boolean beginning() {
        if (begun) {
            return false;
        }
        begun = true;
        return true;
    }

    private void begin() {
        DeskMirror.Seed seed = mirror.seed();
        outbox.forgetWritten();
        store.begin(seed.desk());
        workOff();
        // One after the other, as the database's desk has done or would have: what it found first names an incident.
        seed.since().forEach(of -> {
            store.append(of.region(), of.channelId(), of.transitions());
            workOff();
        });
        LOG.warn(
                "event=database_away detail=\"detection and notices go on from memory\" mirror=\"{}\" since={} memory=\"{}\"",
                mirror.counts(),
                seed.since().size(),
                store.counts());
    }

    private void work(String region) {
        Desk at = byRegion.computeIfAbsent(region, name -> new Desk(store, name, targets, clock));
        try {
            boolean more = true;
            while (more && !closing) {
                more = at.work();
            }
        } catch (RuntimeException e) {
            LOG.warn("event=outage_desk_stumbled region={} reason=\"{}\"", region, e.toString());
            oneByOne(region, at);
        }
    }

    /** Nobody can mend anything in memory, so what cannot be done is left to the database's desk, and must not stop the rest. */
    private void oneByOne(String region, Desk at) {
        store.takeAtMost(1);
        try {
            while (!closing && store.regionsWithWork().contains(region)) {
                try {
                    at.work();
                } catch (RuntimeException e) {
                    LOG.error("event=outage_desk_gave_up region={}", region, e);
                    store.dropOldest(region);
                }
            }
        } finally {
            store.takeAtMost(Integer.MAX_VALUE);
        }
    }

    private void keepFresh() {
        boolean failing = false;
        try {
            while (!closing && closingSignal.poll(MIRROR_EVERY.toMillis(), TimeUnit.MILLISECONDS) == null) {
                if (inMemory()) {
                    continue;
                }
                try {
                    mirror.refresh();
                    failing = false;
                    settle();
                } catch (RuntimeException e) {
                    if (!failing) {
                        LOG.warn("event=mirror_postponed reason=\"{}\"", e.toString());
                    }
                    failing = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void settle() {
        if (phase == Phase.SETTLING && mirror.reloaded(settledWith)) {
            phase = Phase.DATABASE;
            store.clear();
            outbox.forgetWritten();
        }
    }

    @Override
    public void close() {
        closing = true;
        inbox.offer(WAKE_UP);
        closingSignal.offer(true);
        try {
            desk.join(STOP_WITHIN);
            refresher.join(STOP_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
