package io.frostproof.ingest.lane;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.spool.Spool;
import io.frostproof.ingest.spool.SpoolException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings spooled batches into the log, oldest first, on a thread of its own. A batch is committed as it was planned, under its own number, so
 * one that is tried twice, also by the next run of the server, is there once.
 */
final class SpoolDrain {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** Longer than a lane's patience: the log has to catch up, and nobody waits for this. */
    private static final Duration COMMIT_WITHIN = BatchKeeper.PATIENCE.multipliedBy(3);
    /** While messages wait in lanes, the drain takes a quarter of the time. */
    private static final int PAUSE_PER_WORK = 3;

    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final BatchKeeper keeper;
    private final ReadingLog log;
    private final Spool spool;
    private final BatchIds ids;
    private final InstantSource clock;
    private final IngestCounters counters;
    private final LaneListener listener;
    private final Semaphore work = new Semaphore(0);
    private volatile Consumer<Map<Integer, Long>> dirtied = marks -> {};
    private volatile IntSupplier waiting = () -> 0;
    private volatile boolean closing;
    private volatile @Nullable Thread thread;
    /** Why the oldest record cannot leave the spool though the log answers; null when nothing is wrong. */
    private volatile @Nullable String stuck;

    SpoolDrain(
            BatchKeeper keeper,
            ReadingLog log,
            Spool spool,
            BatchIds ids,
            InstantSource clock,
            IngestCounters counters,
            LaneListener listener) {
        this.keeper = keeper;
        this.log = log;
        this.spool = spool;
        this.ids = ids;
        this.clock = clock;
        this.counters = counters;
        this.listener = listener;
    }

    void start(Consumer<Map<Integer, Long>> nowDirtied, IntSupplier nowWaiting) {
        dirtied = nowDirtied;
        waiting = nowWaiting;
        thread = Thread.ofVirtual().name("spool-drain").start(this::run);
    }

    /** Why nothing leaves the spool though the log answers: somebody has to look. */
    Optional<String> stuck() {
        return Optional.ofNullable(stuck);
    }

    void wake() {
        work.release();
    }

    /** On the caller's thread, until nothing is left or the time is over. */
    void leftovers(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (!spool.empty() && System.nanoTime() < deadline) {
                if (!one()) {
                    Thread.sleep(RETRY);
                }
            }
        } catch (FencedOffException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("event=leftovers_postponed", e);
        }
    }

    private void run() {
        try {
            while (!closing) {
                round();
            }
        } catch (FencedOffException e) {
            LOG.warn("event=drain_fenced_off reason=\"{}\" left={}", e.getMessage(), spool.weight());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void round() throws InterruptedException {
        if (keeper.direct() && spool.empty()) {
            work.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            work.drainPermits();
            return;
        }
        long begun = System.nanoTime();
        boolean done = spool.empty() ? probe() && keeper.tryToFinish() : one();
        if (!done) {
            work.tryAcquire(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            work.drainPermits();
        } else if (waiting.getAsInt() > 0) {
            long tookMillis = (System.nanoTime() - begun) / 1_000_000;
            Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, PAUSE_PER_WORK * tookMillis));
        }
    }

    /** Nothing is spooled, so something else has to be written to know that the log takes it. */
    private boolean probe() throws InterruptedException {
        return !keeper.away() || commit(empty(), false) != null;
    }

    private Batch empty() {
        return new Batch(
                ids.next(),
                clock.instant(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Set.of());
    }

    /** Brings the oldest batch into the log. Returns whether it is there, or none is left. */
    private boolean one() throws InterruptedException {
        try {
            Spool.Entry entry = spool.oldest();
            if (entry == null) {
                stuck = null;
                return true;
            }
            Batch batch = decoded(entry);
            if (batch == null) {
                return false;
            }
            try {
                CommitOutcome outcome = commit(batch, entry.leftover());
                if (outcome == null) {
                    return false;
                }
                settled(batch, outcome);
            } catch (BatchRefusedException refused) {
                if (!inParts(batch, String.valueOf(refused.getMessage()))) {
                    return false;
                }
            }
            spool.removeOldest();
            stuck = null;
            counters.batchesDrained.increment();
            return true;
        } catch (SpoolException e) {
            stuck = "the spool cannot be read: " + e.getMessage();
            LOG.error("event=spool_unreadable reason=\"{}\"", e.getMessage());
            return false;
        }
    }

    /** Null, and a word to people, when this version does not understand it: it stays, for one that does. */
    private @Nullable Batch decoded(Spool.Entry entry) {
        try {
            return BatchCodec.decode(entry.payload());
        } catch (IOException e) {
            stuck = "this version does not understand the oldest batch in it (" + e.getMessage()
                    + "); start the version that wrote it until the spool is empty";
            LOG.error(
                    "event=spooled_batch_not_understood bytes={} reason=\"{}\"", entry.payload().length, e.toString());
            return null;
        }
    }

    /** Null when the log does not answer. */
    private @Nullable CommitOutcome commit(Batch batch, boolean leftover) throws InterruptedException {
        try {
            CommitOutcome outcome =
                    LogCalls.call(COMMIT_WITHIN, () -> leftover ? log.commitLeftover(batch) : log.commit(batch));
            keeper.answered();
            return outcome;
        } catch (LogUnavailableException unavailable) {
            LOG.debug("event=log_still_away reason=\"{}\"", unavailable.getMessage());
            keeper.silent("a spooled batch: " + unavailable.getMessage());
            return null;
        }
    }

    private void settled(Batch batch, CommitOutcome outcome) {
        switch (outcome) {
            case CommitOutcome.Committed committed -> {
                counters.readingsStored.add(committed.stored());
                counters.readingsDuplicate.add(committed.duplicate());
                counters.readingsConflicting.add(committed.conflicting());
                dirtied.accept(committed.dirty());
            }
            case CommitOutcome.CommittedBefore before -> {
                // Only the attempt that was given up knew what was new of the late ones.
                counters.readingsStored.add(batch.fresh().size());
                counters.readingsConflicting.add(batch.freshConflicts().size());
                counters.readingsDuplicate.add(batch.staged().size());
                dirtied.accept(marks(batch.dirty(), batch.staged()));
            }
            case CommitOutcome.Spooled spooled -> throw new IllegalStateException("a log has no spool");
        }
        batch.transitions().forEach(of -> listener.workForDesk(of.region()));
    }

    /** From its earliest reading on, each channel. */
    private static Map<Integer, Long> marks(Map<Integer, Long> dirty, List<Reading> readings) {
        var marks = new HashMap<>(dirty);
        readings.forEach(reading -> marks.merge(reading.channelId(), reading.timeMicros(), Math::min));
        return marks;
    }

    /**
     * Commits a refused batch in parts, until the reading that cannot be stored stands alone; that one is kept as a dead letter. Everything in
     * parts can be done again, so the batch leaves the spool only when all of them are in the log.
     */
    private boolean inParts(Batch batch, String reason) throws InterruptedException {
        LOG.warn("event=spooled_batch_refused batch={} reason=\"{}\"", batch.id(), reason);
        counters.batchRetries.increment();
        for (Batch part : BatchParts.of(batch, ids)) {
            if (!commitPart(part)) {
                return false;
            }
        }
        return true;
    }

    private boolean commitPart(Batch part) throws InterruptedException {
        try {
            CommitOutcome outcome = commit(part, true);
            if (outcome == null) {
                return false;
            }
            settled(part, outcome);
            return true;
        } catch (BatchRefusedException refused) {
            if (part.staged().size() > 1) {
                for (Batch half : BatchParts.halves(part, ids)) {
                    if (!commitPart(half)) {
                        return false;
                    }
                }
                return true;
            }
            Batch burial = BatchParts.burial(part, String.valueOf(refused.getMessage()), ids, clock.instant());
            LOG.warn("event=spooled_reading_refused part={} reason=\"{}\"", part.id(), refused.getMessage());
            try {
                if (commit(burial, true) == null) {
                    return false;
                }
                counters.readingsRefused.add(part.staged().size());
                burial.deadLetters().forEach(letter -> counters.deadLetter(letter.reason()));
                return true;
            } catch (BatchRefusedException again) {
                // The fault is the log's: nothing leaves the spool until it is repaired.
                stuck = "the database refuses whatever is written: " + again.getMessage();
                LOG.error("event=log_refuses_everything reason=\"{}\"", again.getMessage());
                return false;
            }
        }
    }

    void close() {
        closing = true;
        wake();
        Thread running = thread;
        if (running != null) {
            try {
                if (!running.join(RETRY)) {
                    running.interrupt();
                    running.join(COMMIT_WITHIN);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
