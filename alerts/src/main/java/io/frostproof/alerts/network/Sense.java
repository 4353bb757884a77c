package io.frostproof.alerts.network;

import org.jspecify.annotations.Nullable;

/** What a temperature probe is in. The identifier is the word in files, SQL and the API. */
public enum Sense {
    /** The air of the unit; the product follows it with the unit's lag. */
    AIR("air"),
    /** The product itself, or something that follows the air as it does (a bottle of glycol, say). */
    PRODUCT("product");

    private final String id;

    Sense(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The one of this identifier, or null. */
    public static @Nullable Sense find(String id) {
        for (Sense sense : values()) {
            if (sense.id.equals(id)) {
                return sense;
            }
        }
        return null;
    }
}
