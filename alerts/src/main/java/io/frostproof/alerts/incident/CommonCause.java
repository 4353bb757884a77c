package io.frostproof.alerts.incident;

import java.time.Duration;

/**
 * What may befall many units at once. Incidents of a region that have the same one and begin within {@link #WITHIN} of each other are taken
 * for one event: one of them leads and tells people, the others are its members. The identifier is the word in SQL and the API.
 */
public enum CommonCause {
    /** Mains are absent. */
    POWER("power"),
    /** No readings come. */
    SILENCE("silence");

    /**
     * At most this between the beginning of a group's first incident and that of its last, in event time. Devices of one event differ in it by
     * a reporting interval or two; what begins a quarter of an hour later has its own cause as likely as not.
     */
    public static final Duration WITHIN = Duration.ofMinutes(10);

    private final String id;

    CommonCause(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The cause of this identifier. */
    public static CommonCause of(String id) {
        for (CommonCause cause : values()) {
            if (cause.id.equals(id)) {
                return cause;
            }
        }
        throw new IllegalArgumentException("common cause was " + id);
    }
}
