package io.frostproof.alerts.condition;

/**
 * {@link Measure.Run}: how long the run has lasted, how much time was known, and of each bucket of known time how long a run had become in it.
 */
final class RunGauge extends Gauge {

    private static final double MICROS_PER_MINUTE = 60e6;

    /** How much of the run that goes on was known; 0 while there is none. */
    private static final int RUN = 0;
    /** How long readings have stood for in all. */
    private static final int KNOWN = 1;

    private static final int OWN_CELLS = 2;

    private final Measure.Run measure;
    private final long windowMicros;
    private final Buckets buckets;

    RunGauge(Measure.Run measure, int offset) {
        super(measure.toString(), offset, OWN_CELLS + Buckets.cells(Measure.Run.BUCKETS, 1));
        this.measure = measure;
        windowMicros = LevelTimer.micros(measure.window());
        buckets = new Buckets(own() + OWN_CELLS, Measure.Run.BUCKETS, measure.window(), new long[1]);
    }

    @Override
    void clear(long[] cells) {
        super.clear(cells);
        cells[own() + RUN] = 0;
        cells[own() + KNOWN] = 0;
        buckets.clear(cells);
    }

    @Override
    void stood(long[] cells, long fromMicros, long toMicros, double reading) {
        if (toMicros <= fromMicros) {
            return;
        }
        long from = cells[own() + KNOWN];
        long to = from + toMicros - fromMicros;
        long last = buckets.at(to - 1);
        buckets.advance(cells, last);
        cells[own() + KNOWN] = to;
        if (!measure.beyond(reading)) {
            cells[own() + RUN] = 0;
            return;
        }
        long before = cells[own() + RUN];
        for (long bucket = Math.max(buckets.at(from), buckets.oldest(last)); bucket <= last; bucket++) {
            long become = before + Math.min(to, buckets.begin(bucket + 1)) - from;
            cells[buckets.cell(bucket)] = Math.max(cells[buckets.cell(bucket)], become);
        }
        cells[own() + RUN] = before + to - from;
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        if (gapMicros > LevelTimer.SHORTEST_GAP_LIMIT_MICROS) {
            cells[own() + RUN] = 0;
        }
        if (cells[own() + KNOWN] < windowMicros) {
            return Double.NaN;
        }
        long newest = buckets.newest(cells);
        long longest = 0;
        for (long bucket = buckets.oldest(newest); bucket <= newest; bucket++) {
            longest = Math.max(longest, cells[buckets.cell(bucket)]);
        }
        return Math.min(longest, windowMicros) / MICROS_PER_MINUTE;
    }
}
