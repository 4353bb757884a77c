package io.frostproof.alerts.condition;

import java.time.ZoneId;

/** {@link Measure.DegreeMinutes}. A reading counts for as long as it stands; the sum is looked at when the next one comes. */
final class DegreeMinutesGauge extends Gauge {

    private static final double MICROS_PER_MINUTE = 60e6;
    private static final int SUM = 0;
    private static final int BEGIN = 1;
    private static final int END = 2;

    private final Measure.DegreeMinutes measure;
    private final ZoneId zone;

    DegreeMinutesGauge(Measure.DegreeMinutes measure, Traits traits, int offset) {
        super(measure + (measure.per() == Period.PLACEMENT ? "" : " in " + traits.zone()), offset, 3);
        this.measure = measure;
        zone = traits.zone();
    }

    @Override
    void clear(long[] cells) {
        super.clear(cells);
        cells[own() + SUM] = 0;
        cells[own() + BEGIN] = Long.MIN_VALUE;
        cells[own() + END] = Long.MIN_VALUE;
    }

    @Override
    void stood(long[] cells, long fromMicros, long toMicros, double reading) {
        roll(cells, toMicros);
        double beyond = measure.above() ? reading - measure.limit() : measure.limit() - reading;
        long from = Math.max(fromMicros, cells[own() + BEGIN]);
        if (beyond > 0 && toMicros > from) {
            double sum = Double.longBitsToDouble(cells[own() + SUM]) + beyond * ((toMicros - from) / MICROS_PER_MINUTE);
            cells[own() + SUM] = Double.doubleToRawLongBits(sum);
        }
    }

    @Override
    long resetsAt(long[] cells) {
        return cells[own() + END];
    }

    @Override
    boolean resetAt(long[] cells, long timeMicros) {
        return cells[own() + BEGIN] == timeMicros;
    }

    @Override
    void roll(long[] cells, long timeMicros) {
        if (timeMicros >= cells[own() + END]) {
            cells[own() + SUM] = 0;
            cells[own() + BEGIN] = measure.per().beginOf(timeMicros, zone);
            cells[own() + END] = measure.per().endOf(timeMicros, zone);
            if (!Double.isNaN(value(cells))) {
                setValue(cells, 0);
            }
        }
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        roll(cells, timeMicros);
        return Double.longBitsToDouble(cells[own() + SUM]);
    }
}
