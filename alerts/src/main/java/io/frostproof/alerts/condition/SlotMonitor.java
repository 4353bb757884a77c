package io.frostproof.alerts.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One condition slot: a timer per level, and the level that holds. What it remembers of a channel lies in cells of the channel's state. Immutable,
 * thread-safe.
 */
final class SlotMonitor {

    /** The level that holds, as a number; 0 for none. */
    private static final int LEVEL = 0;
    /** Start of the first of the breaches that the slot holds for. */
    private static final int SINCE = 1;
    /** Most extreme value since then; NaN while no level holds. */
    private static final int WORST = 2;

    private static final int COMMON_CELLS = 3;

    private final String slot;
    private final String text;
    private final LevelTimer[] timers;
    private final boolean missing;
    private final int offset;
    private final int cells;

    /** @param gauges those of the channel, among them all that the rules need, in the order of the rules */
    SlotMonitor(SlotRules rules, List<Gauge> gauges, Traits traits, int offset) {
        slot = rules.slot();
        this.offset = offset;
        var all = new ArrayList<LevelTimer>();
        int next = offset + COMMON_CELLS;
        for (int i = 0; i < rules.levels().size(); i++) {
            var timer = new LevelTimer(rules.levels().get(i), gauges.get(i), traits.zone(), next);
            all.add(timer);
            next += timer.cells();
        }
        timers = all.toArray(LevelTimer[]::new);
        cells = next - offset;
        missing = all.stream().anyMatch(LevelTimer::missing);
        text = rules + " of " + gauges.stream().map(Gauge::text).toList()
                + (all.stream().anyMatch(LevelTimer::zoned) ? " in " + traits.zone() : "");
    }

    String slot() {
        return slot;
    }

    /** Tells rules apart: the rules, and what of the traits of the unit they go by. */
    String text() {
        return text;
    }

    int offset() {
        return offset;
    }

    /** How many cells it takes. */
    int cells() {
        return cells;
    }

    void clear(long[] state) {
        state[offset + LEVEL] = 0;
        state[offset + SINCE] = 0;
        setWorst(state, Double.NaN);
        for (LevelTimer timer : timers) {
            timer.clear(state);
        }
    }

    /** Whether it holds since readings are missing. */
    boolean missing(long[] state) {
        for (LevelTimer timer : timers) {
            if (timer.missing() && timer.holds(state)) {
                return true;
            }
        }
        return false;
    }

    /** When something happens if nothing is read before, see {@link LevelTimer#happensAt}. */
    long happensAt(long[] state, long atMicros, boolean channelUnknown) {
        long next = Long.MAX_VALUE;
        for (LevelTimer timer : timers) {
            next = Math.min(next, timer.happensAt(state, atMicros, channelUnknown));
        }
        return next;
    }

    void count(long[] state, long micros, boolean channelUnknown) {
        for (LevelTimer timer : timers) {
            timer.count(state, micros, channelUnknown);
        }
    }

    /**
     * What is due at this instant, after time has been counted up to it.
     *
     * @param unknownMicros since when the channel is unknown, or {@link LevelTimer#NEVER}
     */
    void happen(long[] state, String unit, long timeMicros, long unknownMicros, Consumer<Transition> out) {
        boolean channelUnknown = unknownMicros != LevelTimer.NEVER;
        if (channelUnknown) {
            miss(state, MissingGauge.minutes(unknownMicros, timeMicros));
        }
        settleRunOut(state, unit, timeMicros, out);
        long again = 0;
        for (int i = 0; i < timers.length; i++) {
            if (timers[i].turn(state, timeMicros)) {
                again |= 1L << i;
            }
        }
        settle(state, unit, timeMicros, out);
        for (int i = 0; i < timers.length; i++) {
            if ((again & 1L << i) != 0) {
                beginIfKnown(timers[i], state, timeMicros, channelUnknown);
            }
        }
        settle(state, unit, timeMicros, out);
    }

    /** Begins what the standing values breach, in a slot that is new. */
    void begin(long[] state, String unit, long timeMicros, boolean channelUnknown, Consumer<Transition> out) {
        for (LevelTimer timer : timers) {
            beginIfKnown(timer, state, timeMicros, channelUnknown);
        }
        settle(state, unit, timeMicros, out);
    }

    private static void beginIfKnown(LevelTimer timer, long[] state, long timeMicros, boolean channelUnknown) {
        if (timer.gauge().known(state)) {
            timer.begin(state, timeMicros, channelUnknown);
        }
    }

    /** Lets breaches that consist of time without readings grow. */
    private void miss(long[] state, double minutes) {
        if (!missing) {
            return;
        }
        for (LevelTimer timer : timers) {
            if (timer.missing() && timer.running(state)) {
                timer.worsen(state, minutes);
                if (level(state) != null && timer.holds(state)) {
                    setWorst(state, timer.worse(worst(state), minutes));
                }
            }
        }
    }

    /**
     * Takes the values of its measures at a reading, when the gauges have them and do not count as known yet.
     *
     * @param unknownMicros since when the channel was unknown, or {@link LevelTimer#NEVER}
     */
    void read(long[] state, String unit, long timeMicros, long unknownMicros, Consumer<Transition> out) {
        boolean wasUnknown = unknown(state);
        boolean isUnknown = unreadable(state);
        boolean known = wasUnknown && !isUnknown;
        Level before = level(state);
        if (known && before == null) {
            tellPending(state, unit, Transition.Kind.KNOWN, timeMicros, out);
        }
        if (unknownMicros != LevelTimer.NEVER) {
            miss(state, MissingGauge.minutes(unknownMicros, timeMicros));
        }
        for (LevelTimer timer : timers) {
            if (!Double.isNaN(timer.gauge().value(state))) {
                timer.bridge(state, timeMicros);
            }
        }
        if (!running(state)) {
            // What the gap has ended was over before this reading, which may begin the next one.
            settle(state, unit, timeMicros, out);
        }
        Level ended = level(state) == null ? before : null;
        for (LevelTimer timer : timers) {
            double value = timer.gauge().value(state);
            if (!Double.isNaN(value)) {
                timer.read(state, timeMicros, value);
                // A value that ends the breach is no longer part of it.
                if (level(state) != null && timer.running(state)) {
                    setWorst(state, timer.worse(worst(state), value));
                }
            }
        }
        if (ended != null) {
            // Nothing has shown that it was well in between, so what is still so holds at once.
            takesOver(ended, state);
        }
        Level stood = level(state);
        settle(state, unit, timeMicros, out);
        if (known && stood != null && stood == level(state)) {
            out.accept(transition(state, unit, Transition.Kind.KNOWN, timeMicros));
        }
        if (isUnknown && !wasUnknown) {
            tellUnknown(state, unit, timeMicros, out);
        }
    }

    /** Whether nothing that it goes by is known. */
    private boolean unknown(long[] state) {
        for (LevelTimer timer : timers) {
            if (timer.gauge().known(state)) {
                return false;
            }
        }
        return true;
    }

    private boolean unreadable(long[] state) {
        for (LevelTimer timer : timers) {
            if (!Double.isNaN(timer.gauge().value(state))) {
                return false;
            }
        }
        return true;
    }

    /** Tells that no reading stands any more; the gauges still count as known. */
    void tellThatNothingStands(long[] state, String unit, long timeMicros, Consumer<Transition> out) {
        if (!missing && !unknown(state)) {
            tellUnknown(state, unit, timeMicros, out);
        }
    }

    private void tellUnknown(long[] state, String unit, long timeMicros, Consumer<Transition> out) {
        if (level(state) != null) {
            out.accept(transition(state, unit, Transition.Kind.UNKNOWN, timeMicros));
        } else {
            // A breach whose delay runs is told of too: if it is confirmed, this time is part of the excursion.
            tellPending(state, unit, Transition.Kind.UNKNOWN, timeMicros, out);
        }
    }

    /** Begins to count the time without readings. */
    void beginMissing(long[] state, String unit, long timeMicros, Consumer<Transition> out) {
        if (missing) {
            for (LevelTimer timer : timers) {
                if (timer.missing()) {
                    timer.begin(state, timeMicros, true);
                }
            }
            settle(state, unit, timeMicros, out);
        }
    }

    /** Ends what holds. */
    void end(long[] state, String unit, long timeMicros, Consumer<Transition> out) {
        for (LevelTimer timer : timers) {
            timer.stop(state);
        }
        settle(state, unit, timeMicros, out);
    }

    /** As {@link #settle}; of delays that run out at the same instant, the mildest is told first, as if it had been a moment earlier. */
    private void settleRunOut(long[] state, String unit, long timeMicros, Consumer<Transition> out) {
        if (level(state) == null) {
            for (LevelTimer timer : timers) {
                if (timer.holds(state)) {
                    start(state, unit, timeMicros, timer, out);
                    break;
                }
            }
        }
        settle(state, unit, timeMicros, out);
    }

    /** When the first of the breaches that run began. */
    private long begun(long[] state) {
        long first = Long.MAX_VALUE;
        for (LevelTimer timer : timers) {
            if (timer.running(state)) {
                first = Math.min(first, timer.sinceMicros(state));
            }
        }
        return first;
    }

    private void start(long[] state, String unit, long timeMicros, LevelTimer timer, Consumer<Transition> out) {
        setLevel(state, timer.condition().level());
        state[offset + SINCE] = begun(state);
        double worst = Double.NaN;
        for (LevelTimer running : timers) {
            if (running.running(state) && !Double.isNaN(running.worst(state))) {
                worst = running.worse(worst, running.worst(state));
            }
        }
        setWorst(state, worst);
        out.accept(transition(state, unit, Transition.Kind.STARTED, timeMicros));
    }

    /** Compares what holds now with what was announced. */
    private void settle(long[] state, String unit, long timeMicros, Consumer<Transition> out) {
        LevelTimer highest = null;
        for (LevelTimer timer : timers) {
            if (timer.holds(state)) {
                highest = timer;
            }
        }
        Level level = level(state);
        if (highest == null && level != null) {
            highest = takesOver(level, state);
            if (highest == null && worseMayFollow(level, state)) {
                return;
            }
        }
        Level now = highest == null ? null : highest.condition().level();
        if (now == level) {
            return;
        }
        if (highest == null) {
            out.accept(new Transition(
                    slot, unit, Transition.Kind.ENDED, null, timeMicros, state[offset + SINCE], worst(state)));
            setLevel(state, null);
            setWorst(state, Double.NaN);
            // Only what adds up over a period runs on; it has its own count, and is another story from here on.
            for (LevelTimer timer : timers) {
                timer.beginAnew(state, timeMicros);
            }
        } else if (level == null) {
            start(state, unit, timeMicros, highest, out);
        } else {
            setLevel(state, now);
            out.accept(transition(state, unit, Transition.Kind.LEVEL_CHANGED, timeMicros));
        }
    }

    /**
     * All breaches that run while the slot holds are one excursion, which lasts until the last of them is over: a level whose delay still runs takes
     * over from a worse one. Ended there, it would be found again, from before its end, when that delay has passed. What adds up over a period
     * has its own count instead, and begins anew.
     */
    private @Nullable LevelTimer takesOver(Level ended, long[] state) {
        for (int i = timers.length - 1; i >= 0; i--) {
            LevelTimer timer = timers[i];
            if (timer.condition().level().compareTo(ended) <= 0 && timer.running(state) && !timer.addsUp()) {
                timer.goOn(state);
                return timer;
            }
        }
        return null;
    }

    /** Whether a breach of a worse level runs on, which has not held yet. */
    private boolean worseMayFollow(Level level, long[] state) {
        for (LevelTimer timer : timers) {
            if (timer.condition().level().compareTo(level) > 0 && timer.running(state) && !timer.addsUp()) {
                return true;
            }
        }
        return false;
    }

    private boolean running(long[] state) {
        for (LevelTimer timer : timers) {
            if (timer.running(state)) {
                return true;
            }
        }
        return false;
    }

    private Transition transition(long[] state, String unit, Transition.Kind kind, long timeMicros) {
        return new Transition(slot, unit, kind, level(state), timeMicros, state[offset + SINCE], worst(state));
    }

    /** Tells of the breach that has run for longest, if one does. */
    private void tellPending(
            long[] state, String unit, Transition.Kind kind, long timeMicros, Consumer<Transition> out) {
        LevelTimer first = null;
        for (LevelTimer timer : timers) {
            if (timer.running(state) && (first == null || timer.sinceMicros(state) < first.sinceMicros(state))) {
                first = timer;
            }
        }
        if (first != null) {
            out.accept(
                    new Transition(slot, unit, kind, null, timeMicros, first.sinceMicros(state), first.worst(state)));
        }
    }

    private @Nullable Level level(long[] state) {
        return switch ((int) state[offset + LEVEL]) {
            case 1 -> Level.WARNING;
            case 2 -> Level.CRITICAL;
            default -> null;
        };
    }

    private void setLevel(long[] state, @Nullable Level level) {
        state[offset + LEVEL] = switch (level) {
            case null -> 0;
            case WARNING -> 1;
            case CRITICAL -> 2;
        };
    }

    private double worst(long[] state) {
        return Double.longBitsToDouble(state[offset + WORST]);
    }

    private void setWorst(long[] state, double worst) {
        state[offset + WORST] = Double.doubleToRawLongBits(worst);
    }
}
