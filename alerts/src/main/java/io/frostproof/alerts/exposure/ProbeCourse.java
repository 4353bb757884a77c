package io.frostproof.alerts.exposure;

import io.frostproof.alerts.condition.ProductTemperature;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * Makes the course of one probe out of its readings, as they come. A reading stands until the next one, or until its channel's maximum hold is over. What
 * the product makes of the air is told to a thousandth of a degree, which is finer than probes are: so it reaches the air at last, and what is shown of it is what
 * was reckoned with. Not thread-safe.
 */
public final class ProbeCourse {

    private static final double STEPS_PER_CELSIUS = 1000;

    private final long maxHoldMicros;
    private final LongUnaryOperator lagMicros;
    private final Course.Builder out = new Course.Builder();

    private long[] readings = new long[64];
    private int count;

    private long trustedUntilMicros;
    /** End of what the last reading says, which is only told when no other one comes before it. */
    private long standsUntilMicros = Long.MAX_VALUE;

    private long lastMicros;
    private long lastLagMicros;
    private double lastAir = Double.NaN;
    private double product = Double.NaN;

    /**
     * Without any reading yet.
     *
     * @param maxHoldMicros how long a reading stands
     * @param lagMicros time constant of the product in the air that the probe is in, by event time; 0 for a probe in the product
     */
    public ProbeCourse(long maxHoldMicros, LongUnaryOperator lagMicros) {
        this.maxHoldMicros = maxHoldMicros;
        this.lagMicros = lagMicros;
    }

    /**
     * The probe is in the unit, and trusted, until an instant (exclusive). What it said before is felt no more.
     *
     * @param untilMicros {@link Long#MAX_VALUE} when that goes on
     */
    public void begin(long untilMicros) {
        trustedUntilMicros = untilMicros;
        lastAir = Double.NaN;
        product = Double.NaN;
    }

    /** A reading in the time that began last; event times ascend. */
    public void reading(long timeMicros, double celsius) {
        long lag = lagMicros.applyAsLong(timeMicros);
        long since = timeMicros - lastMicros;
        // What is felt with another lag begins with the reading that stands.
        double before = lag == lastLagMicros ? product : lastAir;
        product = Double.isNaN(lastAir)
                ? celsius
                : ProductTemperature.at(before, since, Math.max(0, since - maxHoldMicros), lastAir, celsius, lag);
        lastMicros = timeMicros;
        lastLagMicros = lag;
        lastAir = celsius;
        if (standsUntilMicros < timeMicros) {
            out.unknown(standsUntilMicros);
        }
        out.known(timeMicros, lag == 0 ? celsius : Math.round(product * STEPS_PER_CELSIUS) / STEPS_PER_CELSIUS);
        standsUntilMicros = Math.min(timeMicros + maxHoldMicros, trustedUntilMicros);
        if (count == readings.length) {
            readings = Arrays.copyOf(readings, 2 * count);
        }
        readings[count++] = timeMicros;
    }

    /** The course; to be called once, after the last reading. */
    public Course build() {
        if (count > 0) {
            out.unknown(standsUntilMicros);
        }
        return out.build();
    }

    /** Event times of the readings that made it, ascending. */
    long[] readings() {
        return Arrays.copyOf(readings, count);
    }
}
