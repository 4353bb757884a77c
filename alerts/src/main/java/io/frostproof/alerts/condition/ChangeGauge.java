package io.frostproof.alerts.condition;

/** {@link Measure.Change}: of each bucket its first reading. Unknown time longer than the window leaves nothing to compare with. */
final class ChangeGauge extends Gauge {

    private static final double MICROS_PER_HOUR = 3600e6;
    private static final int TIME = 0;
    private static final int READING = 1;
    private static final long NOTHING = Long.MIN_VALUE;

    private final long windowMicros;
    private final Buckets buckets;

    ChangeGauge(Measure.Change measure, int offset) {
        super(measure.toString(), offset, Buckets.cells(Measure.Change.BUCKETS, 2));
        windowMicros = LevelTimer.micros(measure.window());
        buckets = new Buckets(own(), Measure.Change.BUCKETS, measure.window(), new long[] {NOTHING, 0});
    }

    @Override
    void clear(long[] cells) {
        super.clear(cells);
        buckets.clear(cells);
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        long newest = buckets.at(timeMicros);
        buckets.advance(cells, newest);
        int own = buckets.cell(newest);
        if (cells[own + TIME] == NOTHING) {
            cells[own + TIME] = timeMicros;
            cells[own + READING] = Double.doubleToRawLongBits(reading);
        }
        for (long bucket = buckets.oldest(newest); bucket <= newest; bucket++) {
            int cell = buckets.cell(bucket);
            long then = cells[cell + TIME];
            if (then != NOTHING) {
                long apart = timeMicros - then;
                return 2 * apart < windowMicros
                        ? Double.NaN
                        : (reading - Double.longBitsToDouble(cells[cell + READING])) / (apart / MICROS_PER_HOUR);
            }
        }
        return Double.NaN;
    }
}
