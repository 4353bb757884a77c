package io.frostproof.simulator.physics;

/**
 * Timed defrost with an electric heater at the evaporator. The compressor rests meanwhile, and fans too. The timer counts only time with
 * power.
 *
 * @param intervalSeconds from the beginning of one defrost to the next
 * @param durationSeconds how long the heater is on
 * @param heaterWatts electricity it draws
 * @param toAirFraction part of its heat that ends in the air of the unit; the rest leaves with the melt water
 */
public record Defrost(double intervalSeconds, double durationSeconds, double heaterWatts, double toAirFraction) {

    public Defrost {
        Check.positive("intervalSeconds", intervalSeconds);
        Check.positive("durationSeconds", durationSeconds);
        Check.positive("heaterWatts", heaterWatts);
        Check.fraction("toAirFraction", toAirFraction);
        if (durationSeconds >= intervalSeconds) {
            throw new IllegalArgumentException(
                    "durationSeconds " + durationSeconds + ": expected less than intervalSeconds " + intervalSeconds);
        }
    }
}
