package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.protocol.MessageId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: takes the messages of its devices in order, evaluates their channels, brings them to safety (transaction A, or the spool), and
 * only then acknowledges. Deploy it with {@code ThreadingModel.VIRTUAL_THREAD}. Only {@link #submit} may be called from other threads;
 * everything else happens on its own context, one thing at a time, so nothing in it is locked.
 */
public final class Lane extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    /** Whoever offers to a full queue looks this often whether the lane has stopped. */
    private static final long OFFER_MILLIS = 250;
    /** A device of a busy server hears twice a second what is stored. */
    private static final int TICKS_PER_RECEIPT = 2;

    private static final int LOAD_AT_ONCE = 5_000;
    private static final Duration LOAD_RETRY = Duration.ofSeconds(1);
    /** Batches in a row before timers and other work of the lane get their turn. */
    private static final int BATCHES_IN_A_ROW = 16;

    /** In which something has to come for the next batch, or it is not waited for. */
    private static final long SPACING_STEP_NANOS = 4_000_000;

    /** What is dirty while the log is away is looked at again so much later. */
    private static final long LOOK_AGAIN_MICROS = 1_000_000;

    private final LaneConfig config;
    private final BatchKeeper keeper;
    private final BatchIds ids;
    private final InstantSource clock;
    private final IngestCounters counters;
    private final LaneListener listener;
    private final List<KnownDevice> devicesAtStart;
    private final LaneQueue queue;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Context ownContext;
    /** Counted down when the lane has to come to its end: it does not wait for a log that is away any more. */
    private final CountDownLatch stopRequested = new CountDownLatch(1);

    private volatile boolean stopping;
    private volatile boolean working;
    private volatile long workingSinceNanos;

    private final LaneChannels channels;
    private final ReadingGroups groups = new ReadingGroups();
    private final SilenceWatch silence = new SilenceWatch();
    private final ReceiptLedger receipts = new ReceiptLedger();
    private final ReceiptPacer receiptPacer;
    private final Reevaluator reevaluator;
    private final List<Inbound> collected = new ArrayList<>();
    private int ticks;

    /** @param devicesAtStart the devices whose silence this lane watches from the start */
    public Lane(
            LaneConfig config,
            ReadingLog log,
            BatchKeeper keeper,
            BatchIds ids,
            InstantSource clock,
            IngestCounters counters,
            LaneListener listener,
            List<KnownDevice> devicesAtStart) {
        this.config = config;
        this.keeper = keeper;
        this.ids = ids;
        this.clock = clock;
        this.counters = counters;
        this.listener = listener;
        this.devicesAtStart = List.copyOf(devicesAtStart);
        queue = new LaneQueue(config, counters);
        reevaluator = new Reevaluator(log, ids, clock);
        workingSinceNanos = System.nanoTime() - config.batchSpacing().toNanos(); // the first batch waits for nobody
        receiptPacer = new ReceiptPacer(listener::receipt);
        channels = new LaneChannels(log, keeper, clock, stopRequested, this::loaded);
    }

    /**
     * Hands a message over, waiting while the queue is full. A lane that has stopped drops it: it is not acknowledged, so the
     * broker keeps it.
     */
    public void submit(Inbound message) throws InterruptedException {
        // Full: the source waits, and the broker with it.
        while (!stopping && !queue.offer(message, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
            schedule();
        }
        schedule();
    }

    /**
     * Hands a message over if there is room for it in time; one that cannot be stored may still wait long after that.
     *
     * @return whether the lane has taken it
     */
    boolean offer(Inbound message, Duration within) throws InterruptedException {
        if (stopping || !queue.offer(message, within.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        schedule();
        return true;
    }

    /** Asks the lane to come to its end as soon as what waits is safe, or neither log nor spool takes it. */
    void requestStop() {
        stopRequested.countDown();
    }

    /** How many messages wait. */
    public int queued() {
        return queue.size();
    }

    /** The network has changed: channels are looked up and loaded again, in the background. */
    public void devicesChanged(List<KnownDevice> devices) {
        runHere(() -> {
            channels.clear();
            silence.clear();
            reevaluator.forgetAll();
            channels.know(devices);
            watch(devices);
        });
    }

    /** Readings have come into the log behind the back of this lane: channels of it are to be evaluated again. */
    void dirtied(Map<Integer, Long> marks) {
        if (!marks.isEmpty()) {
            runHere(() -> marks.forEach((channelId, fromMicros) -> {
                ChannelState state = channels.of(channelId);
                if (state != null) {
                    state.dirtyFromMicros = Math.min(state.dirtyFromMicros, fromMicros);
                    reevaluator.mark(channelId, fromMicros);
                }
            }));
        }
    }

    @Override
    public Future<?> start() {
        ownContext = context;
        channels.know(devicesAtStart);
        watch(devicesAtStart);
        vertx.setPeriodic(config.tick().toMillis(), timer -> tick(false));
        schedule();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        requestStop();
        long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
        while (!queue.isEmpty() && System.nanoTime() < deadline && !stopping) {
            drain();
        }
        stopping = true;
        receiptPacer.tick();
        if (!queue.isEmpty()) {
            LOG.warn("event=lane_stopped not_stored={} reason=\"the broker still holds them\"", queue.size());
        }
        return Future.succeededFuture();
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            runHere(() -> {
                scheduled.set(false);
                drain();
                if (!queue.isEmpty()) {
                    schedule();
                }
            });
        }
    }

    /**
     * Stores what waits and looks at once at what is due by the clock: silence, late readings. Completed when that is done, and with it
     * everything that was handed over before; it fails if the lane has stopped with messages unsaved.
     */
    Future<?> look() {
        Promise<Void> looked = Promise.promise();
        Context here = ownContext;
        if (here == null) {
            return Future.failedFuture(new IllegalStateException("the lane has not started"));
        }
        here.runOnContext(ignored -> {
            try {
                while (!stopping && !queue.isEmpty()) {
                    drain();
                }
                tick(true);
            } catch (RuntimeException e) {
                looked.tryFail(e);
            } finally {
                if (stopping && !queue.isEmpty()) {
                    looked.tryFail(new IllegalStateException("the lane has stopped"));
                }
                looked.tryComplete();
            }
        });
        return looked.future();
    }

    private void runHere(Runnable work) {
        Context here = ownContext;
        if (here == null) {
            scheduled.set(false); // not started yet; start() schedules
        } else {
            here.runOnContext(ignored -> work.run());
        }
    }

    private void drain() {
        for (int i = 0; i < BATCHES_IN_A_ROW && !stopping && !queue.isEmpty(); i++) {
            awaitSpacing();
            if (!queue.collect(collected)) {
                return;
            }
            workingSinceNanos = System.nanoTime();
            working = true;
            try {
                process(collected);
            } catch (StoppedException stopped) {
                stopping = true; // not acknowledged: the broker delivers again
            } catch (FencedOffException fenced) {
                LOG.warn("event=lane_fenced_off reason=\"{}\"", fenced.getMessage());
                stopping = true;
            } finally {
                working = false;
            }
            collected.clear();
        }
    }

    /**
     * A transaction costs the same for one reading as for a thousand: so a lane that has just begun one gives the next a moment to
     * fill, unless it is full, or nothing has come for a while: a sender or a broker with a small window sends nothing more until this
     * batch is acknowledged, and would wait for us as we for it. A lane that was idle does not wait.
     */
    private void awaitSpacing() {
        long dueNanos = workingSinceNanos + config.batchSpacing().toNanos();
        int before = 0;
        int waiting = queue.size();
        try {
            for (long left = dueNanos - System.nanoTime();
                    left > 0 && waiting > before && waiting < config.batchMaxReadings();
                    left = dueNanos - System.nanoTime()) {
                if (stopRequested.await(Math.min(left, SPACING_STEP_NANOS), TimeUnit.NANOSECONDS)) {
                    return;
                }
                before = waiting;
                waiting = queue.size();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For how long the lane has been at its present batch; nothing when it is at none. */
    Optional<Duration> atWork() {
        return working ? Optional.of(Duration.ofNanos(System.nanoTime() - workingSinceNanos)) : Optional.empty();
    }

    private void process(List<Inbound> messages) {
        BatchPlan plan;
        CommitOutcome outcome;
        long id = ids.next();
        try {
            channels.loadFor(messages);
            plan = new BatchPlan(messages, channels::of, groups, !keeper.logIsWhole());
            outcome = keeper.keep(plan.batch(id, clock.instant()), stopRequested);
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
                // What is late in it is found when it is drained.
                plan.apply(plan.dirty(), silence);
                plan.dirty().forEach(reevaluator::mark);
                counters.readingsDuplicate.add(plan.repeated());
                counters.transitions.add(plan.transitions());
            }
            case CommitOutcome.CommittedBefore before -> plan.countUnheard(counters);
        }
        settled(messages);
        plan.regions().forEach(listener::workForDesk);
        if (outcome instanceof CommitOutcome.CommittedBefore) {
            // What the earlier attempt said of late readings is lost, so look at the channels afresh; at once, since a
            // channel that is not here is not watched for silence.
            channels.forget(messages);
            channels.loadFor(messages);
        }
    }

    /** After the commit, and only then. */
    private void settled(List<Inbound> messages) {
        var stored = new LinkedHashMap<String, Stored>();
        for (Inbound message : messages) {
            message.acknowledgement().stored();
            counters.messagesAcknowledged.increment();
            counters.settled(message);
            if (!message.deadLetters().isEmpty()) {
                message.deadLetters().forEach(letter -> counters.deadLetter(letter.reason()));
            }
            KnownDevice device = message.device();
            MessageId messageId = message.id();
            if (device != null && messageId != null) {
                stored.computeIfAbsent(device.id(), id -> new Stored(device))
                        .messages
                        .add(messageId);
            }
        }
        stored.forEach((id, of) -> receiptPacer.tell(of.device, receipts.stored(id, of.messages)));
        for (Inbound message : messages) {
            tell(message);
        }
    }

    /** Numbered messages of a device that a batch has stored. */
    private static final class Stored {
        private final KnownDevice device;
        private final List<MessageId> messages = new ArrayList<>(4);

        private Stored(KnownDevice device) {
            this.device = device;
        }
    }

    private void tell(Inbound message) {
        if (message.readings().isEmpty()) {
            return;
        }
        try {
            listener.stored(message.readings());
        } catch (RuntimeException e) {
            // Who only watches must not harm what it watches.
            LOG.error("event=listener_failed laneKey={}", message.laneKey(), e);
        }
    }

    /** Splits a refused batch until the message that cannot be stored stands alone, and buries that one. */
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
                settled(messages);
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

    /** Loads all channels of these devices in the background, a portion at a time, so that their silence is noticed. */
    private void watch(List<KnownDevice> devices) {
        if (devices.isEmpty() || stopping) {
            return;
        }
        runHere(() -> {
            int done;
            try {
                done = channels.loadSome(devices, LOAD_AT_ONCE);
            } catch (StoppedException stopped) {
                return;
            }
            if (done == 0) {
                vertx.setTimer(LOAD_RETRY.toMillis(), timer -> watch(devices));
            } else {
                watch(devices.subList(done, devices.size()));
            }
        });
    }

    private void loaded(ChannelState state) {
        if (state.dirty()) {
            reevaluator.mark(state.channel.id(), state.dirtyFromMicros);
        }
        silence.watch(state, silentFrom(state));
    }

    /** @param all also what is dirty and may become more so in a moment */
    private void tick(boolean all) {
        if (stopping) {
            return;
        }
        if (!queue.isEmpty()) {
            schedule(); // a message that came just while the lane started, or behind a fault
        }
        if (++ticks % TICKS_PER_RECEIPT == 0) {
            receiptPacer.tick();
        }
        guarded(() -> {
            reevaluate(all);
            watchSilence();
        });
    }

    /** Work that may wait. */
    private void guarded(Runnable work) {
        if (stopping) {
            return;
        }
        try {
            work.run();
        } catch (LogUnavailableException | BatchRefusedException postponed) {
            reevaluator.giveUp();
            LOG.warn("event=tick_postponed reason={}", postponed.getMessage());
        } catch (StoppedException stopped) {
            reevaluator.giveUp();
            LOG.debug("event=tick_abandoned");
        } catch (FencedOffException fenced) {
            stopping = true;
        }
    }

    /** Only over a log that is whole: over one that lacks what is in the spool, the outcome would be wrong. */
    private void reevaluate(boolean all) {
        if (reevaluator.idle() || !keeper.logIsWhole()) {
            reevaluator.giveUp();
            return;
        }
        if (!reevaluateOn(all)) {
            return; // goes on by itself
        }
        for (int channelId : reevaluator.due(all)) {
            ChannelState state = channels.of(channelId);
            if (state != null && state.dirty() && !reevaluate(null, state, all)) {
                return;
            }
        }
    }

    /** Goes on with the evaluation that has begun, if there is one. Returns whether there is none any more. */
    private boolean reevaluateOn(boolean all) {
        Reevaluator.Run begun = reevaluator.begun();
        if (begun == null) {
            return true;
        }
        if (channels.of(begun.state().channel.id()) != begun.state()) {
            reevaluator.giveUp();
            return true;
        }
        return all && reevaluate(begun, begun.state(), true);
    }

    /**
     * Takes a step.
     *
     * @return whether the channel is done
     */
    private boolean reevaluate(Reevaluator.@Nullable Run begun, ChannelState state, boolean all) {
        Optional<Reevaluator.Run> step = keeper.ask(
                BatchKeeper.PATIENCE,
                progress -> reevaluator.step(
                        begun, state, () -> silentFrom(state) <= Micros.of(clock.instant()), all, progress),
                stopRequested);
        if (step.isEmpty()) {
            reevaluator.giveUp(); // stays marked
            return false;
        }
        Reevaluator.Run now = step.get();
        if (!now.done()) {
            reevaluator.keep(now);
            if (queue.isEmpty()) {
                runHere(this::goOn);
            } else {
                vertx.setTimer(Reevaluator.pauseAfterStep().toMillis(), timer -> goOn());
            }
            return false;
        }
        reevaluator.apply(now);
        silence.watch(state, silentFrom(state));
        counters.reevaluations.increment();
        listener.workForDesk(state.region);
        return true;
    }

    private void goOn() {
        guarded(() -> {
            Reevaluator.Run begun = reevaluator.begun();
            if (begun != null
                    && keeper.logIsWhole()
                    && channels.of(begun.state().channel.id()) == begun.state()) {
                reevaluate(begun, begun.state(), false);
            } else {
                reevaluator.giveUp();
            }
        });
    }

    /** When a channel counts as silent if nothing more is heard of it, server time; {@link SilenceWatch#NEVER} when nothing would follow. */
    private long silentFrom(ChannelState state) {
        long standsUntil = state.monitor.standsUntilMicros();
        if (standsUntil == Long.MAX_VALUE) {
            return SilenceWatch.NEVER;
        }
        long graceMicros = config.silenceGrace().toNanos() / 1000;
        return 1
                + Math.max(standsUntil, state.heardMicros + state.channel.plan().maxHoldMicros() + graceMicros);
    }

    /** Concludes what follows from hearing nothing, on server time. */
    private void watchSilence() {
        long now = Micros.of(clock.instant());
        // One that was loaded again since is watched under its new state.
        List<ChannelState> due = silence.due(
                now, state -> channels.of(state.channel.id()) == state ? silentFrom(state) : SilenceWatch.NEVER);
        if (due.isEmpty()) {
            return;
        }
        var fallenSilent = new LinkedHashMap<ChannelState, ChannelMonitor>();
        var concluded = new ArrayList<Batch.ChannelTransitions>();
        for (ChannelState state : due) {
            if (state.dirty()) {
                silence.watch(state, now + LOOK_AGAIN_MICROS); // the re-evaluation sees to it
                continue;
            }
            ChannelMonitor monitor = state.monitor.copy();
            var transitions = new ArrayList<Transition>();
            monitor.silence(now, transitions::add);
            fallenSilent.put(state, monitor);
            if (!transitions.isEmpty()) {
                concluded.add(new Batch.ChannelTransitions(state.channel.id(), state.region, transitions));
            }
        }
        boolean safe = false;
        try {
            if (!concluded.isEmpty()) {
                keeper.keep(conclusions(concluded), stopRequested);
                concluded.forEach(of -> listener.workForDesk(of.region()));
            }
            safe = true;
        } finally {
            if (!safe) {
                due.forEach(state -> silence.watch(state, now)); // again with the next tick
            }
        }
        fallenSilent.forEach((state, monitor) -> {
            state.monitor = monitor;
            silence.watch(state, silentFrom(state));
        });
    }

    private Batch conclusions(List<Batch.ChannelTransitions> concluded) {
        return new Batch(
                ids.next(),
                clock.instant(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                concluded,
                List.of(),
                Map.of(),
                Set.of());
    }
}
