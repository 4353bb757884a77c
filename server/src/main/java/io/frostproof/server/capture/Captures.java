package io.frostproof.server.capture;

import io.frostproof.ingest.intake.Intake;
import io.frostproof.server.epcis.DocumentReader;
import io.frostproof.server.epcis.EpcisEvent;
import io.frostproof.server.epcis.EventType;
import io.frostproof.server.epcis.Identity;
import io.frostproof.server.epcis.Meaning;
import io.frostproof.server.epcis.Meanings;
import io.frostproof.server.epcis.Questions;
import io.frostproof.server.review.Review;
import io.frostproof.store.EpcisLog;
import io.frostproof.store.EpcisLog.Pending;
import io.frostproof.store.EpcisLog.Verdict;
import io.frostproof.store.StockLog;
import io.frostproof.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is captured, and has one worker look at it: events count in the order in which they came, those that cannot be understood yet are held and
 * looked at again when what they miss may be known. What is kept is never lost: the worker begins with what an earlier run left. Thread-safe.
 */
public final class Captures implements AutoCloseable {

    /** Enough that a transaction costs little per event, few enough that one lasts less than a second or so. */
    private static final int BATCH = 1_000;

    /** How often those that are held are looked at, when nothing else happens. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Captures.class);

    private final EpcisLog log;
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
        log.begin(capture, events.stream().map(Captures::told).toList(), clock.instant());
        bell.offer(true);
    }

    /** An event as the log keeps it. */
    public static EpcisLog.Told told(EpcisEvent event) {
        List<String> epcs =
                event.things().stream().map(Identity::canonical).distinct().toList();
        Identity parent = event.parent();
        List<String> all = Stream.of(
                        epcs.stream(),
                        event.outputs().stream().map(Identity::canonical),
                        parent == null ? Stream.<String>empty() : Stream.of(parent.canonical()))
                .flatMap(each -> each)
                .distinct()
                .toList();
        return new EpcisLog.Told(
                event.id(),
                event.error() != null,
                event.digest(),
                Instant.EPOCH.plus(event.timeMicros(), ChronoUnit.MICROS),
                event.type().word(),
                event.action() == null ? null : event.action().name(),
                event.bizStep(),
                event.disposition(),
                canonical(event.readPoint()),
                canonical(event.bizLocation()),
                event.type() == EventType.TRANSFORMATION ? List.of() : epcs,
                all,
                event.raw().toString());
    }

    private static @Nullable String canonical(@Nullable Identity identity) {
        return identity == null ? null : identity.canonical();
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
    private boolean settled(List<Pending> batch) throws InterruptedException {
        Map<Pending, EpcisEvent> events = new LinkedHashMap<>();
        for (Pending pending : batch) {
            DocumentReader.Read read = DocumentReader.read(pending.document().getBytes(StandardCharsets.UTF_8));
            if (read.events().size() != 1) {
                throw new IllegalStateException("epcis_event " + pending.id() + " can no longer be read: " + read);
            }
            events.put(pending, read.events().getFirst().named(pending.eventId()));
        }
        Questions questions = Questions.of(events.values());
        var facts = new CaptureFacts(
                log.facts(new EpcisLog.Asked(questions.names(), questions.lotNumbers(), questions.opened())));
        Map<Pending, Meaning> meanings = meanings(events, facts);
        boolean sent = send(meanings, facts);
        var verdicts = new ArrayList<Verdict>();
        meanings.forEach((pending, meaning) -> {
            if (sent
                    || !(meaning instanceof Meaning.Counts counts)
                    || counts.measured().isEmpty()) {
                verdicts.add(verdict(pending, meaning, facts));
            }
        });
        EpcisLog.Settled settled = log.settle(verdicts, clock.instant());
        tell(settled.regions());
        learnt |= settled.counted() > 0;
        return sent;
    }

    /** What each means. What one of them makes, those before it may name: so those that are held are looked at again while something is learnt. */
    private static Map<Pending, Meaning> meanings(Map<Pending, EpcisEvent> events, CaptureFacts facts) {
        Map<Pending, Meaning> meanings = new LinkedHashMap<>();
        events.forEach((pending, event) -> {
            if (pending.contradicts()) {
                meanings.put(
                        pending,
                        new Meaning.Held(
                                Meaning.Reason.CONTRADICTING_ID,
                                "another event came before with the id " + pending.eventId(),
                                List.of()));
            } else {
                meanings.put(pending, meaning(event, facts));
            }
        });
        boolean learnt = true;
        while (learnt) {
            learnt = false;
            for (Map.Entry<Pending, Meaning> each : meanings.entrySet()) {
                if (each.getValue() instanceof Meaning.Held held
                        && held.missing().stream()
                                .anyMatch(name -> facts.goods(name).isPresent() || facts.isContainer(name))) {
                    Meaning again = meaning(events.get(each.getKey()), facts);
                    learnt |= !(again instanceof Meaning.Held);
                    each.setValue(again);
                }
            }
        }
        return meanings;
    }

    private static Meaning meaning(@Nullable EpcisEvent event, CaptureFacts facts) {
        if (event == null) {
            throw new IllegalStateException("a meaning without event");
        }
        Meaning meaning = Meanings.of(event, facts);
        if (meaning instanceof Meaning.Counts counts) {
            facts.learn(counts);
        }
        return meaning;
    }

    private boolean send(Map<Pending, Meaning> meanings, CaptureFacts facts) throws InterruptedException {
        Map<String, List<Meaning.Measured>> byDevice = new TreeMap<>();
        for (Map.Entry<Pending, Meaning> each : meanings.entrySet()) {
            if (each.getKey().wrong() == null && each.getValue() instanceof Meaning.Counts counts) {
                counts.measured()
                        .forEach(measured -> byDevice.computeIfAbsent(measured.device(), device -> new ArrayList<>())
                                .add(measured));
            }
        }
        for (Map.Entry<String, List<Meaning.Measured>> each : byDevice.entrySet()) {
            if (!readings.sent(facts.nodeOf(each.getKey()), each.getKey(), each.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static Verdict verdict(Pending pending, Meaning meaning, CaptureFacts facts) {
        if (pending.wrong() != null && !pending.contradicts()) {
            return new Verdict.Voided(pending.id(), "declared wrong before it came");
        }
        return switch (meaning) {
            case Meaning.Kept kept -> new Verdict.Kept(pending.id(), kept.why());
            case Meaning.Held held ->
                new Verdict.Held(
                        pending.id(),
                        held.reason().name().toLowerCase(Locale.ROOT),
                        held.detail(),
                        // What is known and yet not enough is not waited for.
                        held.missing().stream()
                                .filter(name -> facts.goods(name).isEmpty() && !facts.isContainer(name))
                                .toList());
            case Meaning.Counts counts ->
                new Verdict.Counts(
                        pending.id(),
                        counts.stock().stream()
                                .map(event -> new StockLog.Told(event, counts.quantityUnits(), "epcis", pending.by()))
                                .toList(),
                        counts.notes().isEmpty() ? null : String.join("; ", counts.notes()));
        };
    }

    private static String why(Pending declaration) {
        DocumentReader.Read read = DocumentReader.read(declaration.document().getBytes(StandardCharsets.UTF_8));
        EpcisEvent.ErrorDeclaration error =
                read.events().isEmpty() ? null : read.events().getFirst().error();
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
