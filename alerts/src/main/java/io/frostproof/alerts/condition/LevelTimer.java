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

    LevelTimer(Condition condition) {
        this.condition = condition;
        delayMicros = micros(condition.delay());
    }

    LevelTimer copy() {
        var copy = new LevelTimer(condition);
        copy.restore(new State(sinceMicros, knownMicros, holds));
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
    }

    void reset() {
        sinceMicros = NEVER;
        knownMicros = 0;
        holds = false;
    }

    void restore(State state) {
        sinceMicros = state.sinceMicros();
        knownMicros = state.knownMicros();
        holds = state.holds();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(sinceMicros);
        out.writeLong(knownMicros);
        out.writeBoolean(holds);
    }

    record State(long sinceMicros, long knownMicros, boolean holds) {
        static State read(DataInputStream in) throws IOException {
            return new State(in.readLong(), in.readLong(), in.readBoolean());
        }
    }
}
