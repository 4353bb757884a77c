package io.frostproof.alerts.exposure;

import static io.frostproof.alerts.exposure.SecondWalk.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pieces of courses say what the whole said, and probes go on where they were. */
class PackedCourseTest {

    private static final int SECONDS = 4_000;

    @Test
    void piecesPutTogetherAreTheWhole() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("PackedCourseTest seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            Course whole = RandomPlaces.course(RandomPlaces.seconds(random, SECONDS))
                    .worse(RandomPlaces.course(RandomPlaces.seconds(random, SECONDS)));
            var out = new Course.Builder();
            long end = (SECONDS + 100) * SECOND;
            for (long from = -50 * SECOND; from < end; ) {
                long to = Math.min(end, from + 1 + random.nextLong(900 * SECOND));
                PackedCourse.of(whole, from, to).unpack(out);
                from = to;
            }
            assertSame(out.unknown(end).build(), whole);
        }
    }

    private static void assertSame(Course one, Course other) {
        assertThat(one.steps()).isEqualTo(other.steps());
        for (int step = 0; step < one.steps(); step++) {
            assertThat(one.fromMicros(step)).isEqualTo(other.fromMicros(step));
            assertThat(bits(one.coldest(step))).isEqualTo(bits(other.coldest(step)));
            assertThat(bits(one.warmest(step))).isEqualTo(bits(other.warmest(step)));
        }
    }

    /** NaN is itself, and -0 is not 0. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    @Test
    void anyNumberIsKeptToTheLastBit() {
        for (double celsius : new double[] {0, -0.0, 4.2, -18.001, 1.0 / 3, -273.15, 1e300, Double.MIN_VALUE, 9e15}) {
            Course course = new Course.Builder()
                    .known(7, 5.5)
                    .step(1_001, Math.min(celsius, 3), Math.max(celsius, 3))
                    .known(2_000_003, celsius)
                    .unknown(3_000_000)
                    .build();
            var out = new Course.Builder();
            PackedCourse.of(course, 0, 3_600_000_000L).unpack(out);
            assertSame(out.build(), course);
        }
    }

    /** A month of one-minute readings of one probe is to take a few hundred kilobytes. */
    @Test
    void isSmall() {
        var random = new Random(1);
        var course = new Course.Builder();
        for (int minute = 0; minute < 60; minute++) {
            course.known(minute * 60L * SECOND, Math.round(4_000 + 500 * random.nextGaussian()) / 1000.0);
        }
        assertThat(PackedCourse.of(course.unknown(3600 * SECOND).build(), 0, 3600 * SECOND)
                        .sizeBytes())
                .isLessThan(330);
    }

    @Test
    void aProbeGoesOnWhereItWas() {
        var random = new Random(3);
        for (int round = 0; round < 1_000; round++) {
            long hold = (1 + random.nextInt(400)) * SECOND;
            long lag = random.nextBoolean()
                    ? 0
                    : Duration.ofSeconds(random.nextInt(600)).toNanos() / 1000;
            long cut = random.nextInt(SECONDS) * SECOND;
            long trusted = random.nextBoolean() ? Long.MAX_VALUE : cut + random.nextInt(900) * SECOND;
            var whole = new ProbeCourse(hold, micros -> lag);
            whole.begin(trusted);
            ProbeCourse rest = null;
            for (long[] reading : readings(random)) {
                if (reading[0] >= cut && rest == null) {
                    rest = new ProbeCourse(hold, micros -> lag, whole.state());
                    rest.goOn(trusted);
                }
                if (reading[0] < trusted) {
                    whole.reading(reading[0], reading[1] / 10.0);
                    if (rest != null) {
                        rest.reading(reading[0], reading[1] / 10.0);
                    }
                }
            }
            if (rest != null) {
                long end = 2L * SECONDS * SECOND;
                assertSame(from(rest.build(), cut, end), from(whole.build(), cut, end));
            }
        }
    }

    private static Course from(Course course, long from, long to) {
        var out = new Course.Builder();
        PackedCourse.of(course, from, to).unpack(out);
        return out.unknown(to).build();
    }

    private static List<long[]> readings(Random random) {
        var readings = new ArrayList<long[]>();
        for (int second = random.nextInt(60); second < SECONDS; second += 1 + random.nextInt(600)) {
            readings.add(new long[] {second * SECOND, random.nextInt(100)});
        }
        return readings;
    }
}
