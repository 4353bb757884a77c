package io.frostproof.alerts.network;

import java.time.ZoneId;

/**
 * One fulfilment place: cold store, pop-up hub, partner, dock.
 *
 * @param region id of its region
 * @param timeZone for people only; every time inside is UTC
 */
public record Node(String id, String region, String name, NodeKind kind, ZoneId timeZone) {
    public Node {
        Identifiers.require("node", id);
    }
}
