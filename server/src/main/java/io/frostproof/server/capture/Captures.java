package io.frostproof.server.capture;

import io.frostproof.ingest.intake.Intake;
import io.frostproof.server.epcis.EpcisEvent;
import io.frostproof.server.epcis.Meaning;
import io.frostproof.server.epcis.Questions;
import io.frostproof.server.review.Review;
import io.frostproof.store.EpcisLog;
import io.frostproof.store.EpcisLog.Pending;
import io.frostproof.store.EpcisLog.Verdict;
import io.frostproof.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is captured, and has one worker look at it: events count in the order in which they came, those that cannot be understood yet are held and
 * looked at again when what they miss may be known. What is kept is never lost: the worker begins with what an earlier run left. Thread-safe.
 */
public final class Captures implements AutoCloseable {

    /** Enough that a transaction costs little per event, few enough that one lasts less than a second or so. */
    private static final int BATCH = 2_000;

    /** How often those that are held are looked at, when nothing else happens. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Captures.class);

    private final EpcisLog log;
    private final KeptEvents kept;
    private final ReadingSender readings;
    private final Consumer<String> desks;
    private final Runnable changed;
    private final InstantSource clock;
    /** Rung when there is something to do. */
    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);

    private volatile boolean closed;
    private @Nullable Thread worker;
    /** Of the network that those who are held have been looked at with. */
    private long networkVersion = -1;

    private long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();
    /** Whether something was counted since, that others may wait for. */
    private boolean learnt;
    /** Whether jobs may wait to be finished of which nothing is pending: also what an earlier run settled last. */
    private boolean unfinished = true;

    /**
     * Over the log.
     *
     * @param desks is told each region whose desk has work
     * @param changed is told that there is news for those who watch
     */
    public Captures(
            EpcisLog log,
            Intake intake,
            Review.Lane lanes,
            Consumer<String> desks,
            Runnable changed,
            InstantSource clock) {
        this.log = log;
        kept = new KeptEvents(log);
        readings = new ReadingSender(intake, lanes);
        this.desks = desks;
        this.changed = changed;
        this.clock = clock;
    }

    /** Begins to work, on a thread of its own. */
    public synchronized void start() {
        if (worker == null && !closed) {
            worker = Thread.ofVirtual().name("epcis-captures").start(this::work);
        }
    }

    /** Keeps events; when it returns they cannot be lost. */
    public void keep(EpcisLog.Capture capture, List<EpcisEvent> events) {
        kept.keep(capture, events, clock.instant());
        bell.offer(true);
    }

    private void work() {
        try {
            while (!closed) {
                if (!roundDone()) {
                    bell.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private boolean roundDone() throws InterruptedException {
        try {
            return round();
        } catch (StoreException e) {
            // What is kept waits; the database's absence is told elsewhere.
            LOG.warn("event=captures_wait reason=\"{}\"", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("event=captures_failed", e);
        }
        return false;
    }

    /**
     * Looks at one batch; when there is none, has those that are held looked at again.
     *
     * @return whether there is more to do at once
     */
    boolean round() throws InterruptedException {
        List<Pending> pending = log.pending(BATCH);
        if (pending.isEmpty()) {
            finishJobs();
            return look();
        }
        if (pending.getFirst().declaresError() && !pending.getFirst().contradicts()) {
            declareWrong(pending.getFirst());
            return true;
        }
        // A declaration of error comes after everything before it, and before everything after it.
        List<Pending> batch = pending.stream()
                .takeWhile(each -> !each.declaresError() || each.contradicts())
                .toList();
        try {
            return settled(batch);
        } catch (StoreException e) {
            if (e.passes()) {
                throw e;
            }
            return alone(batch);
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
            return alone(batch);
        }
    }

    private void declareWrong(Pending declaration) {
        try {
            tell(log.declareWrong(declaration, why(declaration), clock.instant()));
        } catch (StoreException e) {
            if (e.passes()) {
                throw e;
            }
            refuse(declaration, e);
        } catch (IllegalStateException e) {
            refuse(declaration, e);
        }
    }

    /** One event must not stop the others: whichever the server fails at is held. */
    private boolean alone(List<Pending> batch) throws InterruptedException {
        for (Pending each : batch) {
            try {
                if (!settled(List.of(each))) {
                    return false;
                }
            } catch (StoreException e) {
                if (e.passes()) {
                    throw e;
                }
                refuse(each, e);
            } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
                refuse(each, e);
            }
        }
        return true;
    }

    private void refuse(Pending pending, RuntimeException why) {
        LOG.error("event=captured_event_failed id={} event_id={}", pending.id(), pending.eventId(), why);
        log.settle(
                List.of(new Verdict.Held(
                        pending.id(), "refused", "the server failed at it; its log says why", List.of())),
                clock.instant());
    }

    /** Has those that are held looked at again; not more often than now and then, whatever they wait for. */
    private boolean look() {
        long version = log.networkVersion();
        boolean all = version != networkVersion;
        if (!all && !learnt && System.nanoTime() - lookedAt < LOOK_EVERY.toNanos()) {
            return false;
        }
        networkVersion = version;
        lookedAt = System.nanoTime();
        learnt = false;
        return log.reawaken(all, clock.instant()) > 0;
    }

    /** Settles a batch; false when some of it has to wait for a while. */
    private boolean settled(List<Pending> pending) throws InterruptedException {
        var batch = new CaptureBatch(pending, kept.events(pending));
        Questions questions = batch.questions();
        var facts = new CaptureFacts(
                log.facts(new EpcisLog.Asked(questions.names(), questions.lotNumbers(), questions.opened())));
        batch.understand(facts);
        boolean sent = send(batch.measured(), facts);
        List<List<Verdict>> parts = log.parts(batch.verdicts(facts, sent));
        if (parts.size() == 1) {
            took(log.settle(parts.getFirst(), clock.instant()));
            return sent;
        }
        PartedSettlement parted = PartedSettlement.of(log, parts, clock.instant());
        parted.settled().forEach(this::took);
        unfinished = true;
        finishJobs();
        StoreException waits = parted.waits();
        if (waits != null) {
            throw waits;
        }
        List<Pending> failed = pending.stream()
                .filter(each -> parted.failed().contains(each.id()))
                .toList();
        return alone(failed) && sent;
    }

    private void finishJobs() {
        if (unfinished) {
            log.finish(clock.instant());
            unfinished = false;
        }
    }

    private void took(EpcisLog.Settled settled) {
        tell(settled.regions());
        learnt |= settled.counted() > 0;
    }

    private boolean send(Map<String, List<Meaning.Measured>> byDevice, CaptureFacts facts) throws InterruptedException {
        for (Map.Entry<String, List<Meaning.Measured>> each : byDevice.entrySet()) {
            if (!readings.sent(facts.nodeOf(each.getKey()), each.getKey(), each.getValue())) {
                return false;
            }
        }
        return true;
    }

    private String why(Pending declaration) {
        EpcisEvent.ErrorDeclaration error =
                kept.events(List.of(declaration)).getFirst().error();
        String reason = error == null || error.reason() == null ? "declared wrong" : error.reason();
        return error == null || error.corrections().isEmpty()
                ? reason
                : reason + "; see " + String.join(", ", error.corrections());
    }

    private void tell(List<String> regions) {
        regions.forEach(desks);
        changed.run();
    }

    @Override
    public void close() {
        closed = true;
        Thread running;
        synchronized (this) {
            running = worker;
            worker = null;
        }
        if (running != null) {
            bell.offer(true);
            try {
                if (!running.join(Duration.ofSeconds(10))) {
                    running.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
