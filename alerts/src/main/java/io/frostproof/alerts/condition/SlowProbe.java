package io.frostproof.alerts.condition;

/**
 * What a slow probe is on its way to. A probe in a bottle of glycol follows what is around it with {@code r' = (s - r) / lag}, so what is around it now can be told from how fast it changes. Pure functions.
 */
public final class SlowProbe {

    private SlowProbe() {}

    /**
     * What is around the probe at a reading: had it been so since an earlier one, the probe would have come from the one to the other. With readings {@code r0} and {@code r1}, {@code t} apart:
     * {@code s = r0 + (r1 - r0) / (1 - exp(-t / lag))}. Noise of the probe counts by the same factor.
     *
     * @param readingBefore the earlier one
     * @param sinceMicros time between the two, more than 0
     * @param lagMicros time constant of the probe; 0 when it follows at once
     */
    public static double surroundings(double readingBefore, double reading, long sinceMicros, long lagMicros) {
        return lagMicros == 0
                ? reading
                : readingBefore + (reading - readingBefore) / -Math.expm1(-(double) sinceMicros / lagMicros);
    }

    /** How far apart two readings have to be at least, so that noise of the probe counts no more than 2.5 times: half of the lag. */
    public static long apartMicros(long lagMicros) {
        return lagMicros / 2;
    }
}
