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

    /** After 30 time constants 1e-13 of a wrong beginning is left. */
    private static final int LAGS_FELT = 30;

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
    /** What the last reading comes to. */
    private double told = Double.NaN;

    /**
     * What readings before an instant mean for what comes from then on, so that a course can be made a piece at a time.
     *
     * @param lastMicros event time of the newest reading
     * @param lagMicros the lag that was in force then
     * @param air what it said; NaN when nothing is felt of it any more
     * @param product what the product makes of it, not rounded; NaN likewise
     * @param told what it comes to in the course, °C; NaN: there was no reading
     * @param standsUntilMicros when it stands no more
     */
    public record State(
            long lastMicros, long lagMicros, double air, double product, double told, long standsUntilMicros) {}

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
     * Goes on where another one of the same probe was. What it says of the time before is the reading that stood; it is not to be used.
     *
     * @param state the other one's, before it was told any reading from then on
     */
    public ProbeCourse(long maxHoldMicros, LongUnaryOperator lagMicros, State state) {
        this(maxHoldMicros, lagMicros);
        lastMicros = state.lastMicros();
        lastLagMicros = state.lagMicros();
        lastAir = state.air();
        product = state.product();
        told = state.told();
        standsUntilMicros = state.standsUntilMicros();
        if (!Double.isNaN(told)) {
            out.known(lastMicros, told);
        }
    }

    /**
     * How long after its event time a reading makes a difference, at most, to what is told: it stands, or is felt with a lag.
     *
     * @param lagMicros the longest lag; 0 for a probe in the product
     */
    public static long feltMicros(long maxHoldMicros, long lagMicros) {
        return lagMicros == 0
                ? maxHoldMicros
                : maxHoldMicros + ProductTemperature.bridgedMicros(lagMicros) + LAGS_FELT * lagMicros;
    }

    /** Where it is. */
    public State state() {
        return new State(lastMicros, lastLagMicros, lastAir, product, told, standsUntilMicros);
    }

    /**
     * The probe was in the unit and trusted when its {@link State} was taken, and is so until an instant (exclusive).
     *
     * @param untilMicros {@link Long#MAX_VALUE} when that goes on
     */
    public void goOn(long untilMicros) {
        trustedUntilMicros = untilMicros;
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
        told = lag == 0 ? celsius : Math.round(product * STEPS_PER_CELSIUS) / STEPS_PER_CELSIUS;
        out.known(timeMicros, told);
        standsUntilMicros = Math.min(timeMicros + maxHoldMicros, trustedUntilMicros);
        if (count == readings.length) {
            readings = Arrays.copyOf(readings, 2 * count);
        }
        readings[count++] = timeMicros;
    }

    /** The course; to be called once, after the last reading. */
    public Course build() {
        if (!Double.isNaN(told)) {
            out.unknown(standsUntilMicros);
        }
        return out.build();
    }

    /** Event times of the readings that made it, ascending. */
    long[] readings() {
        return Arrays.copyOf(readings, count);
    }
}
