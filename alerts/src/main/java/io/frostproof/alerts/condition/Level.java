package io.frostproof.alerts.condition;

/** How bad a condition is. Declared from mild to severe; {@link #compareTo} follows that order. */
public enum Level {
    WARNING("warning"),
    CRITICAL("critical");

    private final String id;

    Level(String id) {
        this.id = id;
    }

    /** The word in files, SQL and the API. */
    public String id() {
        return id;
    }
}
