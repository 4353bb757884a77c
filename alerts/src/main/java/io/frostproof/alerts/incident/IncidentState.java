package io.frostproof.alerts.incident;

/** Where an incident stands. The identifier is the word in SQL and the API. */
public enum IncidentState {
    /** The condition lasts and nobody has said that they see to it. */
    OPEN("open"),
    /** The condition lasts and somebody sees to it. */
    ACKNOWLEDGED("acknowledged"),
    /** The condition is over; people have not closed it yet. */
    RECOVERED("recovered"),
    /** People have closed it, with a cause. */
    RESOLVED("resolved"),
    /** Late readings have shown that there was nothing, or that it belongs to another incident. */
    RETRACTED("retracted");

    private final String id;

    IncidentState(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Whether it counts for the promise of one open incident per unit and slot. */
    public boolean open() {
        return this == OPEN || this == ACKNOWLEDGED;
    }

    /** The state of this identifier. */
    public static IncidentState of(String id) {
        for (IncidentState state : values()) {
            if (state.id.equals(id)) {
                return state;
            }
        }
        throw new IllegalArgumentException("incident state was " + id);
    }
}
