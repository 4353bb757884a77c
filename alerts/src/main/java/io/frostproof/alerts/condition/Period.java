package io.frostproof.alerts.condition;

/** After what something that adds up begins anew. Days, weeks (from Monday) and months are those of the node's time zone. */
public enum Period {
    DAY("day"),
    WEEK("week"),
    MONTH("month"),
    /** As long as the channel measures the unit. */
    PLACEMENT("placement");

    private final String id;

    Period(String id) {
        this.id = id;
    }

    /** The word in files, SQL and the API. */
    public String id() {
        return id;
    }
}
