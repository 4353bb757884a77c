package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.protocol.MessageId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: takes the messages of its devices in order, evaluates their channels, commits transaction A, and only then
 * acknowledges. Deploy it with {@code ThreadingModel.VIRTUAL_THREAD}. Only {@link #submit} may be called from other threads;
 * everything else happens on its own context, one thing at a time, so nothing in it is locked.
 */
public final class Lane extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final long TICK_MILLIS = 250;
    /** What may wait in one lane, by size; a quarter of a million readings, or sixty-four dead letters of a MiB. */
    static final int QUEUE_MAX_KIB = 64 * 1024;
    /** A batch is closed when it has this much, so that dead letters, which have no readings, do not make one of everything. */
    private static final int BATCH_MAX_KIB = 8 * 1024;

    private static final int LOAD_AT_ONCE = 1_000;
    /** Batches in a row before timers and other work of the lane get their turn. */
    private static final int BATCHES_IN_A_ROW = 16;

    private final LaneConfig config;
    private final ReadingLog log;
    private final BatchIds ids;
    private final InstantSource clock;
    private final IngestCounters counters;
    private final LaneListener listener;
    private final List<KnownDevice> devicesAtStart;
    private final BlockingQueue<Inbound> queue;
    private final Semaphore room = new Semaphore(QUEUE_MAX_KIB, true);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Context ownContext;
    /** Counted down when the lane has to come to its end: it does not wait for a log that is away any more. */
    private final CountDownLatch stopRequested = new CountDownLatch(1);

    private volatile boolean stopping;
    private volatile boolean working;
    private volatile long workingSinceNanos;

    private final Map<Integer, ChannelState> states = new HashMap<>();
    /** The devices of this lane as the network has them now; messages that waited may carry them as they were. */
    private final Map<String, KnownDevice> devicesNow = new HashMap<>();

    private final ReceiptLedger receipts = new ReceiptLedger();
    private final Reevaluator reevaluator;
    private final List<Inbound> collected = new ArrayList<>();

    /** @param devicesAtStart the devices whose silence this lane watches from the start */
    public Lane(
            LaneConfig config,
            ReadingLog log,
            BatchIds ids,
            InstantSource clock,
            IngestCounters counters,
            LaneListener listener,
            List<KnownDevice> devicesAtStart) {
        this.config = config;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
        this.counters = counters;
        this.listener = listener;
        this.devicesAtStart = List.copyOf(devicesAtStart);
        queue = new ArrayBlockingQueue<>(config.queueMaxMessages());
        reevaluator = new Reevaluator(log, ids, clock);
    }

    /**
     * Hands a message over, waiting while the queue is full. A lane that has stopped drops it: it is not acknowledged, so the
     * broker keeps it.
     */
    public void submit(Inbound message) throws InterruptedException {
        // Full: the source waits, and the broker with it.
        int kib = sizeKib(message);
        while (!stopping && !room.tryAcquire(kib, TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            schedule();
        }
        while (!stopping && !queue.offer(message, TICK_MILLIS, TimeUnit.MILLISECONDS)) {
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
        long deadline = System.nanoTime() + within.toNanos();
        int kib = sizeKib(message);
        if (stopping || !room.tryAcquire(kib, within.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        if (!queue.offer(message, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            room.release(kib);
            return false;
        }
        schedule();
        return true;
    }

    /** Asks the lane to come to its end as soon as what waits is stored, or the log does not answer. */
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
            states.clear();
            reevaluator.forgetAll();
            know(devices);
            watch(devices);
        });
    }

    @Override
    public Future<?> start() {
        ownContext = context;
        know(devicesAtStart);
        watch(devicesAtStart);
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
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
        if (!queue.isEmpty()) {
            LOG.warn("event=lane_stopped not_stored={} reason=\"the broker still holds them\"", queue.size());
        }
        return Future.succeededFuture();
    }

    private void know(List<KnownDevice> devices) {
        devicesNow.clear();
        devices.forEach(device -> devicesNow.put(device.id(), device));
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            runHere(() -> {
                scheduled.set(false);
                drain();
                if (!queue.isEmpty()) {
                    schedule();
                }
            });
        }
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
        for (int i = 0; i < BATCHES_IN_A_ROW && !stopping && collect(); i++) {
            workingSinceNanos = System.nanoTime();
            working = true;
            try {
                process(collected);
            } finally {
                working = false;
            }
            collected.clear();
        }
    }

    /** For how long the lane has been at its present batch; nothing when it is at none. */
    Optional<Duration> atWork() {
        return working ? Optional.of(Duration.ofNanos(System.nanoTime() - workingSinceNanos)) : Optional.empty();
    }

    private boolean collect() {
        int readings = 0;
        int kib = 0;
        while (readings < config.batchMaxReadings()
                && kib < BATCH_MAX_KIB
                && collected.size() < config.queueMaxMessages()) {
            Inbound message = queue.poll();
            if (message == null) {
                break;
            }
            collected.add(message);
            readings += message.readings().size();
            int size = sizeKib(message);
            kib += size;
            room.release(size);
        }
        return !collected.isEmpty();
    }

    /** About what a message takes in memory; at least 1, at most the whole room. */
    private static int sizeKib(Inbound message) {
        long bytes = 256L * (1 + message.readings().size() + message.suspects().size());
        if (!message.deadLetters().isEmpty()) {
            // All letters of a message share one payload.
            bytes += Math.min(message.deadLetters().getFirst().payload().bytes(), DeadLetter.Payload.KEPT_BYTES);
        }
        Inbound.Origin origin = message.origin();
        if (origin != null) {
            bytes += origin.bytes();
        }
        return (int) Math.min(QUEUE_MAX_KIB, 1 + bytes / 1024);
    }

    private void process(List<Inbound> messages) {
        BatchPlan plan;
        CommitOutcome outcome;
        long id = ids.next();
        while (true) {
            try {
                loadMissing(messages);
                plan = new BatchPlan(messages, channel -> Objects.requireNonNull(states.get(channel)));
                outcome = commitPatiently(plan.batch(id, clock.instant()));
                break;
            } catch (StoppedException stopped) {
                return; // not acknowledged: the broker delivers again
            } catch (BatchRefusedException refused) {
                bisect(messages, String.valueOf(refused.getMessage()));
                return;
            } catch (RuntimeException unexpected) {
                // A fault of ours that one message provokes must not stop the lane for all the others.
                LOG.error("event=batch_failed messages={}", messages.size(), unexpected);
                bisect(messages, unexpected.toString());
                return;
            }
        }
        switch (outcome) {
            case CommitOutcome.Committed committed -> {
                plan.apply(committed.dirty());
                committed.dirty().keySet().forEach(reevaluator::mark);
                counters.readingsStored.add(committed.stored());
                counters.readingsDuplicate.add(committed.duplicate() + plan.repeated());
                counters.readingsConflicting.add(committed.conflicting());
                counters.transitions.add(plan.transitions());
            }
            case CommitOutcome.CommittedBefore before -> plan.countUnheard(counters);
            case CommitOutcome.Spooled spooled -> throw new IllegalStateException("the log has no spool");
        }
        settled(messages);
        if (outcome instanceof CommitOutcome.CommittedBefore) {
            reload(messages);
        }
    }

    /**
     * What the earlier attempt said of late readings is lost, so look at the channels afresh; at once, since a channel that is
     * not here is not watched for silence.
     */
    private void reload(List<Inbound> messages) {
        forget(messages);
        try {
            loadMissing(messages);
        } catch (StoppedException stopped) {
            LOG.debug("event=reload_abandoned");
        }
    }

    /** After the commit, and only then. */
    private void settled(List<Inbound> messages) {
        var stored = new LinkedHashMap<KnownDevice, List<MessageId>>();
        for (Inbound message : messages) {
            message.acknowledgement().stored();
            counters.messagesAcknowledged.increment();
            counters.readingsSuspect.add(message.suspects().size());
            message.deadLetters().forEach(letter -> counters.deadLetter(letter.reason()));
            KnownDevice device = message.device();
            MessageId messageId = message.id();
            if (device != null) {
                if (messageId != null) {
                    stored.computeIfAbsent(device, d -> new ArrayList<>()).add(messageId);
                }
                listener.workForDesk(device.region());
            }
        }
        stored.forEach((device, messageIds) ->
                receipts.stored(device.id(), messageIds).forEach(receipt -> listener.receipt(device, receipt)));
        messages.forEach(this::tell);
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
        counters.readingsRefused.add(
                message.readings().size() + message.suspects().size());
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
        var plan = new BatchPlan(messages, channel -> Objects.requireNonNull(states.get(channel)));
        Duration wait = FIRST_RETRY;
        String reason = firstReason;
        while (true) {
            try {
                commitPatiently(plan.batch(ids.next(), clock.instant()));
                settled(messages);
                return;
            } catch (StoppedException stopped) {
                return; // not acknowledged: the broker delivers again
            } catch (RuntimeException refused) {
                reason = refused.toString();
            }
            try {
                wait = pause(wait, reason);
            } catch (StoppedException stopped) {
                return;
            }
        }
    }

    private CommitOutcome commitPatiently(Batch batch) {
        Duration wait = FIRST_RETRY;
        while (true) {
            try {
                long begun = System.nanoTime();
                CommitOutcome outcome = log.commit(batch);
                counters.commitNanos.add(System.nanoTime() - begun);
                counters.batchesCommitted.increment();
                return outcome;
            } catch (LogUnavailableException unavailable) {
                wait = pause(wait, String.valueOf(unavailable.getMessage()));
            }
        }
    }

    private void loadMissing(List<Inbound> messages) {
        var missing = new LinkedHashMap<Integer, KnownChannel>();
        var regions = new HashMap<Integer, String>();
        for (Inbound message : messages) {
            KnownDevice device = message.device();
            if (device != null) {
                for (Reading reading : message.readings()) {
                    if (!states.containsKey(reading.channelId()) && !missing.containsKey(reading.channelId())) {
                        need(device, missing, regions);
                        // As they are now; what the network has no more stays as the message knew it.
                        need(devicesNow.getOrDefault(device.id(), device), missing, regions);
                    }
                }
            }
        }
        load(missing, regions);
    }

    private void need(KnownDevice device, Map<Integer, KnownChannel> missing, Map<Integer, String> regions) {
        device.channels().values().forEach(channel -> {
            if (!states.containsKey(channel.id())) {
                missing.put(channel.id(), channel);
                regions.put(channel.id(), device.region());
            }
        });
    }

    private void load(Map<Integer, KnownChannel> channels, Map<Integer, String> regions) {
        if (channels.isEmpty()) {
            return;
        }
        Duration wait = FIRST_RETRY;
        while (true) {
            try {
                long now = Micros.of(clock.instant());
                Map<Integer, StoredChannel> loaded = log.load(channels.values());
                channels.forEach((id, channel) -> {
                    var state = new ChannelState(
                            channel,
                            Objects.requireNonNull(regions.get(id)),
                            Objects.requireNonNull(loaded.get(id)),
                            now);
                    states.put(id, state);
                    if (state.dirty()) {
                        reevaluator.mark(id);
                    }
                });
                return;
            } catch (LogUnavailableException unavailable) {
                wait = pause(wait, String.valueOf(unavailable.getMessage()));
            }
        }
    }

    /** Loads all channels of these devices in the background, a portion at a time, so that their silence is noticed. */
    private void watch(List<KnownDevice> devices) {
        if (devices.isEmpty()) {
            return;
        }
        runHere(() -> {
            var channels = new LinkedHashMap<Integer, KnownChannel>();
            var regions = new HashMap<Integer, String>();
            int taken = 0;
            while (taken < devices.size() && channels.size() < LOAD_AT_ONCE) {
                KnownDevice device = devices.get(taken++);
                device.channels().values().forEach(channel -> {
                    if (!states.containsKey(channel.id())) {
                        channels.put(channel.id(), channel);
                        regions.put(channel.id(), device.region());
                    }
                });
            }
            try {
                load(channels, regions);
            } catch (StoppedException stopped) {
                return;
            }
            watch(devices.subList(taken, devices.size()));
        });
    }

    private void forget(List<Inbound> messages) {
        for (Inbound message : messages) {
            message.readings().forEach(reading -> states.remove(reading.channelId()));
        }
    }

    private void tick() {
        if (stopping) {
            return;
        }
        if (!queue.isEmpty()) {
            schedule(); // a message that came just while the lane started, or behind a fault
        }
        try {
            reevaluate();
            watchSilence();
        } catch (LogUnavailableException | BatchRefusedException postponed) {
            LOG.warn("event=tick_postponed reason={}", postponed.getMessage());
        } catch (StoppedException stopped) {
            LOG.debug("event=tick_abandoned");
        }
    }

    private void reevaluate() {
        for (int channelId : reevaluator.due(false)) {
            ChannelState state = states.get(channelId);
            if (state != null && state.dirty()) {
                reevaluator.reevaluate(state, silent(state, Micros.of(clock.instant())));
                counters.reevaluations.increment();
                listener.workForDesk(state.region);
            }
        }
    }

    private boolean silent(ChannelState state, long nowMicros) {
        long holdMicros = state.channel.plan().maxHoldMicros();
        return nowMicros - state.heardMicros
                > holdMicros + config.silenceGrace().toNanos() / 1000;
    }

    /** Concludes what follows from hearing nothing, on server time. */
    private void watchSilence() {
        long now = Micros.of(clock.instant());
        var fallenSilent = new LinkedHashMap<ChannelState, ChannelMonitor>();
        var concluded = new ArrayList<Batch.ChannelTransitions>();
        for (ChannelState state : states.values()) {
            if (!state.dirty() && state.monitor.standsUntilMicros() < now && silent(state, now)) {
                ChannelMonitor monitor = state.monitor.copy();
                var transitions = new ArrayList<Transition>();
                monitor.silence(now, transitions::add);
                fallenSilent.put(state, monitor);
                if (!transitions.isEmpty()) {
                    concluded.add(new Batch.ChannelTransitions(state.channel.id(), state.region, transitions));
                }
            }
        }
        if (!concluded.isEmpty()) {
            commitPatiently(new Batch(
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
                    Set.of()));
            concluded.forEach(of -> listener.workForDesk(of.region()));
        }
        fallenSilent.forEach((state, monitor) -> state.monitor = monitor);
    }

    private Duration pause(Duration wait, String reason) {
        counters.batchRetries.increment();
        LOG.warn("event=log_unavailable retryInMs={} reason={}", wait.toMillis(), reason);
        try {
            if (stopRequested.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                stopping = true;
                throw new StoppedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
        Duration next = wait.multipliedBy(2);
        return next.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : next;
    }

    /** The lane is being stopped while the log is away. */
    private static final class StoppedException extends RuntimeException {
        StoppedException() {
            super("the lane is stopping", null, false, false);
        }
    }
}
