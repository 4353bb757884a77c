package io.frostproof.alerts.condition;

/** {@link Measure.Value}. */
final class ValueGauge extends Gauge {

    ValueGauge(int offset) {
        super("value", offset, 0);
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        return reading;
    }
}
