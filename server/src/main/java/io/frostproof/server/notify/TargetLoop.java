package io.frostproof.server.notify;

import io.frostproof.alerts.notify.DeliveryPolicy;
import io.frostproof.alerts.notify.DeliveryPolicy.Decision;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
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

    private final Outbox outbox;
    private final NotificationChannel channel;
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
     * Attempts whose record failed, by message id. While the database is away only the record is repeated: the receiver has
     * had the notice. They are still due, oldest first, so each round sees them again; there are at most {@link #LIMIT}.
     */
    private final Map<Long, Attempt> unrecorded = new HashMap<>();

    private volatile boolean stopping;
    private volatile boolean outboxAway;

    private record Attempt(OutboxMessage message, Instant at, Duration took, String detail, Decision decision) {}

    TargetLoop(Outbox outbox, NotificationChannel channel, InstantSource clock, RandomGenerator random, Duration poll) {
        this.outbox = outbox;
        this.channel = channel;
        this.target = channel.name();
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
            LOG.info("event=notice_interrupted target={}", target);
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
        List<OutboxMessage> due;
        try {
            due = outbox.due(target, clock.instant(), LIMIT);
        } catch (RuntimeException e) {
            outboxIsAway(e);
            return 0;
        }
        outboxIsBack();
        unrecorded.keySet().retainAll(due.stream().map(OutboxMessage::id).collect(Collectors.toSet()));
        int recorded = 0;
        for (OutboxMessage message : due) {
            if (stopping) {
                break;
            }
            if (recorded(attempt(message))) {
                recorded++;
            }
        }
        return recorded;
    }

    private Attempt attempt(OutboxMessage message) throws InterruptedException {
        Attempt known = unrecorded.get(message.id());
        // With another count of attempts the record did arrive after all, and this is the next attempt.
        if (known != null && known.message().attempts() == message.attempts()) {
            return known;
        }
        Instant at = clock.instant();
        long start = System.nanoTime();
        Outcome outcome = handOver(message);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Decision decision = DeliveryPolicy.decide(outcome, message.attempts(), clock.instant(), random);
        log(message, outcome.detail(), decision);
        return new Attempt(message, at, took, outcome.detail(), decision);
    }

    private Outcome handOver(OutboxMessage message) throws InterruptedException {
        try {
            return channel.deliver(message.notice());
        } catch (RuntimeException e) {
            // A fault of ours. Tried again, because losing an alarm is worse than a noisy log.
            LOG.error(
                    "event=notice_fault target={} key={}",
                    target,
                    message.notice().key(),
                    e);
            return new Outcome.Temporary("fault: " + e.getClass().getSimpleName(), null);
        }
    }

    private boolean recorded(Attempt done) {
        try {
            switch (done.decision()) {
                case Decision.Delivered ignored ->
                    outbox.delivered(done.message(), done.at(), done.took(), done.detail());
                case Decision.RetryAt retry ->
                    outbox.failed(done.message(), done.at(), done.took(), done.detail(), retry.at());
                case Decision.GiveUp giveUp ->
                    outbox.gaveUp(
                            done.message(),
                            done.at(),
                            done.took(),
                            giveUp.reason().id() + "; " + done.detail());
            }
        } catch (FencedOffException e) {
            // The server that has taken over hands it over again, with the same key.
            LOG.warn("event=notices_fenced_off target={}", target);
            stopping = true;
            return false;
        } catch (RuntimeException e) {
            unrecorded.put(done.message().id(), done);
            outboxIsAway(e);
            return false;
        }
        unrecorded.remove(done.message().id());
        switch (done.decision()) {
            case Decision.Delivered ignored -> delivered.increment();
            case Decision.RetryAt ignored -> failed.increment();
            case Decision.GiveUp ignored -> gaveUp.increment();
        }
        return true;
    }

    private void log(OutboxMessage message, String detail, Decision decision) {
        String key = message.notice().key();
        int attempt = message.attempts() + 1;
        switch (decision) {
            case Decision.Delivered ignored ->
                LOG.info(
                        "event=notice_delivered target={} key={} attempt={} detail=\"{}\"",
                        target,
                        key,
                        attempt,
                        detail);
            case Decision.RetryAt retry ->
                LOG.warn(
                        "event=notice_failed target={} key={} attempt={} detail=\"{}\" next_at={}",
                        target,
                        key,
                        attempt,
                        detail,
                        retry.at());
            case Decision.GiveUp giveUp ->
                LOG.error(
                        "event=notice_given_up target={} key={} attempt={} reason={} detail=\"{}\"",
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
