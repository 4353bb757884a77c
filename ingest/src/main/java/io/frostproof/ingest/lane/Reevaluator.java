package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.intake.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates dirty channels again: from the last snapshot before the late reading, through everything stored since. Waits until
 * a channel has been quiet for a moment, so that a backlog costs one evaluation and not one per message; and never takes more
 * than about a tenth of its lane's time while readings keep coming. Owned by a lane, used on its context only.
 */
final class Reevaluator {

    private static final Duration QUIET = Duration.ofMillis(300);
    /** A channel that is never quiet is evaluated all the same. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final int SHARE_OF_TIME = 10;

    private final ReadingLog log;
    private final BatchIds ids;
    private final InstantSource clock;
    private final Map<Integer, Mark> marks = new HashMap<>();
    private Instant notBefore = Instant.MIN;

    private record Mark(Instant first, Instant last) {}

    Reevaluator(ReadingLog log, BatchIds ids, InstantSource clock) {
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    void mark(int channelId) {
        Instant now = clock.instant();
        marks.merge(channelId, new Mark(now, now), (old, mark) -> new Mark(old.first(), now));
    }

    boolean idle() {
        return marks.isEmpty();
    }

    void forgetAll() {
        marks.clear();
    }

    /** Channels whose time has come; at once when {@code all}. */
    List<Integer> due(boolean all) {
        Instant now = clock.instant();
        if (!all && now.isBefore(notBefore)) {
            return List.of();
        }
        return marks.entrySet().stream()
                .filter(entry -> all
                        || !now.isBefore(entry.getValue().last().plus(QUIET))
                        || !now.isBefore(entry.getValue().first().plus(LONGEST_WAIT)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a channel is after its re-evaluation. */
    record Outcome(ChannelMonitor monitor, int readingsSinceSnapshot, Instant begun) {}

    /**
     * Evaluates a channel again and writes what follows into the log. Changes nothing here, so it may be given up half-way.
     *
     * @param silent whether nothing was heard of the channel for so long that it counts as unknown after its last reading
     */
    Outcome evaluate(ChannelState state, boolean silent, LogCalls.Progress progress) {
        Instant begun = clock.instant();
        int channelId = state.channel.id();
        Snapshot base = log.snapshotBefore(channelId, state.channel.plan(), state.dirtyFromMicros);
        progress.step();
        var monitor = base == null ? new ChannelMonitor(state.channel.plan()) : base.monitor();
        long after = base == null ? Long.MIN_VALUE : base.timeMicros();
        var transitions = new ArrayList<Transition>();
        var snapshots = new ArrayList<SavedState>();
        int[] sinceSnapshot = {0};
        log.readingsAfter(channelId, after, (timeMicros, value) -> {
            progress.step();
            monitor.accept(timeMicros, value, transitions::add);
            if (++sinceSnapshot[0] >= Snapshot.EVERY_READINGS) {
                snapshots.add(SavedState.of(channelId, timeMicros, monitor));
                sinceSnapshot[0] = 0;
            }
        });
        if (silent) {
            monitor.silence(Micros.of(begun), transitions::add);
        }
        log.replaceConclusions(
                new ReadingLog.Reevaluation(ids.next(), begun, channelId, state.region, after, transitions, snapshots));
        return new Outcome(monitor, sinceSnapshot[0], begun);
    }

    /** Makes {@code state} the outcome. */
    void apply(ChannelState state, Outcome outcome) {
        state.monitor = outcome.monitor();
        state.dirtyFromMicros = ChannelState.CLEAN;
        state.readingsSinceSnapshot = outcome.readingsSinceSnapshot();
        marks.remove(state.channel.id());
        Instant ended = clock.instant();
        notBefore = ended.plus(Duration.between(outcome.begun(), ended).multipliedBy(SHARE_OF_TIME - 1));
    }
}
