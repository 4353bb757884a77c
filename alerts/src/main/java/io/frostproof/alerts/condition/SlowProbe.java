package io.frostproof.alerts.condition;

/**
 * What a slow probe is on its way to. A probe in a bottle of glycol follows what is around it with {@code r' = (s - r) / lag}, so what is around it now can be told from how fast it changes. Pure functions.
 */
public final class SlowProbe {

    /** Between readings that are closer than this share of the lag, noise of the probe would count more than ten times. */
    private static final int SHORTEST_SHARE = 10;

    private SlowProbe() {}

    /**
     * What is around the probe at a reading: had it been so since the reading before, the probe would have come from the one to the other. With readings {@code r0} and {@code r1}, {@code t} apart:
     * {@code s = r0 + (r1 - r0) / (1 - exp(-t / lag))}. Noise of the probe counts by the same factor, 5.5 times for one-minute readings of a probe with 5 min.
     *
     * @param before what was around it at the reading before; NaN when there is none
     * @param sinceMicros time between the two readings
     * @param unknownMicros how much of that no reading stood for
     * @param readingBefore the reading before
     * @param lagMicros time constant of the probe; 0 when it follows at once
     * @return the reading itself when there is nothing to tell from, or a gap that is too long ({@link ProductTemperature#bridgedMicros}); what it was before when the readings are closer than a tenth of the lag
     */
    public static double surroundings(
            double before, long sinceMicros, long unknownMicros, double readingBefore, double reading, long lagMicros) {
        if (lagMicros == 0 || Double.isNaN(before) || unknownMicros > ProductTemperature.bridgedMicros(lagMicros)) {
            return reading;
        }
        if (sinceMicros * SHORTEST_SHARE < lagMicros) {
            return before;
        }
        return readingBefore + (reading - readingBefore) / -Math.expm1(-(double) sinceMicros / lagMicros);
    }
}
