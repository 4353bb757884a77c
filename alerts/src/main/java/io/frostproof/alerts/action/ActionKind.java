package io.frostproof.alerts.action;

/** A way to the outside. The identifier is the word in SQL and the API. */
public enum ActionKind {
    /** Signed JSON to the system of a warehouse or of orders. */
    WEBHOOK("webhook"),
    /** An EPCIS event: to our own log, or to a capture endpoint of somebody else. */
    EPCIS("epcis"),
    /** A mail to people. */
    EMAIL("email"),
    /** A command to a device. */
    MQTT("mqtt");

    private final String id;

    ActionKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
