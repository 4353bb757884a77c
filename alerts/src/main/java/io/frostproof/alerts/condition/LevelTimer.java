package io.frostproof.alerts.condition;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How long one condition has been breached. A single-event timer is reset by a value back in range; a cumulative one adds up all breaches of its
 * period (the two kinds of the WHO loggers). A single-event one of what follows late counts from when {@link Gauge#early} was beyond, once the measure is: goods that follow faster than was said have been
 * beyond for that long. What it remembers lies in cells of the channel's state. Immutable, thread-safe.
 */
final class LevelTimer {

    static final long NEVER = Long.MIN_VALUE;

    /** A breach survives a gap of at least this long, however short its delay: one lost report must not split an excursion. */
    static final long SHORTEST_GAP_LIMIT_MICROS = Duration.ofMinutes(30).toNanos() / 1000;

    /** Event time at which the breach began, or {@link #NEVER}. */
    private static final int SINCE = 0;
    /** How much of the time since then, or of the breaches of the period, was known; no more than the delay. */
    private static final int COUNTED = 1;
    /** Most extreme value of the breach; NaN when there is none. */
    private static final int WORST = 2;

    private static final int COMMON_CELLS = 3;

    /** In the cell of how long it has been beyond early: it is not. */
    private static final long NOT_EARLY = -1;

    private final Condition condition;
    private final Gauge gauge;
    private final boolean missing;
    private final long delayMicros;
    private final ZoneId zone;
    private final int offset;
    /** Cell of the end of the period that the count is of; negative when it is not cumulative. */
    private final int periodEnd;
    /** Cell of whether the condition watches, before that of the instant until which it is known; negative when it always does. */
    private final int watching;
    /** Cell of how much of the time since {@link Gauge#early} was beyond was known, no more than the delay; negative when it makes no difference. */
    private final int early;

    private final int cells;

    LevelTimer(Condition condition, Gauge gauge, ZoneId zone, int offset) {
        this.condition = condition;
        this.gauge = gauge;
        missing = condition.measure() instanceof Measure.Missing;
        delayMicros = micros(condition.delay());
        this.zone = zone;
        this.offset = offset;
        int next = COMMON_CELLS;
        periodEnd = condition.per() == null ? -1 : offset + next++;
        watching = condition.schedule().always() ? -1 : offset + next;
        next += watching < 0 ? 0 : 2;
        // What adds up, or watches at some hours, counts what is measured in its period or window, and nothing before.
        boolean leads = gauge.hasEarly() && periodEnd < 0 && watching < 0 && delayMicros > 0;
        early = leads ? offset + next++ : -1;
        cells = next;
    }

    static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1000;
    }

    Condition condition() {
        return condition;
    }

    Gauge gauge() {
        return gauge;
    }

    /** Whether it counts the time without readings. */
    boolean missing() {
        return missing;
    }

    /** Whether it goes by the time zone of the node. */
    boolean zoned() {
        return periodEnd >= 0 || watching >= 0;
    }

    /** Whether it adds up all breaches of a period. */
    boolean addsUp() {
        return periodEnd >= 0;
    }

    /** How many cells it takes. */
    int cells() {
        return cells;
    }

    void clear(long[] state) {
        state[offset + SINCE] = NEVER;
        state[offset + COUNTED] = 0;
        setWorst(state, Double.NaN);
        if (periodEnd >= 0) {
            state[periodEnd] = NEVER;
        }
        if (watching >= 0) {
            state[watching] = 0;
            state[watching + 1] = NEVER;
        }
        if (early >= 0) {
            state[early] = NOT_EARLY;
        }
    }

    boolean running(long[] state) {
        return state[offset + SINCE] != NEVER;
    }

    boolean holds(long[] state) {
        return running(state) && state[offset + COUNTED] >= delayMicros;
    }

    long sinceMicros(long[] state) {
        return state[offset + SINCE];
    }

    double worst(long[] state) {
        return Double.longBitsToDouble(state[offset + WORST]);
    }

    private void setWorst(long[] state, double worst) {
        state[offset + WORST] = Double.doubleToRawLongBits(worst);
    }

    /** The more extreme of a value and the worst so far, which may be NaN for none. */
    double worse(double soFar, double value) {
        if (Double.isNaN(soFar)) {
            return value;
        }
        return missing || condition.operator().upward() ? Math.max(soFar, value) : Math.min(soFar, value);
    }

    /**
     * The longest unknown time that a breach survives: as long as its delay, but at least half an hour. Evidence that is
     * older than the delay itself says little about now.
     */
    private long gapLimitMicros() {
        return Math.max(delayMicros, SHORTEST_GAP_LIMIT_MICROS);
    }

    private boolean counts(long[] state, boolean channelUnknown) {
        return missing ? channelUnknown : gauge.known(state);
    }

    /**
     * When something happens to it if nothing is read before: the delay runs out, the period or the window of the schedule ends or begins.
     * {@link Long#MAX_VALUE} when nothing does.
     *
     * @param atMicros up to which time has been counted
     */
    long happensAt(long[] state, long atMicros, boolean channelUnknown) {
        boolean counts = counts(state, channelUnknown);
        long next = Long.MAX_VALUE;
        if (running(state)) {
            long counted = state[offset + COUNTED];
            if (counts && counted < delayMicros) {
                next = atMicros + delayMicros - counted;
            }
            next = Math.min(next, gauge.resetsAt(state));
            if (periodEnd >= 0) {
                next = Math.min(next, state[periodEnd]);
            }
            if (watching >= 0) {
                next = Math.min(next, state[watching + 1]);
            }
        } else if (watching >= 0 && counts && state[watching + 1] != NEVER) {
            next = state[watching + 1];
        }
        return next;
    }

    /** Lets time pass in which what it goes by stayed as it was. */
    void count(long[] state, long micros, boolean channelUnknown) {
        long counted = state[offset + COUNTED];
        if (counted < delayMicros && running(state) && counts(state, channelUnknown)) {
            state[offset + COUNTED] = Math.min(delayMicros, counted + micros);
        }
        if (early >= 0 && state[early] != NOT_EARLY && state[early] < delayMicros && gauge.known(state)) {
            state[early] = Math.min(delayMicros, state[early] + micros);
        }
    }

    /** Ends a breach that unknown time up to this reading was too long for. */
    void bridge(long[] state, long timeMicros) {
        boolean tooLong = !gauge.known(state) && timeMicros - gauge.unknownSince(state) > gapLimitMicros();
        if (tooLong && running(state)) {
            stop(state);
        }
        if (tooLong && early >= 0) {
            state[early] = NOT_EARLY;
        }
    }

    /** Goes by what may have become of what it measures, as of the newest reading. */
    private void look(long[] state) {
        if (early >= 0) {
            if (!condition.breaches(gauge.early(state))) {
                state[early] = NOT_EARLY;
            } else if (state[early] == NOT_EARLY) {
                state[early] = 0;
            }
        }
    }

    /** Takes the value of its measure at a reading, not NaN. */
    void read(long[] state, long timeMicros, double value) {
        roll(state, timeMicros);
        look(state);
        if (!running(state)) {
            begin(state, timeMicros, false);
        } else if (missing || (holds(state) ? condition.clears(value) : !condition.breaches(value))) {
            stop(state);
        } else {
            worsen(state, value);
        }
    }

    /** Begins a breach, if there is one by what stands and the condition watches. */
    void begin(long[] state, long timeMicros, boolean channelUnknown) {
        roll(state, timeMicros);
        if (watching >= 0 && state[watching] == 0) {
            return;
        }
        look(state);
        if (missing ? channelUnknown : condition.breaches(gauge.value(state))) {
            state[offset + SINCE] = timeMicros;
            setWorst(state, gauge.value(state));
            if (early >= 0) {
                state[offset + COUNTED] = Math.max(0, state[early]);
            }
        }
    }

    /** Brings period and schedule to an instant, when no breach runs that they would end. */
    private void roll(long[] state, long timeMicros) {
        if (periodEnd >= 0 && timeMicros >= state[periodEnd]) {
            state[offset + COUNTED] = 0;
            state[periodEnd] = period().endOf(timeMicros, zone);
        }
        if (watching >= 0 && timeMicros >= state[watching + 1]) {
            state[watching] = condition.schedule().watches(timeMicros, zone) ? 1 : 0;
            state[watching + 1] = condition.schedule().sameUntil(timeMicros, zone);
        }
    }

    private Period period() {
        Period per = condition.per();
        return per == null ? Period.PLACEMENT : per;
    }

    /**
     * Turns from one period or window to the next, if one ends or begins at this instant: what was, is over.
     *
     * @return whether a breach may {@link #begin} at this instant
     */
    boolean turn(long[] state, long timeMicros) {
        boolean again = false;
        if (periodEnd >= 0 && state[periodEnd] == timeMicros) {
            again = running(state);
            stop(state);
        }
        if (watching >= 0 && state[watching + 1] == timeMicros) {
            boolean before = state[watching] != 0;
            roll(state, timeMicros);
            boolean now = state[watching] != 0;
            if (before && !now) {
                stop(state);
            }
            again = now && (again || !before);
        }
        roll(state, timeMicros);
        if (running(state) && gauge.resetAt(state, timeMicros)) {
            read(state, timeMicros, gauge.value(state));
        }
        return again;
    }

    /** Holds from now on, though the delay may still run: its breach goes on with one that has held. Not for what adds up over a period. */
    void goOn(long[] state) {
        state[offset + COUNTED] = delayMicros;
    }

    /** A breach that runs counts as one that begins at this instant; what its period has added up stays. */
    void beginAnew(long[] state, long timeMicros) {
        if (running(state)) {
            state[offset + SINCE] = timeMicros;
        }
    }

    /** A value that belongs to the breach. */
    void worsen(long[] state, double value) {
        setWorst(state, worse(worst(state), value));
    }

    void stop(long[] state) {
        state[offset + SINCE] = NEVER;
        setWorst(state, Double.NaN);
        if (periodEnd < 0) {
            state[offset + COUNTED] = 0;
        }
    }
}
