package io.frostproof.alerts.condition;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * How long one condition has been breached. A single-event timer: a value back in range resets it (the WHO loggers' kind;
 * a cumulative one is another condition).
 */
final class LevelTimer {

    static final long NEVER = Long.MIN_VALUE;

    private final Condition condition;
    private final long delayMicros;
    /** Event time of the reading that began the breach, or {@link #NEVER}. */
    private long sinceMicros = NEVER;
    /** How much of the time since then some reading stood for. */
    private long knownMicros;

    private boolean holds;
    /** Most extreme value of the breach; NaN when there is none. */
    private double worst = Double.NaN;

    LevelTimer(Condition condition) {
        this.condition = condition;
        delayMicros = micros(condition.delay());
    }

    LevelTimer copy() {
        var copy = new LevelTimer(condition);
        copy.restore(new State(sinceMicros, knownMicros, holds, worst));
        return copy;
    }

    static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1000;
    }

    Condition condition() {
        return condition;
    }

    boolean running() {
        return sinceMicros != NEVER;
    }

    boolean holds() {
        return holds;
    }

    long sinceMicros() {
        return sinceMicros;
    }

    double worst() {
        return worst;
    }

    /** The more extreme of a value and the worst so far, which may be NaN for none. */
    double worse(double soFar, double value) {
        if (Double.isNaN(soFar)) {
            return value;
        }
        return condition.operator().upward() ? Math.max(soFar, value) : Math.min(soFar, value);
    }

    /** When the delay runs out if the value of {@code fromMicros} goes on; {@link Long#MAX_VALUE} when it does not. */
    long runsOutAt(long fromMicros) {
        return running() && !holds ? fromMicros + delayMicros - knownMicros : Long.MAX_VALUE;
    }

    void hold() {
        holds = true;
    }

    void count(long micros) {
        if (running() && !holds) {
            knownMicros += micros;
        }
    }

    void read(long timeMicros, double value) {
        if (!running()) {
            if (condition.breaches(value)) {
                sinceMicros = timeMicros;
                holds = delayMicros == 0;
            }
        } else if (holds ? condition.clears(value) : !condition.breaches(value)) {
            reset();
        }
        if (running()) {
            worst = worse(worst, value);
        }
    }

    void reset() {
        sinceMicros = NEVER;
        knownMicros = 0;
        holds = false;
        worst = Double.NaN;
    }

    void restore(State state) {
        sinceMicros = state.sinceMicros();
        knownMicros = state.knownMicros();
        holds = state.holds();
        worst = state.worst();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(sinceMicros);
        out.writeLong(knownMicros);
        out.writeBoolean(holds);
        out.writeDouble(worst);
    }

    record State(long sinceMicros, long knownMicros, boolean holds, double worst) {
        static State read(DataInputStream in) throws IOException {
            return new State(in.readLong(), in.readLong(), in.readBoolean(), in.readDouble());
        }
    }
}
