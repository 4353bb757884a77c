package io.frostproof.alerts.condition;

import org.jspecify.annotations.Nullable;

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

    /** The level of this identifier, or null. */
    public static @Nullable Level find(String id) {
        for (Level level : values()) {
            if (level.id.equals(id)) {
                return level;
            }
        }
        return null;
    }
}
