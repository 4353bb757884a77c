package io.frostproof.ingest.device;

import java.util.Locale;

/** Whether a device is there, by its own word or its broker's. The identifier is the word in SQL and in the API. */
public enum Presence {
    /** Connected. */
    ONLINE,
    /** Disconnected on purpose, and will be back. */
    SLEEPING,
    /** It has said goodbye. */
    OFFLINE,
    /** The broker says that its connection is gone. */
    LOST;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The presence of an identifier that this server wrote itself. */
    public static Presence of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
