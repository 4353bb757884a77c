package io.frostproof.alerts.network;

import org.jspecify.annotations.Nullable;

/** Which part of the way of goods a unit is. Limits of dwell are given by it. The identifier is the word in files, SQL and the API. */
public enum Stage {
    /** Where goods are meant to lie. */
    STORAGE("storage"),
    /** Where orders are put together and wait to be loaded. */
    STAGING("staging"),
    /** Where they are loaded and unloaded. */
    DOCK("dock"),
    /** Where they wait to pass from one party to another. */
    HAND_OFF("hand_off"),
    /** On the road. */
    VEHICLE("vehicle"),
    /** Where whoever ordered them takes them out. */
    LOCKER("locker");

    private final String id;

    Stage(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The stage of a unit of this kind, unless the unit says another one. */
    public static Stage of(UnitKind kind) {
        return switch (kind) {
            case LOCKER -> LOCKER;
            case REEFER -> VEHICLE;
            case DOCK_ZONE -> DOCK;
            case FRIDGE, COLD_ROOM, FREEZER, ULTRA_COLD_FREEZER, GENERATOR -> STORAGE;
        };
    }

    /** The one of this identifier, or null. */
    public static @Nullable Stage find(String id) {
        for (Stage stage : values()) {
            if (stage.id.equals(id)) {
                return stage;
            }
        }
        return null;
    }
}
