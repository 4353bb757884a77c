package io.frostproof.alerts.quantity;

/**
 * What a channel measures, with the unit values are kept in and the range outside which a value is implausible
 * (a broken probe or the wrong unit) rather than extreme.
 */
public enum Quantity {
    /** Air or product temperature. The range is wider than any cold chain and narrower than a disconnected Pt1000. */
    TEMPERATURE("temperature", MeasureUnit.CELSIUS, -200, 200),
    HUMIDITY("humidity", MeasureUnit.PERCENT, 0, 100),
    /** 1 open, 0 closed. */
    DOOR("door", MeasureUnit.ONE, 0, 1),
    /** 1 mains present, 0 absent. */
    MAINS("mains", MeasureUnit.ONE, 0, 1),
    /** 1 running, 0 stopped. */
    GENERATOR("generator", MeasureUnit.ONE, 0, 1),
    /** 1 running, 0 at rest. */
    COMPRESSOR("compressor", MeasureUnit.ONE, 0, 1),
    /** 1 in defrost, 0 not. */
    DEFROST("defrost", MeasureUnit.ONE, 0, 1),
    FUEL("fuel", MeasureUnit.PERCENT, 0, 100),
    VOLTAGE("voltage", MeasureUnit.VOLT, -1000, 1000),
    BATTERY("battery", MeasureUnit.PERCENT, 0, 100);

    private final String id;
    private final MeasureUnit canonicalUnit;
    private final double lowest;
    private final double highest;

    Quantity(String id, MeasureUnit canonicalUnit, double lowest, double highest) {
        this.id = id;
        this.canonicalUnit = canonicalUnit;
        this.lowest = lowest;
        this.highest = highest;
    }

    /** The word in files, SQL and the API. */
    public String id() {
        return id;
    }

    /** The unit values of this quantity are stored and compared in. */
    public MeasureUnit canonicalUnit() {
        return canonicalUnit;
    }

    /** Lowest plausible value, in the canonical unit, inclusive. */
    public double lowest() {
        return lowest;
    }

    /** Highest plausible value, in the canonical unit, inclusive. */
    public double highest() {
        return highest;
    }

    /** Whether it is a state, 0 or 1, that has no degrees in between. */
    public boolean isState() {
        return canonicalUnit == MeasureUnit.ONE;
    }

    /** Whether {@code value}, in the canonical unit, is a number inside the plausible range. */
    public boolean plausible(double value) {
        return value >= lowest && value <= highest;
    }
}
