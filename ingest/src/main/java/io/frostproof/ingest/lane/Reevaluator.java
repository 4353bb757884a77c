package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.intake.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates dirty channels again: from the last snapshot before the late reading, through everything stored since. Waits until
 * a channel has been quiet for a moment, so that a backlog costs one evaluation and not one per message; goes in steps, between which live readings
 * have their turn, as they have it between channels when those of one turn took as long as a step; and never takes more than about a tenth of its
 * lane's time while readings keep coming. Owned by a lane, used on its context only.
 */
final class Reevaluator {

    private static final Duration QUIET = Duration.ofMillis(300);
    /** A channel that is never quiet is evaluated all the same. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /** Live readings wait for a step, and an alarm for live readings. */
    private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();
    /** Some milliseconds. */
    static final int READINGS_AT_ONCE = 2_000;

    private static final int SHARE_OF_TIME = 10;

    private final ReadingLog log;
    private final BatchIds ids;
    private final InstantSource clock;
    private final long stepNanos;
    private final Map<Integer, Mark> marks = new HashMap<>();
    private @Nullable Run run;
    private Instant notBefore = Instant.MIN;
    /** For what is done since the present turn began. */
    private long workedNanos;

    private record Mark(Instant first, Instant last) {}

    /** An evaluation that has begun. For one thread at a time; one that is given up in the middle of a step is not touched any more. */
    static final class Run {
        private final ChannelState state;
        private final ReadingLog.DirtyMark mark;
        private final long afterMicros;
        private final ChannelMonitor monitor;
        private final List<Transition> transitions = new ArrayList<>();
        private final List<SavedState> snapshots = new ArrayList<>();
        /** Event time up to which readings are in it. */
        private long positionMicros;

        private int sinceSnapshot;
        /** Of what the lane has stored behind the steps. */
        private long lateFromMicros = ChannelState.CLEAN;
        /** Once it is done: from where on the channel is dirty all the same. */
        private long dirtyFromMicros = ChannelState.CLEAN;

        private long workedNanos;
        private boolean done;

        private Run(ChannelState state, ReadingLog.Beginning beginning) {
            this.state = state;
            mark = beginning.mark();
            Snapshot base = beginning.base();
            monitor = base == null ? new ChannelMonitor(state.channel.plan()) : base.monitor();
            afterMicros = base == null ? Long.MIN_VALUE : base.timeMicros();
            positionMicros = afterMicros;
        }

        ChannelState state() {
            return state;
        }

        /** Whether the log has what came out. */
        boolean done() {
            return done;
        }

        private void take(long timeMicros, double value) {
            monitor.accept(timeMicros, value, transitions::add);
            positionMicros = timeMicros;
            if (++sinceSnapshot >= Snapshot.EVERY_READINGS) {
                snapshots.add(SavedState.of(state.channel.id(), timeMicros, monitor));
                sinceSnapshot = 0;
            }
        }
    }

    Reevaluator(ReadingLog log, BatchIds ids, InstantSource clock) {
        this(log, ids, clock, STEP_NANOS);
    }

    /** @param stepNanos how long a step takes about; at least one portion of readings is in each */
    Reevaluator(ReadingLog log, BatchIds ids, InstantSource clock, long stepNanos) {
        this.log = log;
        this.ids = ids;
        this.clock = clock;
        this.stepNanos = stepNanos;
    }

    /** A channel has to be evaluated again, because of something at {@code fromMicros} that its lane has stored. */
    void mark(int channelId, long fromMicros) {
        Instant now = clock.instant();
        marks.merge(channelId, new Mark(now, now), (old, mark) -> new Mark(old.first(), now));
        Run begun = run;
        if (begun != null && begun.state.channel.id() == channelId && fromMicros <= begun.positionMicros) {
            begun.lateFromMicros = Math.min(begun.lateFromMicros, fromMicros);
        }
    }

    /** Others have marked the channel in the log. An evaluation that has begun finds out by itself, when it ends. */
    void markedByOthers(int channelId) {
        Instant now = clock.instant();
        marks.putIfAbsent(channelId, new Mark(now, now));
    }

    boolean idle() {
        return marks.isEmpty();
    }

    void forgetAll() {
        marks.clear();
        run = null;
    }

    /** Gives up what has begun; it changed nothing, and the channel stays marked. */
    void giveUp() {
        run = null;
    }

    /** The evaluation that has begun and is not done. */
    @Nullable
    Run begun() {
        return run;
    }

    /** Channels whose time has come, those that have waited longest first; at once when {@code all}. */
    List<Integer> due(boolean all) {
        return !all && clock.instant().isBefore(notBefore) ? List.of() : beginTurn(all);
    }

    /** Likewise, though the last turn has just ended: for a lane that has nothing else to do. */
    List<Integer> beginTurn(boolean all) {
        Instant now = clock.instant();
        workedNanos = 0;
        return marks.entrySet().stream()
                .filter(entry -> all
                        || !now.isBefore(entry.getValue().last().plus(QUIET))
                        || !now.isBefore(entry.getValue().first().plus(LONGEST_WAIT)))
                .sorted(Comparator.comparing(entry -> entry.getValue().first()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether the channels of this turn have taken as long as a step may: others go first now. */
    boolean turnIsOver() {
        return workedNanos >= stepNanos;
    }

    /**
     * Takes a step in the evaluation of a channel: of the one that has begun, or begins with this one. The last step writes what follows into the log.
     * Changes nothing here, so it may be given up; {@link #keep} or {@link #apply} makes it count.
     *
     * @param before what {@link #begun} gives, or null
     * @param silent whether nothing was heard of the channel for so long that it counts as unknown after its last reading
     * @param whole whether to go on until it is done
     */
    Run step(
            @Nullable Run before,
            ChannelState state,
            BooleanSupplier silent,
            boolean whole,
            LogCalls.Progress progress) {
        long stepBegun = System.nanoTime();
        Run at = before == null ? begin(state, progress) : before;
        boolean more;
        do {
            more = log.readingsAfter(state.channel.id(), at.positionMicros, READINGS_AT_ONCE, (timeMicros, value) -> {
                        progress.step();
                        at.take(timeMicros, value);
                    })
                    == READINGS_AT_ONCE;
        } while (more && (whole || System.nanoTime() - stepBegun < stepNanos));
        if (!more) {
            if (silent.getAsBoolean()) {
                at.monitor.silence(Micros.of(clock.instant()), at.transitions::add);
            } else if (state.monitor.stoodUntilMicros() > at.monitor.lastMicros()) {
                // What was told of the newest reading already is not taken back, unless what came late says otherwise.
                at.monitor.stands(state.monitor.stoodUntilMicros(), at.transitions::add);
            }
            OptionalLong left = log.replaceConclusions(new ReadingLog.Reevaluation(
                    ids.next(),
                    clock.instant(),
                    state.channel.id(),
                    state.region,
                    at.mark,
                    at.afterMicros,
                    at.transitions,
                    at.snapshots,
                    at.lateFromMicros == ChannelState.CLEAN ? null : at.lateFromMicros));
            at.dirtyFromMicros = left.orElse(ChannelState.CLEAN);
            at.done = true;
        }
        at.workedNanos += System.nanoTime() - stepBegun;
        return at;
    }

    private Run begin(ChannelState state, LogCalls.Progress progress) {
        ReadingLog.Beginning beginning =
                log.beginReevaluation(state.channel.id(), state.channel.plan(), state.dirtyFromMicros);
        progress.step();
        return new Run(state, beginning);
    }

    /** It goes on with a later step. */
    void keep(Run begun) {
        run = begun;
    }

    /**
     * Makes its channel what came out. If others have marked the channel meanwhile, it stays dirty and has its turn again like any other, after a
     * moment of quiet or two seconds: so however often they do, conclusions are drawn, and drawing them takes no more than its share of time.
     */
    void apply(Run finished) {
        run = null;
        ChannelState state = finished.state;
        state.monitor = finished.monitor;
        state.dirtyFromMicros = finished.dirtyFromMicros;
        state.readingsSinceSnapshot = finished.sinceSnapshot;
        marks.remove(state.channel.id());
        Instant now = clock.instant();
        if (state.dirty()) {
            marks.put(state.channel.id(), new Mark(now, now));
        }
        workedNanos += finished.workedNanos;
        notBefore = now.plus(pauseAfter(Duration.ofNanos(workedNanos)));
    }

    /** How long others go first after so much work, while readings keep coming. */
    static Duration pauseAfter(Duration worked) {
        return worked.multipliedBy(SHARE_OF_TIME - 1);
    }

    /** Likewise, after one step. */
    static Duration pauseAfterStep() {
        return pauseAfter(Duration.ofNanos(STEP_NANOS));
    }
}
