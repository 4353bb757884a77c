package io.frostproof.alerts.exposure;

/**
 * Rates of mean kinetic temperature: {@code 10000 K / -ln(mean of exp(-10000 K / T))}, USP 1160 with 83.144 kJ/mol. All rates are scaled by that at 20 °C, which goes out again with
 * the logarithm, so that none leaves the range of a double.
 */
final class Kinetic {

    private static final double KELVIN = 10_000;
    private static final double ZERO_CELSIUS = 273.15;
    private static final double REFERENCE = ZERO_CELSIUS + 20;

    private Kinetic() {}

    static double rate(double celsius) {
        return Math.exp(-KELVIN * (1 / (celsius + ZERO_CELSIUS) - 1 / REFERENCE));
    }

    static double meanCelsius(double meanRate) {
        return KELVIN / (KELVIN / REFERENCE - Math.log(meanRate)) - ZERO_CELSIUS;
    }
}
