package io.frostproof.ingest.lane;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: takes the messages of its devices in order ({@link BatchChooser}), evaluates their channels, brings them to safety (transaction A, or the
 * spool) and only then acknowledges ({@link BatchWork}, {@link Settlement}); beside that it sees to {@link LateReadings} and {@link Silences}.
 * Deploy it with {@code ThreadingModel.VIRTUAL_THREAD}. Only {@link #submit} may be called from other threads; everything else happens on its own
 * context, one thing at a time, so nothing in it is locked.
 */
public final class Lane extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    /** Whoever offers to a full queue looks this often whether the lane has stopped. */
    private static final long OFFER_MILLIS = 250;
    /** A device of a busy server hears twice a second what is stored. */
    private static final int TICKS_PER_RECEIPT = 2;

    private static final int LOAD_AT_ONCE = 5_000;
    private static final Duration LOAD_RETRY = Duration.ofSeconds(1);
    /** Batches in a row before timers and other work of the lane get their turn. */
    private static final int BATCHES_IN_A_ROW = 16;

    private final LaneConfig config;
    private final List<KnownDevice> devicesAtStart;
    private final LaneQueue queue;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Context ownContext;
    /** Counted down when the lane has to come to its end: it does not wait for a log that is away any more. */
    private final CountDownLatch stopRequested = new CountDownLatch(1);

    private volatile boolean stopping;
    private volatile boolean working;

    private final LaneChannels channels;
    private final BatchChooser waiting;
    private final SilenceWatch silence = new SilenceWatch();
    private final Silences silences;
    private final Reevaluator reevaluator;
    private final LateReadings lateReadings;
    private final Settlement settlement;
    private final BatchWork batches;
    private final BatchSpacing spacing;
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
        this(config, log, keeper, ids, clock, System::nanoTime, counters, listener, devicesAtStart);
    }

    /** @param nanoTime says how long a commit took */
    Lane(
            LaneConfig config,
            ReadingLog log,
            BatchKeeper keeper,
            BatchIds ids,
            InstantSource clock,
            LongSupplier nanoTime,
            IngestCounters counters,
            LaneListener listener,
            List<KnownDevice> devicesAtStart) {
        this.config = config;
        this.devicesAtStart = List.copyOf(devicesAtStart);
        spacing = new BatchSpacing(config.batchSpacing(), config.batchMaxReadings());
        queue = new LaneQueue(config, counters);
        channels = new LaneChannels(log, keeper, clock, stopRequested, this::loaded);
        var limit = new LateLimit(config.batchMaxReadings());
        waiting = new BatchChooser(config, queue, channels, limit, keeper::away);
        silences = new Silences(silence, config.silenceGrace(), channels, keeper, ids, clock, listener, stopRequested);
        reevaluator = new Reevaluator(log, ids, clock);
        lateReadings = new LateReadings(
                reevaluator, keeper, channels, silences, clock, counters, listener, stopRequested, new Turns());
        settlement = new Settlement(counters, listener);
        batches = new BatchWork(
                keeper,
                ids,
                clock,
                nanoTime,
                counters,
                listener,
                stopRequested,
                channels,
                silence,
                reevaluator,
                settlement,
                limit);
    }

    private final class Turns implements LaneTurns {
        @Override
        public void soon(Runnable work) {
            runHere(() -> guarded(work));
        }

        @Override
        public boolean messagesWait() {
            return !waiting.isEmpty();
        }
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
        return waiting.waiting();
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
            runHere(() -> marks.forEach(lateReadings::dirtied));
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
        while (!waiting.isEmpty() && System.nanoTime() < deadline && !stopping) {
            drain();
        }
        stopping = true;
        settlement.tick();
        if (!waiting.isEmpty()) {
            LOG.warn("event=lane_stopped not_stored={} reason=\"the broker still holds them\"", waiting.waiting());
        }
        return Future.succeededFuture();
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            runHere(() -> {
                scheduled.set(false);
                drain();
                if (!waiting.isEmpty()) {
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
                while (!stopping && !waiting.isEmpty()) {
                    drain();
                }
                tick(true);
            } catch (RuntimeException e) {
                looked.tryFail(e);
            } finally {
                if (stopping && !waiting.isEmpty()) {
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
        for (int i = 0; i < BATCHES_IN_A_ROW && !stopping && !waiting.isEmpty(); i++) {
            spacing.await(waiting::waiting, stopRequested);
            try {
                if (!waiting.choose(collected)) {
                    return;
                }
                spacing.begin();
                working = true;
                batches.process(collected);
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

    /** For how long the lane has been at its present batch; nothing when it is at none. */
    Optional<Duration> atWork() {
        return working ? Optional.of(spacing.sinceBegun()) : Optional.empty();
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
        silences.watch(state);
    }

    /** @param all also what is dirty and may become more so in a moment */
    private void tick(boolean all) {
        if (stopping) {
            return;
        }
        if (!waiting.isEmpty()) {
            schedule(); // a message that came just while the lane started, or behind a fault
        }
        if (++ticks % TICKS_PER_RECEIPT == 0) {
            settlement.tick();
        }
        guarded(() -> {
            lateReadings.evaluate(all);
            silences.look();
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
}
