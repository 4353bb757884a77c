package io.frostproof.simulator.people;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * When trucks are due and how well they keep to it.
 *
 * @param days on which one is due
 * @param minuteOfDay when, UTC, 0 to 1439
 * @param medianLate half of the trucks are later than this
 * @param lateSigma of the logarithm of the lateness
 * @param lostFraction of the trucks never come
 */
public record Deliveries(
        Set<DayOfWeek> days, int minuteOfDay, Duration medianLate, double lateSigma, double lostFraction) {

    /**
     * Every working day at 6:00. Half are within a quarter of an hour, one in ten more than 50 min late, one in a hundred more than two and
     * a quarter hours (log-normal with sigma 0.95: 15 min times e^(1.28 x 0.95), times e^(2.33 x 0.95)). Distributions of arrival delays in road freight are
     * like that: mostly small, with a long tail. One in 200 does not come.
     */
    public static final Deliveries WORKING_DAYS = new Deliveries(
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), 6 * 60, Duration.ofMinutes(15), 0.95, 0.005);

    public Deliveries {
        days = Set.copyOf(days);
        if (minuteOfDay < 0 || minuteOfDay > 1439) {
            throw new IllegalArgumentException("minuteOfDay " + minuteOfDay + ": expected 0 to 1439");
        }
        if (medianLate.isNegative()) {
            throw new IllegalArgumentException("medianLate " + medianLate + ": expected 0 or more");
        }
        if (!(lateSigma >= 0 && lateSigma <= 3)) {
            throw new IllegalArgumentException("lateSigma " + lateSigma + ": expected 0 to 3");
        }
        if (!(lostFraction >= 0 && lostFraction <= 1)) {
            throw new IllegalArgumentException("lostFraction " + lostFraction + ": expected 0 to 1");
        }
    }
}
