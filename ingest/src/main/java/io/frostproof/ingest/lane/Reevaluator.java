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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates dirty channels again: from the last snapshot before the late reading, through everything stored since. Waits until
 * a channel has been quiet for a moment, so that a backlog costs one evaluation and not one per message. What there is to do is done in turns, between
 * which live readings have theirs, and which take about a tenth of the lane's time while readings keep coming. A turn has room for many short
 * evaluations, or for a step of a long one. Those that became dirty lately come first, since an alarm may depend on them, in every other turn; in
 * the others those that have begun and are not done, which would never be otherwise. Owned by a lane, used on its context only.
 */
final class Reevaluator {

    private static final Duration QUIET = Duration.ofMillis(300);
    /** A channel that is never quiet is evaluated all the same. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /** Live readings wait for a turn, and an alarm for live readings. */
    private static final long TURN_NANOS = Duration.ofMillis(50).toNanos();
    /** Some milliseconds. */
    static final int READINGS_AT_ONCE = 2_000;
    /** Each holds what it has concluded so far. */
    private static final int BEGUN_AT_MOST = 4;
    /** Dirty since so much event time is short: a day of one-minute readings is one portion. */
    private static final long SHORT_MICROS = Duration.ofDays(1).toNanos() / 1_000;

    private static final int SHARE_OF_TIME = 10;

    private final ReadingLog log;
    private final BatchIds ids;
    private final InstantSource clock;
    private final long turnNanos;
    private final Map<Integer, Mark> marks = new HashMap<>();
    /** By channel; the one that has waited longest for its next step is the first. */
    private final Map<Integer, Run> runs = new LinkedHashMap<>();

    private Instant notBefore = Instant.MIN;
    /** For what is done in the present turn. */
    private long workedNanos;

    private boolean begunFirst;

    /** @param fromMicros event time from which it is dirty, about */
    private record Mark(Instant first, Instant last, long fromMicros) {}

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

        private long stepNanos;
        private boolean done;
        /** Its mark is about a network that the lane does not know yet. */
        private boolean tooEarly;

        /** One that does not begin. */
        private Run(ChannelState state) {
            this(state, new ReadingLog.Beginning(new ReadingLog.DirtyMark(state.dirtyFromMicros, 0), null));
            tooEarly = true;
        }

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

        /** Whether it cannot begin yet. */
        boolean tooEarly() {
            return tooEarly;
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
        this(log, ids, clock, TURN_NANOS);
    }

    /** @param turnNanos how long a turn takes about; at least one portion of readings is in each */
    Reevaluator(ReadingLog log, BatchIds ids, InstantSource clock, long turnNanos) {
        this.log = log;
        this.ids = ids;
        this.clock = clock;
        this.turnNanos = turnNanos;
    }

    /** A channel has to be evaluated again, because of something at {@code fromMicros} that its lane has stored. */
    void mark(int channelId, long fromMicros) {
        Instant now = clock.instant();
        marks.merge(
                channelId,
                new Mark(now, now, fromMicros),
                (old, mark) -> new Mark(old.first(), now, Math.min(old.fromMicros(), fromMicros)));
        Run begun = runs.get(channelId);
        if (begun != null && fromMicros <= begun.positionMicros) {
            begun.lateFromMicros = Math.min(begun.lateFromMicros, fromMicros);
        }
    }

    /** Others have marked the channel in the log. An evaluation that has begun finds out by itself, when it ends. */
    void markedByOthers(int channelId, long fromMicros) {
        Instant now = clock.instant();
        marks.putIfAbsent(channelId, new Mark(now, now, fromMicros));
    }

    boolean idle() {
        return marks.isEmpty();
    }

    void forgetAll() {
        marks.clear();
        runs.clear();
    }

    /** Gives up what has begun; it changed nothing, and the channels stay marked. */
    void giveUp() {
        runs.clear();
    }

    /** Likewise, of one channel. */
    void giveUp(int channelId) {
        runs.remove(channelId);
    }

    /** The evaluation of a channel that has begun and is not done. */
    @Nullable
    Run begun(int channelId) {
        return runs.get(channelId);
    }

    /** Begins a turn, unless it is too early for one: channels whose time has come, and all there are if {@code all}, in the order in which to go. */
    List<Integer> due(boolean all) {
        return !all && clock.instant().isBefore(notBefore) ? List.of() : beginTurn(all);
    }

    /** Begins a turn though the last one has just ended: for a lane that has nothing else to do. */
    List<Integer> beginTurn(boolean all) {
        Instant now = clock.instant();
        long shortFrom = Micros.of(now) - SHORT_MICROS;
        workedNanos = 0;
        begunFirst = !begunFirst;
        var turn = new ArrayList<Integer>();
        if (begunFirst) {
            turn.addAll(runs.keySet());
        }
        marks.entrySet().stream()
                .filter(entry -> !runs.containsKey(entry.getKey()))
                .filter(entry -> all || isDue(entry.getValue(), now))
                .filter(entry ->
                        all || runs.size() < BEGUN_AT_MOST || entry.getValue().fromMicros() >= shortFrom)
                .sorted(Comparator.comparingLong((Map.Entry<Integer, Mark> entry) ->
                                -entry.getValue().fromMicros())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> turn.add(entry.getKey()));
        if (!begunFirst) {
            turn.addAll(runs.keySet());
        }
        return turn;
    }

    private static boolean isDue(Mark mark, Instant now) {
        return !now.isBefore(mark.last().plus(QUIET))
                || !now.isBefore(mark.first().plus(LONGEST_WAIT));
    }

    /** Whether what was done in this turn took as long as a turn may: others go first now. */
    boolean turnIsOver() {
        return workedNanos >= turnNanos;
    }

    /**
     * Takes a step in the evaluation of a channel: of the one that has begun, or begins with this one. The last step writes what follows into the log.
     * Changes nothing here, so it may be given up; {@link #keep} or {@link #apply} makes it count.
     *
     * @param before what {@link #begun} gives for the channel, or null
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
        if (at.tooEarly) {
            at.stepNanos = System.nanoTime() - stepBegun;
            return at;
        }
        boolean more;
        do {
            more = log.readingsAfter(state.channel.id(), at.positionMicros, READINGS_AT_ONCE, (timeMicros, value) -> {
                        progress.step();
                        at.take(timeMicros, value);
                    })
                    == READINGS_AT_ONCE;
        } while (more && (whole || System.nanoTime() - stepBegun < turnNanos));
        if (!more) {
            if (silent.getAsBoolean() || state.monitor.missing()) {
                // A device that was missed and sends what it had kept is still on its way to now. Its silence began
                // later than was said, and is over
                // when a reading says so: were it taken back for each portion and told again, one silence would be
                // many.
                at.monitor.silence(Micros.of(clock.instant()), at.transitions::add);
            } else if (state.monitor.silentUntilMicros() > at.monitor.lastMicros()) {
                at.monitor.silence(state.monitor.silentUntilMicros() + 1, at.transitions::add);
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
        at.stepNanos = System.nanoTime() - stepBegun;
        return at;
    }

    private Run begin(ChannelState state, LogCalls.Progress progress) {
        Optional<ReadingLog.Beginning> beginning = log.beginReevaluation(
                state.channel.id(), state.channel.plan(), state.dirtyFromMicros, state.networkVersion);
        progress.step();
        return beginning.map(from -> new Run(state, from)).orElseGet(() -> new Run(state));
    }

    /** It could not begin; its channel has its turn again, and is loaded anew once the lane knows the network. */
    void postpone(Run tooEarly) {
        ChannelState state = tooEarly.state;
        Instant now = clock.instant();
        marks.put(state.channel.id(), new Mark(now, now, state.dirtyFromMicros));
        worked(tooEarly);
    }

    /** It goes on with a later step, after the others that have begun. */
    void keep(Run begun) {
        int channelId = begun.state.channel.id();
        runs.remove(channelId);
        runs.put(channelId, begun);
        worked(begun);
    }

    /**
     * Makes its channel what came out. If others have marked the channel meanwhile, it stays dirty and has its turn again like any other, after a
     * moment of quiet or two seconds: so however often they do, conclusions are drawn, and drawing them takes no more than its share of time.
     */
    void apply(Run finished) {
        ChannelState state = finished.state;
        runs.remove(state.channel.id());
        state.monitor = finished.monitor;
        state.dirtyFromMicros = finished.dirtyFromMicros;
        state.readingsSinceSnapshot = finished.sinceSnapshot;
        marks.remove(state.channel.id());
        Instant now = clock.instant();
        if (state.dirty()) {
            marks.put(state.channel.id(), new Mark(now, now, state.dirtyFromMicros));
        }
        worked(finished);
    }

    private void worked(Run at) {
        workedNanos += at.stepNanos;
        // Others go first for as long as leaves them their share, while readings keep coming.
        notBefore = clock.instant().plus(Duration.ofNanos(workedNanos).multipliedBy(SHARE_OF_TIME - 1));
    }
}
