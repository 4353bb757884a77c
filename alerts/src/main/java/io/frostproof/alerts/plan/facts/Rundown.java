package io.frostproof.alerts.plan.facts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the stability budget of goods runs down where they are, from the moment of the facts on, and under way.
 *
 * @param budgetLeft what is left of it
 * @param timeToBreach until they leave their band where they are; zero: they have left it; null: nothing is the matter there
 * @param perMinuteHere minutes of budget that a minute out of the band uses up where they are
 * @param perMinuteUnderWay likewise in a vehicle that does not keep their class, and while a consignment is late
 * @param meanRepair how long until the place is well again, on average; null: nobody knows that it will be
 */
public record Rundown(
        Duration budgetLeft,
        @Nullable Duration timeToBreach,
        double perMinuteHere,
        double perMinuteUnderWay,
        @Nullable Duration meanRepair) {

    public Rundown {
        Checks.notNegative("budgetLeft", budgetLeft);
        if (timeToBreach != null) {
            Checks.notNegative("timeToBreach", timeToBreach);
        }
        Checks.atLeastZero("perMinuteHere", perMinuteHere);
        Checks.atLeastZero("perMinuteUnderWay", perMinuteUnderWay);
        if (meanRepair != null && !meanRepair.isPositive()) {
            throw new IllegalArgumentException("meanRepair must be longer than 0, was " + meanRepair);
        }
    }

    /** A place that is well. */
    public static Rundown well(Duration budgetLeft) {
        return new Rundown(budgetLeft, null, 1, 1, null);
    }

    /** Minutes until nothing is left where they are; infinite when that never comes. */
    public double minutesToSpoiled() {
        if (timeToBreach == null) {
            return Double.POSITIVE_INFINITY;
        }
        double budget = minutes(budgetLeft);
        return minutes(timeToBreach) + (budget <= 0 ? 0 : budget / perMinuteHere);
    }

    /**
     * Probability that the budget is gone before the place is well again, {@code exp(-t / meanRepair)} with the time {@link #minutesToSpoiled}: repairs of one mean,
     * without memory.
     */
    public double spoilsIfLeft() {
        double until = minutesToSpoiled();
        if (Double.isInfinite(until)) {
            return 0;
        }
        return meanRepair == null ? 1 : Math.exp(-until / minutes(meanRepair));
    }

    /** Minutes of budget that waiting here this long uses up. */
    public double usedHere(double waitedMinutes) {
        return timeToBreach == null ? 0 : Math.max(0, waitedMinutes - minutes(timeToBreach)) * perMinuteHere;
    }

    static double minutes(Duration duration) {
        return duration.toNanos() / 60e9;
    }
}
