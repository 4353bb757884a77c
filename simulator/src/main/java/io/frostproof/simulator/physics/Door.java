package io.frostproof.simulator.physics;

/**
 * An opening through which cold air falls out at the bottom while warm air comes in at the top. The exchange is that of Gosney and Olama
 * (1975), as ASHRAE Refrigeration gives it for cold rooms:
 *
 * <pre>
 * V = 0.221 A sqrt(g H) sqrt(1 - rho_light/rho_dense) (2 / (1 + (rho_dense/rho_light)^(1/3)))^1.5      m³/s
 * G = exchange * latent * open * rho_dense * c_p * V                                                  W/K
 * </pre>
 *
 * with densities by the ideal gas, so rho_light/rho_dense = T_cold/T_warm.
 *
 * @param widthMeters clear width
 * @param heightMeters clear height
 * @param exchangeFraction part of the formula's flow that takes place: strip curtains, shelves, inner doors and lids hold air back
 * @param latentFactor heat of condensing vapour on top of the sensible heat, as a factor from 1 on
 */
public record Door(double widthMeters, double heightMeters, double exchangeFraction, double latentFactor) {

    private static final double GRAVITY = 9.81;
    /** Gosney and Olama's constant. */
    private static final double FLOW = 0.221;
    /** Density of dry air at 1013 hPa times its absolute temperature: 101,325 Pa / 287 J/(kg K). */
    private static final double KELVIN_KILOGRAMS_PER_CUBIC_METER = 353.05;

    private static final double AIR_JOULES_PER_KILOGRAM_KELVIN = 1005;
    private static final double ZERO_CELSIUS = 273.15;

    public Door {
        Check.positive("widthMeters", widthMeters);
        Check.positive("heightMeters", heightMeters);
        Check.fraction("exchangeFraction", exchangeFraction);
        Check.between("latentFactor", latentFactor, 1, 3);
    }

    /** What the open door conducts, by the temperatures on both sides. 0 where they are equal, since nothing drives the air then. */
    double wattsPerKelvin(double openFraction, double oneCelsius, double otherCelsius) {
        double cold = Math.min(oneCelsius, otherCelsius) + ZERO_CELSIUS;
        double warm = Math.max(oneCelsius, otherCelsius) + ZERO_CELSIUS;
        double ratio = cold / warm;
        double shape = 2 / (1 + 1 / StrictMath.cbrt(ratio));
        double cubicMetersPerSecond = FLOW
                * widthMeters
                * heightMeters
                * Math.sqrt(GRAVITY * heightMeters)
                * Math.sqrt(1 - ratio)
                * shape
                * Math.sqrt(shape);
        return exchangeFraction
                * latentFactor
                * openFraction
                * (KELVIN_KILOGRAMS_PER_CUBIC_METER / cold)
                * AIR_JOULES_PER_KILOGRAM_KELVIN
                * cubicMetersPerSecond;
    }
}
