package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.intake.Micros;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Concludes what follows from hearing nothing more of a channel, on server time: first that the newest reading stands, so that a delay that runs out
 * in between is told then and not with the next reading; in the end that nothing is known any more. Owned by a lane.
 *
 * <p>It tells earlier what the next reading would tell. One that comes later than the grace and says otherwise is a late reading, and corrects it.
 */
final class Silences {

    /** What is dirty while the log is away is looked at again so much later. */
    private static final long LOOK_AGAIN_MICROS = 1_000_000;

    private final SilenceWatch silence;
    private final Duration grace;
    private final LaneChannels channels;
    private final BatchKeeper keeper;
    private final BatchIds ids;
    private final InstantSource clock;
    private final LaneListener listener;
    private final CountDownLatch stopRequested;

    /** @param grace how much later than usual a reading may come before it counts as not there */
    Silences(
            SilenceWatch silence,
            Duration grace,
            LaneChannels channels,
            BatchKeeper keeper,
            BatchIds ids,
            InstantSource clock,
            LaneListener listener,
            CountDownLatch stopRequested) {
        this.silence = silence;
        this.grace = grace;
        this.channels = channels;
        this.keeper = keeper;
        this.ids = ids;
        this.clock = clock;
        this.listener = listener;
        this.stopRequested = stopRequested;
    }

    /** Watches a channel as it stands now. */
    void watch(ChannelState state) {
        silence.watch(state, dueFrom(state));
    }

    private long dueFrom(ChannelState state) {
        return Math.min(elapsedFrom(state), silentFrom(state));
    }

    /**
     * When what the newest reading leads to by standing is told, server time. A device that is behind (it uploads what it has kept) is given as long
     * as it is behind: its next readings are on their way.
     */
    private long elapsedFrom(ChannelState state) {
        long elapses = state.monitor.elapsesMicros();
        if (elapses == Long.MAX_VALUE) {
            return SilenceWatch.NEVER;
        }
        long behind = Math.max(0, state.heardMicros - state.monitor.lastMicros());
        return elapses + behind + grace.toNanos() / 1000;
    }

    /** When a channel counts as silent if nothing more is heard of it, server time; {@link SilenceWatch#NEVER} when nothing would follow. */
    private long silentFrom(ChannelState state) {
        long standsUntil = state.monitor.standsUntilMicros();
        if (standsUntil == Long.MAX_VALUE) {
            return SilenceWatch.NEVER;
        }
        return 1 + Math.max(standsUntil, heardUntil(state));
    }

    /** Up to when a channel does not count as silent, whatever its readings say; server time. */
    long heardUntil(ChannelState state) {
        long graceMicros = grace.toNanos() / 1000;
        return state.heardMicros + state.channel.plan().maxHoldMicros() + graceMicros;
    }

    /** Concludes what is due. */
    void look() {
        long now = Micros.of(clock.instant());
        // One that was loaded again since is watched under its new state.
        List<ChannelState> due = silence.due(
                now, state -> channels.of(state.channel.id()) == state ? dueFrom(state) : SilenceWatch.NEVER);
        if (due.isEmpty()) {
            return;
        }
        var lookedAt = new LinkedHashMap<ChannelState, ChannelMonitor>();
        var concluded = new ArrayList<Batch.ChannelTransitions>();
        for (ChannelState state : due) {
            if (state.dirty()) {
                silence.watch(state, now + LOOK_AGAIN_MICROS); // the re-evaluation sees to it
                continue;
            }
            ChannelMonitor monitor = state.monitor.copy();
            var transitions = new ArrayList<Transition>();
            if (silentFrom(state) <= now) {
                monitor.silence(now, transitions::add);
            } else {
                monitor.stands(monitor.elapsesMicros(), transitions::add);
            }
            lookedAt.put(state, monitor);
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
        lookedAt.forEach((state, monitor) -> {
            state.monitor = monitor;
            watch(state);
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
