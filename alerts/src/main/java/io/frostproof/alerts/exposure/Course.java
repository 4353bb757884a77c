package io.frostproof.alerts.exposure;

import java.util.Arrays;

/**
 * Temperatures of a place over a stretch of event time, as a step function of two values: the coldest and the warmest that the goods there may have
 * had. Unknown where no reading that anybody trusts stood. Times are microseconds since 1970, UTC. Immutable.
 */
public final class Course {

    /** Begins of the steps, increasing; the last step has no end, and is unknown. */
    private final long[] fromMicros;

    /** °C; NaN where unknown, in both alike. */
    private final double[] coldest;

    private final double[] warmest;

    private Course(long[] fromMicros, double[] coldest, double[] warmest) {
        this.fromMicros = fromMicros;
        this.coldest = coldest;
        this.warmest = warmest;
    }

    /** Of which nothing is known at any time. */
    public static Course unknown() {
        return new Course(new long[0], new double[0], new double[0]);
    }

    /** How many steps there are. Before the first, and from the begin of the last on, nothing is known. */
    int steps() {
        return fromMicros.length;
    }

    long fromMicros(int step) {
        return fromMicros[step];
    }

    double coldest(int step) {
        return coldest[step];
    }

    double warmest(int step) {
        return warmest[step];
    }

    /** The step that {@code micros} lies in; -1 when it is before the first. */
    int at(long micros) {
        int found = Arrays.binarySearch(fromMicros, micros);
        return found >= 0 ? found : -found - 2;
    }

    /**
     * One that joins two by a rule for each instant.
     *
     * @param rule is handed what both say; NaN where one says nothing
     */
    private static Course join(Course one, Course other, Rule rule) {
        var out = new Builder();
        int i = -1;
        int j = -1;
        while (i + 1 < one.steps() || j + 1 < other.steps()) {
            long nextOne = i + 1 < one.steps() ? one.fromMicros[i + 1] : Long.MAX_VALUE;
            long nextOther = j + 1 < other.steps() ? other.fromMicros[j + 1] : Long.MAX_VALUE;
            long micros = Math.min(nextOne, nextOther);
            i += nextOne == micros ? 1 : 0;
            j += nextOther == micros ? 1 : 0;
            rule.apply(
                    out,
                    micros,
                    i < 0 ? Double.NaN : one.coldest[i],
                    i < 0 ? Double.NaN : one.warmest[i],
                    j < 0 ? Double.NaN : other.coldest[j],
                    j < 0 ? Double.NaN : other.warmest[j]);
        }
        return out.build();
    }

    private interface Rule {
        void apply(Builder out, long micros, double coldest, double warmest, double otherColdest, double otherWarmest);
    }

    /** The worse of both, per direction, where both are known; where one is, that one. */
    public Course worse(Course other) {
        return join(this, other, (out, micros, coldest, warmest, otherColdest, otherWarmest) -> {
            if (Double.isNaN(coldest)) {
                out.step(micros, otherColdest, otherWarmest);
            } else if (Double.isNaN(otherColdest)) {
                out.step(micros, coldest, warmest);
            } else {
                out.step(micros, Math.min(coldest, otherColdest), Math.max(warmest, otherWarmest));
            }
        });
    }

    /** This one where it is known, and {@code other} where it is not. */
    public Course orElse(Course other) {
        return join(this, other, (out, micros, coldest, warmest, otherColdest, otherWarmest) -> {
            boolean known = !Double.isNaN(coldest);
            out.step(micros, known ? coldest : otherColdest, known ? warmest : otherWarmest);
        });
    }

    /** Makes a course step by step. Not thread-safe. */
    public static final class Builder {

        private long[] fromMicros = new long[64];
        private double[] coldest = new double[64];
        private double[] warmest = new double[64];
        private int steps;

        /** What is so from {@code micros} on, which is later than what was said before. */
        public Builder known(long micros, double celsius) {
            return step(micros, celsius, celsius);
        }

        /** Nothing is known from {@code micros} on, which is later than what was said before. */
        public Builder unknown(long micros) {
            return step(micros, Double.NaN, Double.NaN);
        }

        Builder step(long micros, double colder, double warmer) {
            if (steps > 0 && micros <= fromMicros[steps - 1]) {
                throw new IllegalArgumentException(
                        "a step at " + micros + " us comes after one at " + fromMicros[steps - 1] + " us");
            }
            if (steps == 0
                    ? Double.isNaN(colder)
                    : same(coldest[steps - 1], colder) && same(warmest[steps - 1], warmer)) {
                return this;
            }
            if (steps == fromMicros.length) {
                fromMicros = Arrays.copyOf(fromMicros, 2 * steps);
                coldest = Arrays.copyOf(coldest, 2 * steps);
                warmest = Arrays.copyOf(warmest, 2 * steps);
            }
            fromMicros[steps] = micros;
            coldest[steps] = colder;
            warmest[steps++] = warmer;
            return this;
        }

        private static boolean same(double one, double other) {
            return one == other || (Double.isNaN(one) && Double.isNaN(other));
        }

        /**
         * The course.
         *
         * @throws IllegalStateException its end was not said: something is known for ever
         */
        public Course build() {
            if (steps > 0 && !Double.isNaN(coldest[steps - 1])) {
                throw new IllegalStateException("the last step, from " + fromMicros[steps - 1] + " us on, has no end");
            }
            return new Course(
                    Arrays.copyOf(fromMicros, steps), Arrays.copyOf(coldest, steps), Arrays.copyOf(warmest, steps));
        }
    }
}
