package io.frostproof.alerts.condition;

/**
 * How a value is compared with a threshold. Published alarms differ exactly at the threshold (WHO PQS logger: at or above
 * +8 °C; EMS code HEAT: above +8 °C), so the operator is part of the rule.
 */
public enum Operator {
    ABOVE(">"),
    AT_OR_ABOVE(">="),
    BELOW("<"),
    AT_OR_BELOW("<=");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** The word in files, SQL and the API. */
    public String symbol() {
        return symbol;
    }

    /** Whether {@code value} breaches {@code threshold}, both in one unit. */
    public boolean breaches(double value, double threshold) {
        return switch (this) {
            case ABOVE -> value > threshold;
            case AT_OR_ABOVE -> value >= threshold;
            case BELOW -> value < threshold;
            case AT_OR_BELOW -> value <= threshold;
        };
    }

    /** Whether larger values are worse. */
    public boolean upward() {
        return this == ABOVE || this == AT_OR_ABOVE;
    }
}
