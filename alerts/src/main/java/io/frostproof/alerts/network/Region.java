package io.frostproof.alerts.network;

/** A group of nodes that share a desk, power grids and people on duty. */
public record Region(String id, String name) {
    public Region {
        Identifiers.require("region", id);
    }
}
