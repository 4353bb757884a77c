package io.frostproof.alerts.quantity;

/**
 * Units a channel may declare, by UCUM code (case sensitive). A declared unit is converted once, at the edge, into the
 * canonical unit of the channel's quantity; a unit is never guessed from a value.
 */
public enum MeasureUnit {
    CELSIUS("Cel", "°C", 1, 0),
    /** °C = (°F - 32) * 5/9. */
    FAHRENHEIT("[degF]", "°F", 5.0 / 9.0, -32),
    /** °C = K - 273.15. */
    KELVIN("K", "K", 1, -273.15),
    PERCENT("%", "%", 1, 0),
    VOLT("V", "V", 1, 0),
    MILLIVOLT("mV", "mV", 0.001, 0),
    /** Dimensionless; states as 0 or 1. */
    ONE("1", "", 1, 0);

    private final String ucum;
    private final String symbol;
    private final double factor;
    private final double offset;

    MeasureUnit(String ucum, String symbol, double factor, double offset) {
        this.ucum = ucum;
        this.symbol = symbol;
        this.factor = factor;
        this.offset = offset;
    }

    /** UCUM code, the word in files, SQL and the API. */
    public String ucum() {
        return ucum;
    }

    /** What people read behind a number. */
    public String symbol() {
        return symbol;
    }

    /** {@code value} of this unit in the canonical unit of its dimension (°C, %, V or 1). */
    public double toCanonical(double value) {
        return (value + offset) * factor;
    }

    /** A difference of two values of this unit in the canonical unit: the factor applies, the zero point does not. */
    public double differenceToCanonical(double difference) {
        return difference * factor;
    }

    /** The canonical unit that {@link #toCanonical} converts into. */
    public MeasureUnit canonical() {
        return switch (this) {
            case CELSIUS, FAHRENHEIT, KELVIN -> CELSIUS;
            case PERCENT -> PERCENT;
            case VOLT, MILLIVOLT -> VOLT;
            case ONE -> ONE;
        };
    }
}
