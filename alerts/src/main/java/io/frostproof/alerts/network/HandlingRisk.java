package io.frostproof.alerts.network;

/** How much harm goods take by being handled: picked, carried, left on a dock. The identifier is the word in files, SQL and the API. */
public enum HandlingRisk {
    LOW("low"),
    MEDIUM("medium"),
    HIGH("high");

    private final String id;

    HandlingRisk(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
