package io.frostproof.alerts.network;

/** What sort of fulfilment place a node is. The identifier is the word in files, SQL and the API. */
public enum NodeKind {
    COLD_STORE("cold_store"),
    POP_UP("pop_up"),
    PARTNER("partner"),
    DOCK("dock"),
    OFFICE("office");

    private final String id;

    NodeKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
