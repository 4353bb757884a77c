package io.frostproof.alerts.network;

import org.jspecify.annotations.Nullable;

/**
 * One thing that keeps cold or keeps power.
 *
 * @param node id of the node it stands in
 * @param profile id of the storage profile whose conditions watch it; null when nothing does (a generator, say)
 */
public record Unit(
        String id,
        String node,
        String name,
        UnitKind kind,
        @Nullable String profile) {
    public Unit {
        Identifiers.require("unit", id);
    }
}
