package io.frostproof.alerts.exposure;

import java.time.Duration;

/**
 * How fast a product ages, by temperature. The share of its shelf life that a time {@code t} at one temperature uses up is {@code t rate / life}; shares add up.
 */
public sealed interface ShelfLife {

    /** How long it lasts at the temperature on its label. */
    Duration life();

    /** How many times as fast as at the temperature on its label it ages at {@code celsius}. */
    double rate(double celsius);

    /**
     * By Arrhenius' law, {@code exp(Ea/R (1/T_label - 1/T))}.
     *
     * @param activationKilojoulesPerMole Ea; 83.144 is what USP 1160 takes when none is known
     */
    record Arrhenius(Duration life, double labelCelsius, double activationKilojoulesPerMole) implements ShelfLife {

        private static final double ZERO_CELSIUS = 273.15;

        /** kJ/(mol K), CODATA 2018. */
        private static final double GAS_CONSTANT = 8.314462618e-3;

        public Arrhenius {
            check(life, labelCelsius);
            if (!(activationKilojoulesPerMole >= 0 && activationKilojoulesPerMole <= 1000)) {
                throw new IllegalArgumentException(
                        "activation energy must be between 0 and 1000 kJ/mol, was " + activationKilojoulesPerMole);
            }
        }

        @Override
        public double rate(double celsius) {
            double kelvin = activationKilojoulesPerMole / GAS_CONSTANT;
            return Math.exp(kelvin * (1 / (labelCelsius + ZERO_CELSIUS) - 1 / (celsius + ZERO_CELSIUS)));
        }
    }

    /** By a ratio for each ten kelvin, {@code q10 ^ ((T - T_label) / 10 K)}. */
    record Q10(Duration life, double labelCelsius, double q10) implements ShelfLife {
        public Q10 {
            check(life, labelCelsius);
            if (!(q10 >= 1 && q10 <= 20)) {
                throw new IllegalArgumentException("Q10 must be between 1 and 20, was " + q10);
            }
        }

        @Override
        public double rate(double celsius) {
            return Math.pow(q10, (celsius - labelCelsius) / 10);
        }
    }

    /**
     * A vaccine vial monitor: days until its end point at 37 °C. The activation energies are those that the end points in WHO's table E6/IN5 imply: 119.2
     * kJ/mol for 30, 14 and 7 days (37 against 25 °C), 105.9 for 2 days (37 against 5 °C).
     *
     * @param daysAt37 30, 14, 7 or 2
     */
    static ShelfLife vaccineVialMonitor(int daysAt37) {
        return switch (daysAt37) {
            case 30, 14, 7 -> new Arrhenius(Duration.ofDays(daysAt37), 37, 119.2);
            case 2 -> new Arrhenius(Duration.ofDays(daysAt37), 37, 105.9);
            default ->
                throw new IllegalArgumentException("a vaccine vial monitor is of 30, 14, 7 or 2 days, was " + daysAt37);
        };
    }

    private static void check(Duration life, double labelCelsius) {
        if (!life.isPositive()) {
            throw new IllegalArgumentException("shelf life must be longer than 0, was " + life);
        }
        if (!(labelCelsius >= -200 && labelCelsius <= 200)) {
            throw new IllegalArgumentException(
                    "label temperature must be between -200 and 200 °C, was " + labelCelsius);
        }
    }
}
