package io.frostproof.alerts.condition;

/** {@link Measure.Product}; early is what goods that follow the air at once would be, or what a slow probe among the goods is on its way to. */
final class ProductGauge extends Gauge {

    /** What goods that follow at once would be; of a slow probe, as of the reading from which on the next one counts. */
    private static final int EARLY = 0;
    /** Of a slow probe: event time of that reading. */
    private static final int SINCE = 1;
    /** Of a slow probe: that reading. */
    private static final int FROM = 2;

    private final long productLagMicros;
    private final long probeLagMicros;

    ProductGauge(Traits traits, int offset) {
        super(text(traits), offset, cells(traits));
        productLagMicros = LevelTimer.micros(traits.productLag());
        probeLagMicros = LevelTimer.micros(traits.probeLag());
    }

    private static String text(Traits traits) {
        return "product with a lag of " + traits.productLag()
                + (traits.probeLag().isZero() ? "" : " by a probe with a lag of " + traits.probeLag());
    }

    private static int cells(Traits traits) {
        if (traits.probeLag().isZero()) {
            return traits.productLag().isZero() ? 0 : 1;
        }
        return 3;
    }

    @Override
    void clear(long[] cells) {
        super.clear(cells);
        if (hasEarly()) {
            setEarly(cells, Double.NaN);
        }
    }

    /** Whether anything follows late. */
    @Override
    boolean hasEarly() {
        return productLagMicros > 0 || probeLagMicros > 0;
    }

    @Override
    double early(long[] cells) {
        return hasEarly() ? Double.longBitsToDouble(cells[own() + EARLY]) : value(cells);
    }

    private void setEarly(long[] cells, double early) {
        cells[own() + EARLY] = Double.doubleToRawLongBits(early);
    }

    /** Readings of a slow probe that are too close to the one that counted last are passed over. */
    private void lookAhead(long[] cells, long timeMicros, double reading, boolean begins) {
        if (probeLagMicros > 0) {
            long since = begins ? 0 : timeMicros - cells[own() + SINCE];
            if (!begins && since < SlowProbe.apartMicros(probeLagMicros)) {
                return;
            }
            double from = Double.longBitsToDouble(cells[own() + FROM]);
            cells[own() + SINCE] = timeMicros;
            cells[own() + FROM] = Double.doubleToRawLongBits(reading);
            setEarly(cells, begins ? reading : SlowProbe.surroundings(from, reading, since, probeLagMicros));
        } else if (productLagMicros > 0) {
            setEarly(cells, reading);
        }
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        double before = value(cells);
        lookAhead(
                cells,
                timeMicros,
                reading,
                Double.isNaN(before) || gapMicros > ProductTemperature.bridgedMicros(probeLagMicros));
        return ProductTemperature.at(
                before, timeMicros - lastMicros, gapMicros, lastReading, reading, productLagMicros);
    }
}
