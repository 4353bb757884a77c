package io.frostproof.alerts.condition;

import java.time.Duration;

/**
 * What of a channel a condition compares with its threshold. Every measure is a function of the channel's readings in event-time order; a measure
 * that is not known yet (a window that is not filled, say) breaches nothing and ends nothing.
 */
public sealed interface Measure {

    /** The reading itself, in the canonical unit of the quantity. */
    Measure VALUE = new Value();

    /** See {@link #VALUE}. */
    record Value() implements Measure {}

    /**
     * What the air does to the product, in °C: a first-order lag of the readings with the time constant of the unit ({@link Traits}). The
     * readings themselves where the probe is in the product.
     */
    record Product() implements Measure {}

    /**
     * How fast the reading changes, in the canonical unit per hour: the newest reading less the oldest one of the window, by the time between
     * them. Known when they are at least half a window apart.
     */
    record Change(Duration window) implements Measure {}

    /**
     * Mean kinetic temperature of the window, in °C (USP 1160, with a heat of activation of 83.144 kJ/mol), weighted by the time that readings
     * stood; unknown time has no weight. Known when half of the window is.
     */
    record MeanKinetic(Duration window) implements Measure {}

    /**
     * How far and how long the reading was beyond a limit within the period, in the canonical unit times minutes; the two sides are kept apart
     * and never netted.
     *
     * @param above whether beyond is above
     */
    record DegreeMinutes(double limit, boolean above, Period per) implements Measure {}

    /**
     * How often within the window the reading went beyond a limit, having been back on the other side of {@code back} in between: freeze-thaw cycles,
     * starts of a compressor.
     *
     * @param above whether beyond is above
     * @param back where it is over; the limit itself or on its inner side
     */
    record Crossings(double limit, double back, boolean above, Duration window) implements Measure {}

    /** Largest less smallest reading of the window, in the canonical unit. Known when nine tenths of the window are. */
    record Spread(Duration window) implements Measure {}

    /**
     * Time without readings, in minutes since the last one stopped to stand. The threshold of such a condition is 0: how long is its
     * delay. Ends with the next reading.
     */
    record Missing() implements Measure {}
}
