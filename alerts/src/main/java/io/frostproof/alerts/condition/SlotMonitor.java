package io.frostproof.alerts.condition;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One condition slot of one channel: a timer per level, and the level that holds. Owned by a {@link ChannelMonitor}. */
final class SlotMonitor {

    /** A breach survives a gap of at least this long, however short its delay: one lost report must not split an excursion. */
    private static final long SHORTEST_GAP_LIMIT_MICROS = Duration.ofMinutes(30).toNanos() / 1000;

    private final SlotRules rules;
    private final LevelTimer[] timers;
    private @Nullable Level level;
    /** Start of the breach that the slot holds for. */
    private long sinceMicros;

    private long unknownMicros = LevelTimer.NEVER;
    /** Most extreme value since then; NaN while no level holds. */
    private double worst = Double.NaN;

    SlotMonitor(SlotRules rules) {
        this.rules = rules;
        timers = new LevelTimer[rules.levels().size()];
        for (int i = 0; i < timers.length; i++) {
            timers[i] = new LevelTimer(rules.levels().get(i));
        }
    }

    SlotMonitor copy() {
        var copy = new SlotMonitor(rules);
        for (int i = 0; i < timers.length; i++) {
            copy.timers[i] = timers[i].copy();
        }
        copy.level = level;
        copy.sinceMicros = sinceMicros;
        copy.unknownMicros = unknownMicros;
        copy.worst = worst;
        return copy;
    }

    /**
     * The longest unknown time that a breach survives: as long as its delay, but at least half an hour. Evidence that is
     * older than the delay itself says little about now.
     */
    static long gapLimitMicros(Condition condition) {
        return Math.max(LevelTimer.micros(condition.delay()), SHORTEST_GAP_LIMIT_MICROS);
    }

    /** The standing value goes on from {@code fromMicros} to {@code toMicros}; delays may run out on the way. */
    void stand(String unit, long fromMicros, long toMicros, Consumer<Transition> out) {
        // At most a handful of levels, so the next one to run out is found by looking.
        while (true) {
            LevelTimer next = null;
            for (LevelTimer timer : timers) {
                long at = timer.runsOutAt(fromMicros);
                if (at <= toMicros && (next == null || at < next.runsOutAt(fromMicros))) {
                    next = timer;
                }
            }
            if (next == null) {
                break;
            }
            long at = next.runsOutAt(fromMicros);
            next.hold();
            settle(unit, at, out);
        }
        for (LevelTimer timer : timers) {
            timer.count(toMicros - fromMicros);
        }
    }

    void read(String unit, long timeMicros, double value, Consumer<Transition> out) {
        boolean wasUnknown = unknownMicros != LevelTimer.NEVER;
        LevelTimer pending = level == null ? firstRunning() : null;
        if (wasUnknown && pending != null) {
            out.accept(pending(unit, Transition.Kind.KNOWN, timeMicros, pending));
        }
        if (wasUnknown) {
            long gap = timeMicros - unknownMicros;
            for (LevelTimer timer : timers) {
                if (gap > gapLimitMicros(timer.condition())) {
                    timer.reset();
                }
            }
            endOfWhatDidNotSurvive();
            // A breach that the gap has ended did so before this reading, which may begin the next one.
            settle(unit, timeMicros, out);
        }
        for (LevelTimer timer : timers) {
            timer.read(timeMicros, value);
        }
        for (LevelTimer timer : timers) {
            // A value that ends the breach is no longer part of it.
            if (level != null && timer.holds()) {
                worst = timer.worse(worst, value);
            }
        }
        Level before = level;
        settle(unit, timeMicros, out);
        if (wasUnknown && before != null && before == level) {
            out.accept(transition(unit, Transition.Kind.KNOWN, timeMicros));
        }
        unknownMicros = LevelTimer.NEVER;
    }

    void becomeUnknown(String unit, long timeMicros, Consumer<Transition> out) {
        unknownMicros = timeMicros;
        if (level != null) {
            out.accept(transition(unit, Transition.Kind.UNKNOWN, timeMicros));
            return;
        }
        // A breach whose delay runs is told of too: if it is confirmed, this time is part of the excursion.
        LevelTimer pending = firstRunning();
        if (pending != null) {
            out.accept(pending(unit, Transition.Kind.UNKNOWN, timeMicros, pending));
        }
    }

    void endOfPlacement(String unit, long timeMicros, Consumer<Transition> out) {
        for (LevelTimer timer : timers) {
            timer.reset();
        }
        settle(unit, timeMicros, out);
    }

    /** Compares what holds now with what was announced. */
    private void settle(String unit, long timeMicros, Consumer<Transition> out) {
        LevelTimer highest = null;
        for (LevelTimer timer : timers) {
            if (timer.holds()) {
                highest = timer;
            }
        }
        if (highest == null && level != null) {
            highest = milderThan(level);
        }
        Level now = highest == null ? null : highest.condition().level();
        if (now == level) {
            return;
        }
        if (highest == null) {
            out.accept(new Transition(rules.slot(), unit, Transition.Kind.ENDED, null, timeMicros, sinceMicros, worst));
            level = null;
            worst = Double.NaN;
        } else if (level == null) {
            level = now;
            sinceMicros = highest.sinceMicros();
            worst = highest.worst();
            out.accept(transition(unit, Transition.Kind.STARTED, timeMicros));
        } else {
            level = now;
            out.accept(transition(unit, Transition.Kind.LEVEL_CHANGED, timeMicros));
        }
    }

    /** A breach whose level a gap has ended is over at all levels, also at one that would have survived a longer gap. */
    private void endOfWhatDidNotSurvive() {
        boolean survives = level == null;
        for (LevelTimer timer : timers) {
            survives |= timer.holds();
        }
        for (LevelTimer timer : timers) {
            if (!survives && timer.running() && timer.sinceMicros() == sinceMicros) {
                timer.reset();
            }
        }
    }

    /**
     * The breach that is known by its beginning may go on at a milder level whose delay still runs. It does not end then: it would begin again at
     * that very instant when the delay has passed, and be taken for the same.
     */
    private @Nullable LevelTimer milderThan(Level ended) {
        for (int i = timers.length - 1; i >= 0; i--) {
            LevelTimer timer = timers[i];
            if (timer.condition().level().compareTo(ended) < 0
                    && timer.running()
                    && timer.sinceMicros() == sinceMicros) {
                timer.hold();
                return timer;
            }
        }
        return null;
    }

    private Transition transition(String unit, Transition.Kind kind, long timeMicros) {
        return new Transition(rules.slot(), unit, kind, level, timeMicros, sinceMicros, worst);
    }

    private Transition pending(String unit, Transition.Kind kind, long timeMicros, LevelTimer timer) {
        return new Transition(rules.slot(), unit, kind, null, timeMicros, timer.sinceMicros(), timer.worst());
    }

    private @Nullable LevelTimer firstRunning() {
        LevelTimer first = null;
        for (LevelTimer timer : timers) {
            if (timer.running() && (first == null || timer.sinceMicros() < first.sinceMicros())) {
                first = timer;
            }
        }
        return first;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(rules.slot());
        out.writeInt(rules.textHash());
        out.writeUTF(level == null ? "" : level.id());
        out.writeLong(sinceMicros);
        out.writeLong(unknownMicros);
        out.writeDouble(worst);
        out.writeByte(timers.length);
        for (LevelTimer timer : timers) {
            timer.write(out);
        }
    }

    /** Reads one slot into the one of {@code slots} that has the same rules; drops it when there is none. */
    static void read(DataInputStream in, SlotMonitor[] slots) throws IOException {
        String name = in.readUTF();
        int rulesHash = in.readInt();
        Level level = Level.find(in.readUTF());
        long since = in.readLong();
        long unknown = in.readLong();
        double worst = in.readDouble();
        var states = new LevelTimer.State[in.readUnsignedByte()];
        for (int i = 0; i < states.length; i++) {
            states[i] = LevelTimer.State.read(in);
        }
        for (SlotMonitor slot : slots) {
            if (slot.rules.slot().equals(name)
                    && slot.rules.textHash() == rulesHash
                    && slot.timers.length == states.length) {
                slot.level = level;
                slot.sinceMicros = since;
                slot.unknownMicros = unknown;
                slot.worst = worst;
                for (int i = 0; i < states.length; i++) {
                    slot.timers[i].restore(states[i]);
                }
            }
        }
    }
}
