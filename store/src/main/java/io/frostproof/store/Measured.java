package io.frostproof.store;

import org.jspecify.annotations.Nullable;

/**
 * What a channel measured in some time: for how long it was known, and what stood meanwhile. Adds up, so hours make days. Not thread-safe.
 *
 * <p>The rate of a temperature is {@code exp(-H/R (1/T - 1/293.15 K))} with H/R = 10,000 K, as USP 1160 has it and as the condition
 * {@code mean_kinetic} reckons.
 */
final class Measured {

    private static final double KELVIN = 10_000;
    private static final double ZERO_CELSIUS = 273.15;
    private static final double REFERENCE = ZERO_CELSIUS + 20;

    private final boolean temperature;
    private long knownMicros;
    private long readings;
    private double weighted;
    private double rates;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** Nothing yet. {@code temperature}: in degrees Celsius, so that there is a mean kinetic one. */
    Measured(boolean temperature) {
        this.temperature = temperature;
    }

    /** A value stood for some time. */
    void stood(long micros, double value) {
        add(micros, value, value, value, temperature ? rate(value) : 0);
    }

    /** A reading came in. */
    void count(long more) {
        readings += more;
    }

    /** Known time with its weighted mean, and mean rate of a temperature. */
    void add(long micros, double mean, double low, double high, double rate) {
        knownMicros += micros;
        weighted += micros * mean;
        rates += micros * rate;
        min = Math.min(min, low);
        max = Math.max(max, high);
    }

    private static double rate(double celsius) {
        return Math.exp(-KELVIN * (1 / (celsius + ZERO_CELSIUS) - 1 / REFERENCE));
    }

    boolean known() {
        return knownMicros > 0;
    }

    long knownMicros() {
        return knownMicros;
    }

    long readings() {
        return readings;
    }

    /** Weighted by time; only if {@link #known}. A sum is rounded, and a mean outside of its values would be shown as one. */
    double mean() {
        return Math.clamp(weighted / knownMicros, min, max);
    }

    /** Only if {@link #known}. */
    double min() {
        return min;
    }

    /** Only if {@link #known}. */
    double max() {
        return max;
    }

    /** Mean rate of a temperature, only if {@link #known}; null of anything else. */
    @Nullable
    Double rate() {
        return temperature ? Double.valueOf(rates / knownMicros) : null;
    }

    /** Mean kinetic temperature in degrees Celsius; null if nothing is known, or it is no temperature. */
    @Nullable
    Double meanKineticCelsius() {
        return temperature && known()
                ? Double.valueOf(Math.clamp(
                        KELVIN / (KELVIN / REFERENCE - Math.log(rates / knownMicros)) - ZERO_CELSIUS, min, max))
                : null;
    }
}
