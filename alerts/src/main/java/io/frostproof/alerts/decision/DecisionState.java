package io.frostproof.alerts.decision;

/** Where a decision stands. The identifier is the word in SQL and the API. */
public enum DecisionState {
    PROPOSED("proposed"),
    APPROVED("approved"),
    REJECTED("rejected"),
    /** The facts behind it are gone before anybody decided. */
    WITHDRAWN("withdrawn"),
    /** It was approved, and people took it back. */
    REVERTED("reverted");

    private final String id;

    DecisionState(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The state of this identifier. */
    public static DecisionState of(String id) {
        for (DecisionState state : values()) {
            if (state.id.equals(id)) {
                return state;
            }
        }
        throw new IllegalArgumentException("decision state was " + id);
    }
}
