package io.frostproof.alerts.condition;

import java.time.Duration;

/**
 * Temperature of a product in air of changing temperature: {@code p' = (a - p) / lag}. Between two readings the air is taken to change evenly, for
 * which the solution is exact; after the newest reading the product is taken to be as it was at it. Pure functions, so that charts
 * draw the very curve that conditions watch.
 */
public final class ProductTemperature {

    /** Unknown time up to this many lags is bridged: what the product was before is still to be felt (5 % of it after three). */
    private static final int LAGS_BRIDGED = 3;

    private static final long BRIDGED_AT_LEAST_MICROS = Duration.ofMinutes(30).toNanos() / 1000;

    private ProductTemperature() {}

    /** After more unknown time than this nothing is felt of what was before. */
    public static long bridgedMicros(long lagMicros) {
        return Math.max(LAGS_BRIDGED * lagMicros, BRIDGED_AT_LEAST_MICROS);
    }

    /**
     * The product at a reading of the air.
     *
     * @param product at the reading before; NaN when there is none
     * @param sinceMicros time between the two readings
     * @param unknownMicros how much of that no reading stood for
     * @param airBefore the reading before
     * @param air this reading
     * @param lagMicros time constant; 0 when the product is the air
     */
    public static double at(
            double product, long sinceMicros, long unknownMicros, double airBefore, double air, long lagMicros) {
        if (lagMicros == 0 || Double.isNaN(product) || unknownMicros > bridgedMicros(lagMicros)) {
            return air;
        }
        // With a slope s of the air: p(t) = a(t) - s lag + (p(0) - a(0) + s lag) exp(-t / lag).
        double lags = (double) sinceMicros / lagMicros;
        double lead = (air - airBefore) / lags;
        return air - lead + (product - airBefore + lead) * Math.exp(-lags);
    }

    /**
     * The product at each of a channel's readings.
     *
     * @param timeMicros event times, increasing
     * @param celsius the readings, as many
     * @param maxHoldMicros how long a reading stands
     */
    public static double[] curve(long[] timeMicros, double[] celsius, Duration lag, long maxHoldMicros) {
        var products = new double[timeMicros.length];
        long lagMicros = LevelTimer.micros(lag);
        double product = Double.NaN;
        for (int i = 0; i < timeMicros.length; i++) {
            long since = i == 0 ? 0 : timeMicros[i] - timeMicros[i - 1];
            product = at(
                    product,
                    since,
                    Math.max(0, since - maxHoldMicros),
                    i == 0 ? celsius[i] : celsius[i - 1],
                    celsius[i],
                    lagMicros);
            products[i] = product;
        }
        return products;
    }
}
