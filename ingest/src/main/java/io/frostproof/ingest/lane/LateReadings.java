package io.frostproof.ingest.lane;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.intake.Micros;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the {@link Reevaluator} of a lane: when it may work, and when a step that is not the last one is followed by the next. Owned by the lane. */
final class LateReadings {

    private static final Logger LOG = LoggerFactory.getLogger(LateReadings.class);

    private final Reevaluator reevaluator;
    private final BatchKeeper keeper;
    private final LaneChannels channels;
    private final Silences silences;
    private final InstantSource clock;
    private final IngestCounters counters;
    private final LaneListener listener;
    private final CountDownLatch stopRequested;
    private final LaneTurns turns;

    LateReadings(
            Reevaluator reevaluator,
            BatchKeeper keeper,
            LaneChannels channels,
            Silences silences,
            InstantSource clock,
            IngestCounters counters,
            LaneListener listener,
            CountDownLatch stopRequested,
            LaneTurns turns) {
        this.reevaluator = reevaluator;
        this.keeper = keeper;
        this.channels = channels;
        this.silences = silences;
        this.clock = clock;
        this.counters = counters;
        this.listener = listener;
        this.stopRequested = stopRequested;
        this.turns = turns;
    }

    /** Others have marked a channel in the log; a mark that is known changes nothing. */
    void dirtied(int channelId, long fromMicros) {
        ChannelState state = channels.of(channelId);
        if (state != null) {
            state.dirtyFromMicros = Math.min(state.dirtyFromMicros, fromMicros);
            reevaluator.markedByOthers(channelId);
        }
    }

    /**
     * Evaluates what is due. Only over a log that is whole: over one that lacks what is in the spool, the outcome would be wrong.
     *
     * @param all also what may become more so in a moment, and all of it now
     */
    void evaluate(boolean all) {
        if (reevaluator.idle() || !keeper.logIsWhole()) {
            reevaluator.giveUp();
            return;
        }
        if (goOn(all)) { // or it goes on by itself
            takeTurn(reevaluator.due(all), all);
        }
    }

    /** Evaluates these, as far as it gets in the time of a step; with the first evaluation of a channel that takes longer than that it is over as well. */
    private void takeTurn(List<Integer> due, boolean all) {
        for (int channelId : due) {
            ChannelState state = channels.of(channelId);
            if (state != null && state.dirty() && !step(null, state, all)) {
                return;
            }
            if (!all && reevaluator.turnIsOver()) {
                if (!turns.messagesWait()) {
                    turns.soon(this::nextTurn);
                }
                return; // otherwise with a tick after the pause
            }
        }
    }

    private void nextTurn() {
        if (reevaluator.begun() == null && keeper.logIsWhole()) {
            takeTurn(reevaluator.beginTurn(false), false);
        }
    }

    /** Goes on with the evaluation that has begun, if there is one. Returns whether there is none any more. */
    private boolean goOn(boolean all) {
        Reevaluator.Run begun = reevaluator.begun();
        if (begun == null) {
            return true;
        }
        if (channels.of(begun.state().channel.id()) != begun.state()) {
            reevaluator.giveUp();
            return true;
        }
        return all && step(begun, begun.state(), true);
    }

    /**
     * Takes a step.
     *
     * @return whether the channel is done
     */
    private boolean step(Reevaluator.@Nullable Run begun, ChannelState state, boolean all) {
        long stepBegun = System.nanoTime();
        Optional<Reevaluator.Run> step = keeper.ask(
                BatchKeeper.PATIENCE,
                progress -> reevaluator.step(
                        begun, state, () -> silences.heardUntil(state) < Micros.of(clock.instant()), all, progress),
                stopRequested);
        if (System.nanoTime() - stepBegun > BatchWork.SLOW_NANOS && !all) {
            LOG.warn(
                    "event=slow_reevaluation channel={} tookMs={}",
                    state.channel.id(),
                    (System.nanoTime() - stepBegun) / 1_000_000);
        }
        if (step.isEmpty()) {
            reevaluator.giveUp(); // stays marked
            return false;
        }
        Reevaluator.Run now = step.get();
        if (!now.done()) {
            reevaluator.keep(now);
            if (turns.messagesWait()) {
                turns.after(Reevaluator.pauseAfterStep(), this::nextStep);
            } else {
                turns.soon(this::nextStep);
            }
            return false;
        }
        reevaluator.apply(now);
        silences.watch(state);
        counters.reevaluations.increment();
        listener.workForDesk(state.region);
        return true;
    }

    private void nextStep() {
        Reevaluator.Run begun = reevaluator.begun();
        if (begun != null
                && keeper.logIsWhole()
                && channels.of(begun.state().channel.id()) == begun.state()) {
            step(begun, begun.state(), false);
        } else {
            reevaluator.giveUp();
        }
    }
}
