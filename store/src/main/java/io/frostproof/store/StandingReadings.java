package io.frostproof.store;

import io.frostproof.alerts.network.Span;
import io.frostproof.audit.Coverage;
import java.util.List;

/**
 * Cuts a stretch of event time into the pieces for which a reading stood, by the rule of {@link Coverage}: until the next one, at most for the
 * max hold, and never into time for which nobody trusts the channel. Time between the pieces is unknown. Not thread-safe.
 */
final class StandingReadings {

    private static final long NONE = Long.MIN_VALUE;

    private final long fromMicros;
    private final long toMicros;
    private final long maxHoldMicros;
    private final List<Span> distrusted;
    private final Pieces pieces;

    private long lastMicros = NONE;
    private double lastValue;

    /** Takes what comes out, in order of time. */
    interface Pieces {
        /** A value stood in [from, to), which is not empty. */
        void stood(long fromMicros, long toMicros, double value);

        /** A trusted reading of the stretch. */
        void reading(long timeMicros);
    }

    /**
     * Begins a stretch.
     *
     * @param fromMicros inclusive
     * @param toMicros exclusive
     * @param distrusted readings in these stand for nothing, and none stands into them
     */
    StandingReadings(long fromMicros, long toMicros, long maxHoldMicros, List<Span> distrusted, Pieces pieces) {
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
        this.maxHoldMicros = maxHoldMicros;
        this.distrusted = distrusted;
        this.pieces = pieces;
    }

    /** A reading; event times ascend, from one max hold before the stretch on. */
    void reading(long timeMicros, double value) {
        if (timeMicros >= toMicros || (!distrusted.isEmpty() && Span.anyCovers(distrusted, timeMicros))) {
            return;
        }
        stood(timeMicros);
        lastMicros = timeMicros;
        lastValue = value;
        if (timeMicros >= fromMicros) {
            pieces.reading(timeMicros);
        }
    }

    /** To be called after the last reading. */
    void end() {
        stood(toMicros);
        lastMicros = NONE;
    }

    private void stood(long untilMicros) {
        if (lastMicros == NONE) {
            return;
        }
        long to = Math.min(untilMicros, lastMicros + maxHoldMicros);
        for (Span span : distrusted) {
            if (span.fromMicros() > lastMicros && span.fromMicros() < to) {
                to = span.fromMicros();
            }
        }
        long from = Math.max(fromMicros, lastMicros);
        if (from < to) {
            pieces.stood(from, to, lastValue);
        }
    }
}
