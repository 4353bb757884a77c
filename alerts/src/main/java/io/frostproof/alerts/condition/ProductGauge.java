package io.frostproof.alerts.condition;

/** {@link Measure.Product}; early is what goods that follow the air at once would be, or what a slow probe among the goods is on its way to. */
final class ProductGauge extends Gauge {

    private final long productLagMicros;
    private final long probeLagMicros;

    ProductGauge(Traits traits, int offset) {
        super(text(traits), offset, follows(traits) ? 1 : 0);
        productLagMicros = LevelTimer.micros(traits.productLag());
        probeLagMicros = LevelTimer.micros(traits.probeLag());
    }

    private static String text(Traits traits) {
        return "product with a lag of " + traits.productLag()
                + (traits.probeLag().isZero() ? "" : " by a probe with a lag of " + traits.probeLag());
    }

    /** Whether anything follows late. */
    private static boolean follows(Traits traits) {
        return !traits.productLag().isZero() || !traits.probeLag().isZero();
    }

    @Override
    void clear(long[] cells) {
        super.clear(cells);
        if (hasEarly()) {
            setEarly(cells, Double.NaN);
        }
    }

    @Override
    boolean hasEarly() {
        return productLagMicros > 0 || probeLagMicros > 0;
    }

    @Override
    double early(long[] cells) {
        return hasEarly() ? Double.longBitsToDouble(cells[own()]) : value(cells);
    }

    private void setEarly(long[] cells, double early) {
        cells[own()] = Double.doubleToRawLongBits(early);
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        double before = value(cells);
        if (hasEarly()) {
            boolean begins = Double.isNaN(before);
            setEarly(
                    cells,
                    SlowProbe.surroundings(
                            begins ? Double.NaN : early(cells),
                            timeMicros - lastMicros,
                            gapMicros,
                            lastReading,
                            reading,
                            probeLagMicros));
        }
        return ProductTemperature.at(
                before, timeMicros - lastMicros, gapMicros, lastReading, reading, productLagMicros);
    }
}
