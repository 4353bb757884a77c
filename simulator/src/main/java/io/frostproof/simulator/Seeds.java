package io.frostproof.simulator;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random numbers of a simulation: one stream for each thing and purpose, so that what one of them draws disturbs no other. The same seed and
 * name give the same numbers on every machine. Stateless, safe from any thread; a stream belongs to one.
 */
public final class Seeds {

    /** FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/. {@link SplittableRandom} mixes what it is given well. */
    private static final long FNV_BASIS = 0xcbf29ce484222325L;

    private static final long FNV_PRIME = 0x100000001b3L;
    /** Of four 16-bit numbers in [0, 1): the mean of their sum, and one over its standard deviation. */
    private static final double MEAN_OF_FOUR = 2 - 2.0 / 65_536;

    private static final double PER_DEVIATION = StrictMath.sqrt(3);
    private static final double LARGEST_OF_SIXTEEN = 65_536;

    private Seeds() {}

    /** The stream of {@code who}, such as {@code probe-7/t1/noise}. */
    public static SplittableRandom random(long seed, String who) {
        long hash = FNV_BASIS;
        for (byte octet : who.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xFF)) * FNV_PRIME;
        }
        return new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ hash);
    }

    /**
     * Nearly normal, mean 0, standard deviation 1, never beyond 3.47: the sum of four uniform numbers out of one draw. The JDK's own may
     * change its method with a release, and hashes of whole runs are to hold.
     */
    public static double normal(SplittableRandom random) {
        long bits = random.nextLong();
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum / LARGEST_OF_SIXTEEN - MEAN_OF_FOUR) * PER_DEVIATION;
    }

    /** Log-normal: the median, and how far the logarithm deviates. People's durations are like that: never negative, with a long tail. */
    public static double logNormal(SplittableRandom random, double median, double sigma) {
        return median * StrictMath.exp(sigma * normal(random));
    }

    /** Exponential with mean 1. */
    public static double exponential(SplittableRandom random) {
        return -StrictMath.log(1 - random.nextDouble());
    }

    /** How many of something happen, when it is {@code mean} on average (0 to about 500). */
    public static int poisson(SplittableRandom random, double mean) {
        int count = 0;
        for (double sum = exponential(random); sum < mean; sum += exponential(random)) {
            count++;
        }
        return count;
    }
}
