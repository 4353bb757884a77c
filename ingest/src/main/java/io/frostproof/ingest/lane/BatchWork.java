package io.frostproof.ingest.lane;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.intake.Inbound;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a batch of messages to safety and makes the lane's channels what it has made them. One that is refused is taken apart until the message that
 * cannot be stored stands alone, and that one is buried. Owned by a lane.
 */
final class BatchWork {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWork.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    /** Of everything that was sent meanwhile somebody waits for the receipt. */
    static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();

    private final BatchKeeper keeper;
    private final BatchIds ids;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final IngestCounters counters;
    private final LaneListener listener;
    private final CountDownLatch stopRequested;
    private final LaneChannels channels;
    private final SilenceWatch silence;
    private final Reevaluator reevaluator;
    private final Settlement settlement;
    private final LateLimit limit;
    private final ReadingGroups groups = new ReadingGroups();

    BatchWork(
            BatchKeeper keeper,
            BatchIds ids,
            InstantSource clock,
            LongSupplier nanoTime,
            IngestCounters counters,
            LaneListener listener,
            CountDownLatch stopRequested,
            LaneChannels channels,
            SilenceWatch silence,
            Reevaluator reevaluator,
            Settlement settlement,
            LateLimit limit) {
        this.keeper = keeper;
        this.ids = ids;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.counters = counters;
        this.listener = listener;
        this.stopRequested = stopRequested;
        this.channels = channels;
        this.silence = silence;
        this.reevaluator = reevaluator;
        this.settlement = settlement;
        this.limit = limit;
    }

    /**
     * Returns when all messages are safe and acknowledged.
     *
     * @throws StoppedException if the lane has to stop and they are not
     * @throws FencedOffException if this server may not write any more
     */
    void process(List<Inbound> messages) {
        BatchPlan plan;
        CommitOutcome outcome;
        long id = ids.next();
        try {
            channels.loadFor(messages);
            plan = new BatchPlan(messages, channels::of, groups, !keeper.logIsWhole());
            Batch batch = plan.batch(id, clock.instant());
            long begun = nanoTime.getAsLong();
            outcome = keeper.keep(batch, stopRequested);
            took(batch, outcome, nanoTime.getAsLong() - begun);
        } catch (StoppedException | FencedOffException end) {
            throw end;
        } catch (BatchRefusedException refused) {
            bisect(messages, String.valueOf(refused.getMessage()));
            return;
        } catch (RuntimeException unexpected) {
            // A fault of ours that one message provokes must not stop the lane for all the others.
            LOG.error("event=batch_failed messages={}", messages.size(), unexpected);
            bisect(messages, unexpected.toString());
            return;
        }
        switch (outcome) {
            case CommitOutcome.Committed committed -> {
                plan.apply(committed.dirty(), silence);
                committed.dirty().forEach(reevaluator::mark);
                counters.readingsStored.add(committed.stored());
                counters.readingsDuplicate.add(committed.duplicate() + plan.repeated());
                counters.readingsConflicting.add(committed.conflicting());
                counters.transitions.add(plan.transitions());
            }
            case CommitOutcome.Spooled spooled -> {
                // What is late in it is found when it is drained, under the version of the evaluation that has begun.
                reevaluator.giveUp();
                plan.apply(plan.dirty(), silence);
                plan.dirty().forEach(reevaluator::mark);
                counters.readingsDuplicate.add(plan.repeated());
                counters.transitions.add(plan.transitions());
            }
            case CommitOutcome.CommittedBefore before -> {
                reevaluator.giveUp(); // nobody says what has become dirty behind it
                plan.countUnheard(counters);
            }
        }
        settlement.settle(messages);
        plan.regions().forEach(listener::workForDesk);
        if (outcome instanceof CommitOutcome.CommittedBefore) {
            // What the earlier attempt said of late readings is lost, so look at the channels afresh; at once, since a
            // channel that is not here is not watched for silence.
            channels.forget(messages);
            channels.loadFor(messages);
        }
    }

    private void took(Batch batch, CommitOutcome outcome, long nanos) {
        if (!(outcome instanceof CommitOutcome.Committed)) {
            return;
        }
        limit.took(batch.staged().size(), nanos);
        if (nanos > SLOW_NANOS) {
            LOG.warn(
                    "event=slow_batch batch={} tookMs={} messages={} fresh={} late={} transitions={} nextLateAtMost={}",
                    batch.id(),
                    nanos / 1_000_000,
                    batch.messages(),
                    batch.fresh().size(),
                    batch.staged().size(),
                    batch.transitions().size(),
                    limit.readings());
        }
    }

    private void bisect(List<Inbound> messages, String reason) {
        counters.batchRetries.increment();
        if (messages.size() > 1) {
            int middle = messages.size() / 2;
            process(List.copyOf(messages.subList(0, middle)));
            process(List.copyOf(messages.subList(middle, messages.size())));
            return;
        }
        Inbound message = messages.getFirst();
        LOG.warn("event=message_refused laneKey={} reason={}", message.laneKey(), reason);
        if (message.readings().isEmpty() && message.suspects().isEmpty()) {
            insist(Burial.ofLetters(message, clock.instant()), reason);
            return;
        }
        counters.refused(message);
        if (!message.acknowledgement().refused(reason)) {
            process(List.of(Burial.ofReadings(message, reason, clock.instant())));
        }
    }

    /**
     * Stores a message that holds nothing of its sender's any more. If even that is refused, the fault is the log's (a table
     * that is gone, a right that was taken away): acknowledging now would lose everything, so the lane waits for repair.
     */
    private void insist(Inbound message, String firstReason) {
        List<Inbound> messages = List.of(message);
        var plan = new BatchPlan(messages, channels::of, groups, false);
        Duration wait = FIRST_RETRY;
        String reason = firstReason;
        while (true) {
            try {
                keeper.keep(plan.batch(ids.next(), clock.instant()), stopRequested);
                settlement.settle(messages);
                return;
            } catch (StoppedException | FencedOffException end) {
                throw end;
            } catch (RuntimeException refused) {
                reason = refused.toString();
            }
            counters.batchRetries.increment();
            LOG.warn("event=log_refuses_everything retryInMs={} reason={}", wait.toMillis(), reason);
            pause(wait);
            Duration next = wait.multipliedBy(2);
            wait = next.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : next;
        }
    }

    private void pause(Duration wait) {
        try {
            if (stopRequested.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoppedException("the lane is stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted");
        }
    }
}
