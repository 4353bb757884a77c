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
            reevaluator.markedByOthers(channelId, fromMicros);
        }
    }

    /**
     * Takes a turn, if it is time for one. Only over a log that is whole: over one that lacks what is in the spool, the outcome would be wrong.
     *
     * @param all also what may become more so in a moment, and all of it now
     */
    void evaluate(boolean all) {
        if (reevaluator.idle() || !keeper.logIsWhole()) {
            reevaluator.giveUp();
            return;
        }
        takeTurn(reevaluator.due(all), all);
    }

    private void takeTurn(List<Integer> due, boolean all) {
        for (int channelId : due) {
            ChannelState state = channels.of(channelId);
            Reevaluator.Run begun = reevaluator.begun(channelId);
            if (begun != null && begun.state() != state) {
                reevaluator.giveUp(channelId); // it was loaded again
                begun = null;
            }
            if (state == null || !state.dirty()) {
                continue;
            }
            if (!step(begun, state, all)) {
                return;
            }
            if (!all && reevaluator.turnIsOver()) {
                // Otherwise with a tick, after the pause.
                if (!turns.messagesWait()) {
                    turns.soon(this::nextTurn);
                }
                return;
            }
        }
    }

    private void nextTurn() {
        if (keeper.logIsWhole()) {
            takeTurn(reevaluator.beginTurn(false), false);
        }
    }

    /**
     * Takes a step.
     *
     * @return whether the log has answered
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
            reevaluator.giveUp(); // all stay marked
            return false;
        }
        Reevaluator.Run now = step.get();
        if (now.tooEarly()) {
            reevaluator.postpone(now);
        } else if (now.done()) {
            reevaluator.apply(now);
            silences.watch(state);
            counters.reevaluations.increment();
            listener.workForDesk(state.region);
        } else {
            reevaluator.keep(now);
        }
        return true;
    }
}
