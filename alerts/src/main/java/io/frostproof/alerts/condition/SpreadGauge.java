package io.frostproof.alerts.condition;

/** {@link Measure.Spread}: of each bucket the smallest and largest reading that stood in it, and how long any did. */
final class SpreadGauge extends Gauge {

    private static final int LOWEST = 0;
    private static final int HIGHEST = 1;
    private static final int MICROS = 2;

    private final long windowMicros;
    private final Buckets buckets;

    SpreadGauge(Measure.Spread measure, int offset) {
        super(measure.toString(), offset, Buckets.cells(Measure.Spread.BUCKETS, 3));
        windowMicros = LevelTimer.micros(measure.window());
        buckets = new Buckets(own(), Measure.Spread.BUCKETS, measure.window(), new long[] {
            Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
            Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
            0
        });
    }

    @Override
    void clear(long[] cells) {
        super.clear(cells);
        buckets.clear(cells);
    }

    @Override
    void stood(long[] cells, long fromMicros, long toMicros, double reading) {
        if (toMicros <= fromMicros) {
            return;
        }
        long last = buckets.at(toMicros - 1);
        buckets.advance(cells, last);
        for (long bucket = Math.max(buckets.at(fromMicros), buckets.oldest(last)); bucket <= last; bucket++) {
            int cell = buckets.cell(bucket);
            see(cells, cell, reading);
            cells[cell + MICROS] +=
                    Math.min(toMicros, buckets.begin(bucket + 1)) - Math.max(fromMicros, buckets.begin(bucket));
        }
    }

    private static void see(long[] cells, int cell, double reading) {
        double lowest = Math.min(reading, Double.longBitsToDouble(cells[cell + LOWEST]));
        double highest = Math.max(reading, Double.longBitsToDouble(cells[cell + HIGHEST]));
        cells[cell + LOWEST] = Double.doubleToRawLongBits(lowest);
        cells[cell + HIGHEST] = Double.doubleToRawLongBits(highest);
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        long newest = buckets.at(timeMicros);
        buckets.advance(cells, newest);
        see(cells, buckets.cell(newest), reading);
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        long micros = 0;
        for (long bucket = buckets.oldest(newest); bucket <= newest; bucket++) {
            int cell = buckets.cell(bucket);
            lowest = Math.min(lowest, Double.longBitsToDouble(cells[cell + LOWEST]));
            highest = Math.max(highest, Double.longBitsToDouble(cells[cell + HIGHEST]));
            micros += cells[cell + MICROS];
        }
        return 10 * micros < 9 * windowMicros ? Double.NaN : highest - lowest;
    }
}
