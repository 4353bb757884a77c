package io.frostproof.simulator.fault;

/**
 * What the severity of a kind of fault means.
 *
 * @param meaning in words, with its unit; empty where a fault either is or is not, then severity is 1
 * @param lowest included
 * @param highest included
 * @param usual when nobody says
 */
public record Severity(String meaning, double lowest, double highest, double usual) {

    static final Severity NONE = new Severity("", 1, 1, 1);

    /** Whether {@code value} is possible. */
    public boolean allows(double value) {
        return value >= lowest && value <= highest;
    }

    /** Completes "is not ...". */
    public String expected() {
        return meaning.isEmpty()
                ? "1, which is all that this kind of fault knows"
                : meaning + ", from " + shown(lowest) + " to " + shown(highest);
    }

    private static String shown(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
