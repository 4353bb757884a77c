package io.frostproof.alerts.network;

/** What sort of thing a unit is. The identifier is the word in files, SQL and the API. */
public enum UnitKind {
    LOCKER("locker"),
    FRIDGE("fridge"),
    COLD_ROOM("cold_room"),
    FREEZER("freezer"),
    ULTRA_COLD_FREEZER("ultra_cold_freezer"),
    REEFER("reefer"),
    DOCK_ZONE("dock_zone"),
    GENERATOR("generator");

    private final String id;

    UnitKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
