package io.frostproof.alerts.condition;

/** {@link Measure.Product}. */
final class ProductGauge extends Gauge {

    private final long lagMicros;

    ProductGauge(Traits traits, int offset) {
        super("product with a lag of " + traits.productLag(), offset, 0);
        lagMicros = LevelTimer.micros(traits.productLag());
    }

    @Override
    double read(long[] cells, long timeMicros, double reading, long lastMicros, double lastReading, long gapMicros) {
        return ProductTemperature.at(value(cells), timeMicros - lastMicros, gapMicros, lastReading, reading, lagMicros);
    }
}
