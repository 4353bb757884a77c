package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that keeps cold or keeps power.
 *
 * @param node id of the node it stands in
 * @param profile id of the storage profile whose conditions watch it; null when none does (a generator, say)
 * @param productLag time constant with which what is stored in it follows its air; zero: at once
 * @param keeps ids of the products that it is meant for, whose rules watch it too, whatever lies in it; each once
 * @param conditions of this unit alone; their slots take the place of those of the same name that its products, its profile or its kind
 *     have
 */
public record Unit(
        String id,
        String node,
        String name,
        UnitKind kind,
        @Nullable String profile,
        Duration productLag,
        List<String> keeps,
        List<Condition> conditions) {

    /** With the lag of its kind, and without conditions of its own. */
    public Unit(String id, String node, String name, UnitKind kind, @Nullable String profile) {
        this(id, node, name, kind, profile, kind.productLag(), List.of(), List.of());
    }

    public Unit {
        Identifiers.require("unit", id);
        if (productLag.isNegative()) {
            throw new IllegalArgumentException("unit " + id + ": product lag must not be negative, was " + productLag);
        }
        keeps = ProductLayer.once(keeps);
        conditions = List.copyOf(conditions);
    }
}
