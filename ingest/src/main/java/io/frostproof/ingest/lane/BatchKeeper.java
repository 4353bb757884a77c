package io.frostproof.ingest.lane;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.spool.Spool;
import io.frostproof.ingest.spool.SpoolException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings batches to safety: into the log, or, when the log does not answer, into the spool, from where a {@link SpoolDrain} brings them into
 * the log later. Shared by all lanes. Thread-safe; everything may block, so only virtual threads may call.
 *
 * <p>It knows three states. Direct: batches go to the log. Away: the log has not answered for {@link #PATIENCE}; batches go to the spool at once,
 * and only the drain asks the log. Draining: the log answers again; batches go to it directly, live data first, and the drain works off the
 * rest. Until that is done, conclusions are told to the {@link LaneListener} rather than left for the desks to find.
 */
public final class BatchKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchKeeper.class);
    /** An alarm has 5 s; half of them is for finding out that the log is away, and not only slow. */
    static final Duration PATIENCE = Duration.ofMillis(2_500);
    /** Loading many channels may take longer than a commit without anything being wrong, but an alarm waits behind it. */
    static final Duration LOADING_PATIENCE = Duration.ofMillis(3_500);

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Duration SPOOL_RETRY = Duration.ofMillis(250);

    enum State {
        DIRECT,
        AWAY,
        DRAINING
    }

    private final ReadingLog log;
    private final @Nullable Spool spool;
    private final IngestCounters counters;
    private final LaneListener listener;
    private final OutageListener outages;
    private final @Nullable SpoolDrain drain;
    /** Held for reading while a batch is spooled and its conclusions are told, for writing while the state changes. */
    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock();

    private volatile State state = State.DIRECT;
    private volatile boolean spoolFails;

    /**
     * @param spool null: a batch that the log does not take waits for it
     * @param ids for the batches that the drain makes of a refused one
     */
    public BatchKeeper(
            ReadingLog log,
            @Nullable Spool spool,
            BatchIds ids,
            InstantSource clock,
            IngestCounters counters,
            LaneListener listener,
            OutageListener outages) {
        this.log = log;
        this.spool = spool;
        this.counters = counters;
        this.listener = listener;
        this.outages = outages;
        drain = spool == null ? null : new SpoolDrain(this, log, spool, ids, clock, counters, listener);
        if (spool != null) {
            counters.readingsLeftover.add(spool.weight());
        }
    }

    /** Without a spool. */
    public static BatchKeeper withoutSpool(ReadingLog log, IngestCounters counters, LaneListener listener) {
        return new BatchKeeper(
                log, null, new BatchIds(0), InstantSource.system(), counters, listener, new OutageListener() {
                    @Override
                    public void away() {}

                    @Override
                    public void back() {}
                });
    }

    /**
     * Works off what earlier runs have left, before lanes begin, for as long as {@code atMost}; the rest follows while they work.
     */
    public void drainLeftovers(Duration atMost) throws InterruptedException {
        if (drain != null) {
            drain.leftovers(atMost);
        }
    }

    /**
     * Channels that somebody has marked to be evaluated again: another server that worked off its spool, for instance.
     *
     * @return nothing while the log is away, or not whole
     */
    Map<Integer, Long> marks() {
        if (!logIsWhole()) {
            return Map.of();
        }
        return ask(PATIENCE, progress -> log.dirtyMarks(), new CountDownLatch(1))
                .orElse(Map.of());
    }

    /**
     * Begins to drain.
     *
     * @param dirtied hears which channels a drained batch has made dirty, and from which event time on
     * @param waiting how many messages wait in lanes: live data goes first
     */
    void start(Consumer<Map<Integer, Long>> dirtied, IntSupplier waiting) {
        if (drain != null) {
            drain.start(dirtied, waiting);
        }
    }

    /** Whether the log has not answered: nobody but the drain is to ask it anything. */
    public boolean away() {
        return state == State.AWAY;
    }

    /** Whether the log has everything, so that what is concluded from it is right. */
    boolean logIsWhole() {
        return state == State.DIRECT && (spool == null || spool.empty());
    }

    /** What is wrong, for people. */
    public Optional<String> trouble() {
        if (spool == null || drain == null) {
            return Optional.empty();
        }
        String spooled = spool.weight() + " readings are safe in the spool (" + spool.bytes() / 1_000_000 + " MB)";
        Optional<String> stuck = drain.stuck();
        if (stuck.isPresent()) {
            return Optional.of(spooled + " and cannot leave it: " + stuck.get());
        }
        return switch (state) {
            case DIRECT -> Optional.empty();
            case DRAINING -> Optional.of("the database is back and catches up: " + spooled);
            case AWAY ->
                Optional.of(
                        spoolFails
                                ? "the database does not answer, and the spool takes no more: " + spooled
                                        + ", the broker keeps the rest"
                                : "the database does not answer: " + spooled
                                        + ", detection and notices go on from memory");
        };
    }

    /** Readings in the spool. */
    public long spooledReadings() {
        return spool == null ? 0 : spool.weight();
    }

    /** Bytes of the spool that could not be read any more. */
    public long damagedBytes() {
        return spool == null ? 0 : spool.damagedBytes();
    }

    /** Bytes that the spool takes on its disk. */
    public long spooledBytes() {
        return spool == null ? 0 : spool.bytes();
    }

    /**
     * Brings a batch to safety, waiting as long as it takes.
     *
     * @param stop counted down when the lane has to come to its end: then it does not wait for a log that is away and a spool that is full
     * @throws BatchRefusedException if something in the batch cannot be stored; nothing of it was
     * @throws FencedOffException if this server may not write any more
     * @throws StoppedException if the lane has to stop and the batch is not safe
     */
    CommitOutcome keep(Batch batch, CountDownLatch stop) {
        if (spool == null) {
            return commitPatiently(batch, stop);
        }
        while (true) {
            if (state != State.AWAY) {
                CommitOutcome outcome = tryToCommit(batch, stop);
                if (outcome != null) {
                    return outcome;
                }
                goAway("batch " + batch.id());
            }
            if (spooled(spool, batch)) {
                return new CommitOutcome.Spooled();
            }
            pause(SPOOL_RETRY, stop);
        }
    }

    private CommitOutcome commitPatiently(Batch batch, CountDownLatch stop) {
        Duration wait = FIRST_RETRY;
        while (true) {
            try {
                return commit(batch, () -> log.commit(batch));
            } catch (LogUnavailableException unavailable) {
                wait = pauseAfter(unavailable, wait, stop);
            }
        }
    }

    /** Null when the log has not answered in time. */
    private @Nullable CommitOutcome tryToCommit(Batch batch, CountDownLatch stop) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration wait = FIRST_RETRY;
        while (true) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative() || state == State.AWAY) {
                return null;
            }
            try {
                return commit(batch, () -> LogCalls.call(left, this::away, () -> log.commit(batch)));
            } catch (LogUnavailableException unavailable) {
                if (stop.getCount() == 0 || wait.compareTo(Duration.ofNanos(deadline - System.nanoTime())) > 0) {
                    return null;
                }
                try {
                    wait = pauseAfter(unavailable, wait, stop);
                } catch (StoppedException stopped) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw stopped;
                    }
                    return null; // no more time for the log, but the spool takes it
                }
            }
        }
    }

    private interface Commit {
        CommitOutcome get() throws InterruptedException;
    }

    private CommitOutcome commit(Batch batch, Commit commit) {
        try {
            long begun = System.nanoTime();
            CommitOutcome outcome = commit.get();
            counters.commitNanos.add(System.nanoTime() - begun);
            counters.batchesCommitted.increment();
            committed(batch);
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted");
        }
    }

    /** Desks find conclusions in the log, but not while others that come before them are still in the spool. */
    private void committed(Batch batch) {
        if (!batch.transitions().isEmpty()) {
            told(() -> listener.committed(batch.transitions(), batch.decidedAt()));
        }
    }

    /** The batch is safe: a fault of those who hear of it must not make it look as if it were not. */
    private static void told(Runnable hearing) {
        try {
            hearing.run();
        } catch (RuntimeException e) {
            LOG.error("event=outage_listener_failed", e);
        }
    }

    /** Whether the batch is in the spool; otherwise it may go to the log again, or the spool is full. */
    private boolean spooled(Spool into, Batch batch) {
        byte[] record = BatchCodec.encode(batch);
        turns.readLock().lock();
        try {
            if (state == State.DIRECT) {
                return false; // the log is whole again, and nobody listens any more to what is spooled
            }
            into.append(record, BatchCodec.weight(batch));
            counters.batchesSpooled.increment();
            if (spoolFails) {
                spoolFails = false;
                LOG.info("event=spool_takes_again");
            }
            if (!batch.transitions().isEmpty()) {
                told(() -> listener.spooled(batch.transitions(), batch.decidedAt()));
            }
            return true;
        } catch (SpoolException e) {
            counters.spoolRefusals.increment();
            if (!spoolFails) {
                spoolFails = true;
                LOG.error(
                        "event=spool_refuses full={} reason=\"{}\" consequence=\"lanes wait, the broker keeps the rest\"",
                        e.full(),
                        e.getMessage());
            }
            return false;
        } finally {
            turns.readLock().unlock();
        }
    }

    /**
     * Asks the log something that a lane needs.
     *
     * @return empty when the log is away
     */
    <T> Optional<T> ask(Duration within, Function<LogCalls.Progress, T> question, CountDownLatch stop) {
        Duration wait = FIRST_RETRY;
        while (state != State.AWAY) {
            try {
                return Optional.of(LogCalls.watched(within, this::away, question));
            } catch (LogUnavailableException unavailable) {
                if (spool != null) {
                    goAway("a question: " + unavailable.getMessage());
                } else {
                    wait = pauseAfter(unavailable, wait, stop);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoppedException("interrupted");
            }
        }
        return Optional.empty();
    }

    private void goAway(String because) {
        turns.writeLock().lock();
        try {
            if (state == State.AWAY) {
                return;
            }
            LOG.warn("event=log_away because=\"{}\" consequence=\"spooling\"", because);
            if (state == State.DIRECT) {
                counters.outages.increment();
                told(outages::away);
            }
            state = State.AWAY;
        } finally {
            turns.writeLock().unlock();
        }
        if (drain != null) {
            drain.wake();
        }
    }

    /** The drain could not reach the log. */
    void silent(String because) {
        if (state == State.DRAINING) {
            goAway(because);
        }
    }

    /** The log has answered the drain. */
    void answered() {
        if (state != State.AWAY) {
            return;
        }
        turns.writeLock().lock();
        try {
            if (state == State.AWAY) {
                state = State.DRAINING;
                LOG.info("event=log_answers spooledReadings={}", spooledReadings());
            }
        } finally {
            turns.writeLock().unlock();
        }
    }

    boolean direct() {
        return state == State.DIRECT;
    }

    /**
     * Back to direct, if nothing is spooled any more.
     *
     * @return whether it is done
     */
    boolean tryToFinish() {
        turns.writeLock().lock();
        try {
            if (state != State.DRAINING || (spool != null && !spool.empty())) {
                return state == State.DIRECT;
            }
            outages.back();
            state = State.DIRECT;
            LOG.info("event=log_whole");
            return true;
        } catch (RuntimeException e) {
            LOG.warn("event=desks_not_resumed reason=\"{}\"", e.toString());
            return false;
        } finally {
            turns.writeLock().unlock();
        }
    }

    private Duration pauseAfter(LogUnavailableException unavailable, Duration wait, CountDownLatch stop) {
        counters.batchRetries.increment();
        LOG.warn("event=log_unavailable retryInMs={} reason={}", wait.toMillis(), unavailable.getMessage());
        pause(wait, stop);
        Duration next = wait.multipliedBy(2);
        return next.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : next;
    }

    private static void pause(Duration wait, CountDownLatch stop) {
        try {
            if (stop.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoppedException("the lane is stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted");
        }
    }

    /** Stops to drain; what is in the spool stays there for the next run. After the lanes. */
    @Override
    public void close() {
        if (drain != null) {
            drain.close();
        }
        try {
            if (spool != null) {
                spool.close();
            }
        } catch (SpoolException e) {
            LOG.warn("event=spool_not_closed reason=\"{}\"", e.getMessage());
        }
    }
}
