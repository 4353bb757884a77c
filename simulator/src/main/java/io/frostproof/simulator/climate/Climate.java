package io.frostproof.simulator.climate;

/**
 * Outdoor and room temperature of a site at any instant:
 *
 * <pre>
 * outdoor = mean + seasonal cos(year - warmest day) + daily sky cos(day - 15 h) + weather noise
 * room    = indoor + fraction (buffered outdoor - indoor)
 * </pre>
 *
 * <p>The warmest day is 20 July in the north and half a year later in the south, a month after the solstice, as at temperate places. The day is warmest at
 * 15 h; a site has no longitude here, so that is UTC. Weather is smooth noise between random values every four days (four fifths of its
 * variance) and every day; the sky, a factor of 0.3 to 1.7 on the daily swing, goes on likewise. Random values are a hash of seed and day.
 *
 * <p>Buffered is what a building of time constant 12 h lets through: the daily swing falls to 30 % and comes 5 h later, the season passes, and weather
 * comes half a day later without its daily part. Immutable; the same on every JVM.
 */
public final class Climate {

    private static final double DAY_MILLIS = 86_400_000;
    private static final double YEAR_DAYS = 365.2425;
    /** 20 July, counted from 1 January. */
    private static final double WARMEST_DAY_NORTH = 200;

    private static final double WARMEST_HOUR_AS_DAY = 15.0 / 24;
    private static final double TWO_PI = 2 * Math.PI;

    private static final double SLOW_DAYS = 4;
    private static final double SLOW_VARIANCE = 0.8;
    /** Variance of the mean of two neighbours under smooth weights, averaged over the place between them: 1 - 2 (1/2 - 13/35). */
    private static final double SMOOTHING_VARIANCE = 26.0 / 35;

    private static final double SKY_VARIATION = 0.2;

    private static final double BUILDING_DAYS = 0.5;
    private static final double DAY_RADIANS = TWO_PI * BUILDING_DAYS;
    private static final double BUFFERED_SWING = 1 / Math.sqrt(1 + DAY_RADIANS * DAY_RADIANS);
    private static final double BUFFERED_LAG_DAYS = StrictMath.atan(DAY_RADIANS) / TWO_PI;

    private static final long SLOW = 0x51;
    private static final long FAST = 0xFA;
    private static final long SKY = 0x5C;

    private final Site site;
    private final long seed;

    public Climate(Site site, long seed) {
        this.site = site;
        this.seed = seed;
    }

    public double outdoorCelsius(long millis) {
        double day = millis / DAY_MILLIS;
        return site.meanCelsius()
                + season(day)
                + swing(day)
                + site.weatherKelvin() * (slow(day) + Math.sqrt(1 - SLOW_VARIANCE) * noise(FAST, day));
    }

    public double roomCelsius(long millis) {
        double day = millis / DAY_MILLIS;
        double buffered = site.meanCelsius()
                + season(day - BUILDING_DAYS)
                + BUFFERED_SWING * swing(day - BUFFERED_LAG_DAYS)
                + site.weatherKelvin() * slow(day - BUILDING_DAYS);
        return site.indoorCelsius() + site.indoorFraction() * (buffered - site.indoorCelsius());
    }

    private double season(double day) {
        double warmest = site.latitudeDegrees() < 0 ? WARMEST_DAY_NORTH + YEAR_DAYS / 2 : WARMEST_DAY_NORTH;
        return site.seasonalAmplitudeKelvin() * StrictMath.cos(TWO_PI * (day - warmest) / YEAR_DAYS);
    }

    private double swing(double day) {
        double sky = 1 + SKY_VARIATION * noise(SKY, day);
        double inDay = day - Math.floor(day);
        return site.dailyAmplitudeKelvin() * sky * StrictMath.cos(TWO_PI * (inDay - WARMEST_HOUR_AS_DAY));
    }

    private double slow(double day) {
        return Math.sqrt(SLOW_VARIANCE) * noise(SLOW, day / SLOW_DAYS);
    }

    /** Smooth, of mean 0 and variance 1, between -3.5 and 3.5. */
    private double noise(long kind, double place) {
        double knot = Math.floor(place);
        double part = place - knot;
        double weight = part * part * (3 - 2 * part);
        double value = value(kind, (long) knot) * (1 - weight) + value(kind, (long) knot + 1) * weight;
        return value / Math.sqrt(SMOOTHING_VARIANCE);
    }

    /** The sum of three numbers spread evenly over -1 to 1: mean 0, variance 1. */
    private double value(long kind, long knot) {
        long hash = mix(mix(seed + kind * 0x9E37_79B9_7F4A_7C15L) ^ knot);
        return even(hash) + even(mix(hash + 1)) + even(mix(hash + 2));
    }

    private static double even(long bits) {
        return (bits >> 10) * 0x1.0p-53;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long bits) {
        long z = bits + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
