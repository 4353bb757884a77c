package io.frostproof.alerts.exposure;

import io.frostproof.alerts.condition.ProductTemperature;
import java.time.Duration;
import java.util.List;

/**
 * Which probe speaks for the goods of a unit. The written rule:
 *
 * <ol>
 *   <li>Probes in the product speak, where one of them is known.
 *   <li>Else the probes in the air do, by what the product makes of their air with the unit's lag ({@link ProductTemperature}).
 *   <li>Of several that speak, the worse one in each direction: the warmest for heat, the coldest for cold.
 * </ol>
 *
 * A probe that nobody trusts is unknown while that is so. {@link ProbeCourse} says how readings become a course.
 */
public final class SpeakingProbes {

    private SpeakingProbes() {}

    /** The course of a unit by its probes. */
    public static Course course(List<Course> inProduct, List<Course> inAir) {
        return worst(inProduct).orElse(worst(inAir));
    }

    private static Course worst(List<Course> courses) {
        return courses.stream().reduce(Course.unknown(), Course::worse);
    }

    /**
     * One probe's course. A reading stands until the next one, or until its channel's maximum hold is over.
     *
     * @param timeMicros event times of its readings, increasing
     * @param celsius the readings, as many
     * @param maxHold how long a reading stands
     * @param lag time constant of the product in the air of the unit; zero for a probe in the product
     */
    public static Course probe(long[] timeMicros, double[] celsius, Duration maxHold, Duration lag) {
        long lagMicros = lag.toNanos() / 1000;
        var out = new ProbeCourse(maxHold.toNanos() / 1000, micros -> lagMicros);
        out.begin(Long.MAX_VALUE);
        for (int i = 0; i < timeMicros.length; i++) {
            out.reading(timeMicros[i], celsius[i]);
        }
        return out.build();
    }
}
