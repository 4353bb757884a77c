package io.frostproof.alerts.condition;

/**
 * {@link Measure.MeanKinetic}. A reading weighs as long as it stands (left steps). Of each bucket it remembers how long readings stood in it, and
 * the sum of their rates times that.
 *
 * <p>A rate is {@code exp(-H/R (1/T - 1/293.15 K))}: the reference only scales all rates and goes out again with the logarithm, but between -200
 * and 200 °C it keeps them between 1e-45 and 1e6, so that neither they nor their sums leave the range of a double, as the
 * bare {@code exp(-H/(R T))} would need a log-sum-exp to be safe from.
 */
final class MeanKineticGauge extends Gauge {

    /** Heat of activation by gas constant, 83.144 kJ/mol by 8.3144 J/(mol K), as USP 1160 says. */
    private static final double KELVIN = 10_000;

    private static final double ZERO_CELSIUS = 273.15;
    private static final double REFERENCE = ZERO_CELSIUS + 20;
    private static final int RATES = 0;
    private static final int MICROS = 1;

    private final long windowMicros;
    private final Buckets buckets;

    MeanKineticGauge(Measure.MeanKinetic measure, int offset) {
        super(measure.toString(), offset, Buckets.cells(Measure.MeanKinetic.BUCKETS, 2));
        windowMicros = LevelTimer.micros(measure.window());
        buckets = new Buckets(own(), Measure.MeanKinetic.BUCKETS, measure.window(), new long[2]);
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
        double rate = Math.exp(-KELVIN * (1 / (reading + ZERO_CELSIUS) - 1 / REFERENCE));
        long last = buckets.at(toMicros - 1);
        buckets.advance(cells, last);
        for (long bucket = Math.max(buckets.at(fromMicros), buckets.oldest(last)); bucket <= last; bucket++) {
            long micros = Math.min(toMicros, buckets.begin(bucket + 1)) - Math.max(fromMicros, buckets.begin(bucket));
            int cell = buckets.cell(bucket);
            double rates = Double.longBitsToDouble(cells[cell + RATES]) + micros * rate;
            cells[cell + RATES] = Double.doubleToRawLongBits(rates);
            cells[cell + MICROS] += micros;
        }
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        long newest = buckets.at(timeMicros);
        buckets.advance(cells, newest);
        double rates = 0;
        long micros = 0;
        for (long bucket = buckets.oldest(newest); bucket <= newest; bucket++) {
            int cell = buckets.cell(bucket);
            rates += Double.longBitsToDouble(cells[cell + RATES]);
            micros += cells[cell + MICROS];
        }
        return 2 * micros < windowMicros
                ? Double.NaN
                : KELVIN / (KELVIN / REFERENCE - Math.log(rates / micros)) - ZERO_CELSIUS;
    }
}
