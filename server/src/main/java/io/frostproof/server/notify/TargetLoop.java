package io.frostproof.server.notify;

import io.frostproof.alerts.notify.DeliveryPolicy;
import io.frostproof.alerts.notify.DeliveryPolicy.Decision;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.Outcome;
import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.server.rounds.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one target: takes what is due, hands it over, records what happened. {@link #run} and {@link #round} belong to
 * one thread; the rest may be called from any.
 */
final class TargetLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetLoop.class);

    /** Few, so that a slow round soon looks again and sees what became due meanwhile. */
    private static final int LIMIT = 16;

    private final Letters letters;
    /** What is handed over, in the log. */
    private final String what;

    private final String target;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration poll;
    private final Semaphore work = new Semaphore(0);
    private final Rounds rounds = new Rounds();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder gaveUp = new LongAdder();

    /**
     * Attempts whose record failed, by id. While the database is away only the record is repeated: the receiver has
     * had the letter. They are still due, oldest first, so each round sees them again; there are at most {@link #LIMIT}.
     */
    private final Map<Object, Attempt> unrecorded = new HashMap<>();

    private volatile boolean stopping;
    private volatile boolean outboxAway;

    private record Attempt(Letter letter, Instant at, Duration took, String detail, Decision decision) {}

    TargetLoop(Outbox outbox, NotificationChannel channel, InstantSource clock, RandomGenerator random, Duration poll) {
        this("notice", channel.name(), new NoticeLetters(outbox, channel), clock, random, poll);
    }

    /** @param what is handed over, a word for the log */
    TargetLoop(
            String what, String target, Letters letters, InstantSource clock, RandomGenerator random, Duration poll) {
        this.what = what;
        this.target = target;
        this.letters = letters;
        this.clock = clock;
        this.random = random;
        this.poll = poll;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                long round = rounds.begun();
                if (round() < LIMIT) {
                    if (!outboxAway) {
                        rounds.ended(round);
                    }
                    boolean poked = work.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
                    if (poked) {
                        // One look answers all pokes so far.
                        work.drainPermits();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("event={}_interrupted target={}", what, target);
        }
    }

    void poke() {
        rounds.ask();
        work.release();
    }

    /** Waits until it has looked after every poke so far and found nothing more that is due; answers whether it has, within the time. */
    boolean awaitRest(Duration within) throws InterruptedException {
        return rounds.awaitRest(within);
    }

    void stop() {
        stopping = true;
        work.release();
    }

    /** Whether the last look into the outbox failed. */
    boolean outboxAway() {
        return outboxAway;
    }

    Dispatcher.Counts counts() {
        return new Dispatcher.Counts(delivered.sum(), failed.sum(), gaveUp.sum());
    }

    /** One look into the outbox. Returns how many messages were dealt with and recorded. */
    int round() throws InterruptedException {
        List<? extends Letter> due;
        try {
            due = letters.due(clock.instant(), LIMIT);
        } catch (RuntimeException e) {
            outboxIsAway(e);
            return 0;
        }
        outboxIsBack();
        unrecorded.keySet().retainAll(due.stream().map(Letter::id).collect(Collectors.toSet()));
        int recorded = 0;
        for (Letter letter : due) {
            if (stopping) {
                break;
            }
            if (recorded(attempt(letter))) {
                recorded++;
            }
        }
        return recorded;
    }

    private Attempt attempt(Letter letter) throws InterruptedException {
        Attempt known = unrecorded.get(letter.id());
        // With another count of attempts the record did arrive after all, and this is the next attempt.
        if (known != null && known.letter().attempts() == letter.attempts()) {
            return known;
        }
        Instant at = clock.instant();
        long start = System.nanoTime();
        Outcome outcome = handOver(letter);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Decision decision = DeliveryPolicy.decide(outcome, letter.counted(), clock.instant(), random);
        log(letter, outcome.detail(), decision);
        return new Attempt(letter, at, took, outcome.detail(), decision);
    }

    private Outcome handOver(Letter letter) throws InterruptedException {
        try {
            return letter.handOver();
        } catch (RuntimeException e) {
            // A fault of ours. Tried again, because losing an alarm is worse than a noisy log.
            LOG.error("event={}_fault target={} key={}", what, target, letter.key(), e);
            return new Outcome.Temporary("fault: " + e.getClass().getSimpleName(), null);
        }
    }

    private boolean recorded(Attempt done) {
        Letter letter = done.letter();
        try {
            switch (done.decision()) {
                case Decision.Delivered ignored -> letter.delivered(done.at(), done.took(), done.detail());
                case Decision.RetryAt retry -> letter.failed(done.at(), done.took(), done.detail(), retry.at());
                case Decision.GiveUp giveUp ->
                    letter.gaveUp(done.at(), done.took(), giveUp.reason().id() + "; " + done.detail());
            }
        } catch (FencedOffException e) {
            // The server that has taken over hands it over again, with the same key.
            LOG.warn("event={}s_fenced_off target={}", what, target);
            stopping = true;
            return false;
        } catch (RuntimeException e) {
            unrecorded.put(letter.id(), done);
            outboxIsAway(e);
            return false;
        }
        unrecorded.remove(letter.id());
        switch (done.decision()) {
            case Decision.Delivered ignored -> delivered.increment();
            case Decision.RetryAt ignored -> failed.increment();
            case Decision.GiveUp ignored -> gaveUp.increment();
        }
        return true;
    }

    private void log(Letter letter, String detail, Decision decision) {
        String key = letter.key();
        int attempt = letter.attempts() + 1;
        switch (decision) {
            case Decision.Delivered ignored ->
                LOG.info(
                        "event={}_delivered target={} key={} attempt={} detail=\"{}\"",
                        what,
                        target,
                        key,
                        attempt,
                        detail);
            case Decision.RetryAt retry ->
                LOG.warn(
                        "event={}_failed target={} key={} attempt={} detail=\"{}\" next_at={}",
                        what,
                        target,
                        key,
                        attempt,
                        detail,
                        retry.at());
            case Decision.GiveUp giveUp ->
                LOG.error(
                        "event={}_given_up target={} key={} attempt={} reason={} detail=\"{}\"",
                        what,
                        target,
                        key,
                        attempt,
                        giveUp.reason().id(),
                        detail);
        }
    }

    /** Said once, not with each poll. */
    private void outboxIsAway(RuntimeException e) {
        if (!outboxAway) {
            outboxAway = true;
            LOG.warn("event=outbox_away target={}", target, e);
        }
    }

    private void outboxIsBack() {
        if (outboxAway && unrecorded.isEmpty()) {
            outboxAway = false;
            LOG.info("event=outbox_back target={}", target);
        }
    }
}
