package io.frostproof.alerts.condition;

/** {@link Measure.Missing}: always known, and nothing while readings come. The timers count the rest. */
final class MissingGauge extends Gauge {

    private static final double MICROS_PER_MINUTE = 60e6;

    MissingGauge(int offset) {
        super("missing", offset, 0);
    }

    /** @param unknownMicros when the last reading stopped to stand */
    static double minutes(long unknownMicros, long timeMicros) {
        return (timeMicros - unknownMicros) / MICROS_PER_MINUTE;
    }

    @Override
    void clear(long[] cells) {
        super.clear(cells);
        setValue(cells, 0);
        settle(cells, 0);
    }

    @Override
    void becomeUnknown(long[] cells, long timeMicros) {}

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        return 0;
    }
}
