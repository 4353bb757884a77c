package io.frostproof.alerts.exposure;

import static io.frostproof.alerts.exposure.SecondWalk.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Running sums against a walk over every second. */
class ExposureMeterTest {

    private static final Tolerance FRIDGE = new Tolerance(2.0, 8.0, 0.0, List.of(), null);

    @Test
    void sumsUpWhatTheDefinitionsSay() {
        Course course = new Course.Builder()
                .known(0, 5)
                .known(60 * SECOND, 10)
                .unknown(120 * SECOND)
                .known(180 * SECOND, -1)
                .unknown(240 * SECOND)
                .build();
        ExposureSum sum = new ExposureMeter(course, FRIDGE).between(30 * SECOND, 300 * SECOND);
        assertThat(sum.knownMicros()).isEqualTo(150 * SECOND);
        assertThat(sum.unknownMicros()).isEqualTo(120 * SECOND);
        assertThat(sum.inBandMicros()).isEqualTo(30 * SECOND);
        assertThat(sum.warmMicros()).isEqualTo(60 * SECOND);
        assertThat(sum.coldMicros()).isEqualTo(60 * SECOND);
        assertThat(sum.warmDegreeMinutes()).isCloseTo(2, within(1e-9));
        assertThat(sum.coldDegreeMinutes()).isCloseTo(3, within(1e-9));
        assertThat(sum.freezes()).isEqualTo(1);
        assertThat(sum.warmestCelsius()).isEqualTo(10);
        assertThat(sum.coldestCelsius()).isEqualTo(-1);
    }

    @Test
    void unknownTimeBetweenFrozenReadingsIsNoThaw() {
        Course course = new Course.Builder()
                .known(0, -1)
                .unknown(10 * SECOND)
                .known(20 * SECOND, -2)
                .known(30 * SECOND, 3)
                .known(40 * SECOND, -1)
                .unknown(50 * SECOND)
                .build();
        var meter = new ExposureMeter(course, FRIDGE);
        assertThat(meter.between(0, 60 * SECOND).freezes()).isEqualTo(2);
        assertThat(meter.between(5 * SECOND, 25 * SECOND).freezes()).isEqualTo(1);
        assertThat(meter.between(0, 22 * SECOND)
                        .then(meter.between(22 * SECOND, 60 * SECOND))
                        .freezes())
                .isEqualTo(2);
    }

    @Test
    void equalsAWalkOverEverySecond() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int length = 1 + random.nextInt(2000);
            double[] one = RandomPlaces.seconds(random, length);
            double[] other = random.nextBoolean() ? one : RandomPlaces.seconds(random, length);
            Tolerance tolerance = RandomPlaces.tolerance(random);
            double[] slow = random.nextBoolean() ? other : slower(random, one, other);
            Course course = RandomPlaces.course(one).worse(RandomPlaces.course(other));
            var meter = new ExposureMeter(course, course.worse(RandomPlaces.course(slow)), tolerance);
            int from = random.nextInt(length + 20) - 10;
            int to = from + random.nextInt(length + 20);
            var walk = new SecondWalk(tolerance);
            var range = new SecondWalk(tolerance);
            for (int second = from; second < to; second++) {
                double a = second < 0 || second >= length ? Double.NaN : one[second];
                double b = second < 0 || second >= length ? Double.NaN : other[second];
                double c = second < 0 || second >= length ? Double.NaN : slow[second];
                double cold = least(a, b);
                double warm = -least(-a, -b);
                walk.second(cold, warm);
                range.second(least(cold, c), -least(-warm, -c));
            }
            String what = "seed " + seed + " round " + round;
            ExposureSum sum = meter.between(from * SECOND, to * SECOND);
            assertSame(what, sum, walk);
            assertBounds(what, sum, range);
        }
    }

    /** Another one that is known when any of two is. */
    private static double[] slower(Random random, double[] one, double[] other) {
        double[] slow = RandomPlaces.seconds(random, one.length);
        for (int second = 0; second < slow.length; second++) {
            if (Double.isNaN(least(one[second], other[second]))) {
                slow[second] = Double.NaN;
            }
        }
        return slow;
    }

    private static void assertBounds(String what, ExposureSum sum, SecondWalk range) {
        assertThat(sum.bounds())
                .as(what)
                .isEqualTo(new AllowanceBounds(
                        range.certain.stream().map(seconds -> seconds * SECOND).toList(),
                        range.possible.stream().map(seconds -> seconds * SECOND).toList(),
                        range.certainlyFrozen * SECOND));
        for (int i = 0; i < sum.allowanceMicros().size(); i++) {
            assertThat(sum.allowanceMicros().get(i))
                    .as(what)
                    .isBetween(
                            sum.bounds().certainMicros().get(i),
                            sum.bounds().possibleMicros().get(i));
        }
    }

    @Test
    void stretchesAddUpWhereverTheyAreCut() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            var meter = new ExposureMeter(
                    RandomPlaces.course(RandomPlaces.seconds(random, 1000)), RandomPlaces.tolerance(random));
            long from = random.nextLong(1000 * SECOND);
            long to = from + random.nextLong(500 * SECOND);
            long cut = from + (to == from ? 0 : random.nextLong(to - from));
            ExposureSum whole = meter.between(from, to);
            ExposureSum parts = meter.between(from, cut).then(meter.between(cut, to));
            String what = "seed " + seed + " round " + round;
            assertThat(parts.knownMicros()).as(what).isEqualTo(whole.knownMicros());
            assertThat(parts.unknownMicros()).as(what).isEqualTo(whole.unknownMicros());
            assertThat(whole.knownMicros() + whole.unknownMicros()).as(what).isEqualTo(to - from);
            assertThat(parts.warmMicros()).as(what).isEqualTo(whole.warmMicros());
            assertThat(parts.coldMicros()).as(what).isEqualTo(whole.coldMicros());
            assertThat(parts.freezes()).as(what).isEqualTo(whole.freezes());
            assertThat(parts.firstFrozen()).as(what).isEqualTo(whole.firstFrozen());
            assertThat(parts.lastFrozen()).as(what).isEqualTo(whole.lastFrozen());
            assertThat(parts.coldestCelsius()).as(what).isEqualTo(whole.coldestCelsius());
            assertThat(parts.warmestCelsius()).as(what).isEqualTo(whole.warmestCelsius());
            assertThat(parts.allowanceMicros()).as(what).isEqualTo(whole.allowanceMicros());
            assertThat(parts.bounds()).as(what).isEqualTo(whole.bounds());
            assertThat(parts.kineticMicros()).as(what).isCloseTo(whole.kineticMicros(), within(1e-3));
            assertThat(parts.shelfLifeUsed()).as(what).isCloseTo(whole.shelfLifeUsed(), within(1e-9));
        }
    }

    static void assertSame(String what, ExposureSum sum, SecondWalk walk) {
        assertThat(sum.knownMicros()).as(what).isEqualTo(walk.known * SECOND);
        assertThat(sum.unknownMicros()).as(what).isEqualTo(walk.unknown * SECOND);
        assertThat(sum.inBandMicros()).as(what).isEqualTo(walk.inBand * SECOND);
        assertThat(sum.warmMicros()).as(what).isEqualTo(walk.warm * SECOND);
        assertThat(sum.coldMicros()).as(what).isEqualTo(walk.cold * SECOND);
        assertThat(sum.warmDegreeMinutes()).as(what).isCloseTo(walk.warmDegreeMinutes, within(1e-6));
        assertThat(sum.coldDegreeMinutes()).as(what).isCloseTo(walk.coldDegreeMinutes, within(1e-6));
        assertThat(sum.freezes()).as(what).isEqualTo(walk.freezes);
        assertThat(sum.shelfLifeUsed()).as(what).isCloseTo(walk.shelfLife, within(1e-9));
        assertThat(sum.allowanceMicros())
                .as(what)
                .isEqualTo(walk.allowances.stream()
                        .map(seconds -> seconds * SECOND)
                        .toList());
        if (walk.known > 0) {
            assertThat(sum.coldestCelsius()).as(what).isEqualTo(walk.coldest);
            assertThat(sum.warmestCelsius()).as(what).isEqualTo(walk.warmest);
            assertThat(sum.kineticMeanCelsius()).as(what).isCloseTo(walk.kineticMean(), within(1e-6));
        } else {
            assertThat(sum.kineticMeanCelsius()).as(what).isNull();
            assertThat(sum.coldestCelsius()).as(what).isNull();
        }
    }

    /** The smaller of two, or the one that is known. */
    private static double least(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.min(one, other);
    }
}
