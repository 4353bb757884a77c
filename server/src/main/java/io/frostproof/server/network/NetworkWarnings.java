package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is allowed in a network file, and hardly meant. */
public final class NetworkWarnings {

    private NetworkWarnings() {}

    /** One line for each slot of a unit that goes by two states, of which nothing in the unit or its node ever tells one: it can never hold. */
    public static List<String> of(Network network) {
        Map<String, String> nodes = new HashMap<>();
        network.units().forEach(unit -> nodes.put(unit.id(), unit.node()));
        Map<String, Set<Quantity>> byUnit = new HashMap<>();
        Map<String, Set<Quantity>> byNode = new HashMap<>();
        network.devices().stream()
                .flatMap(device -> device.channels().stream())
                .forEach(channel -> channel.placements().forEach(placement -> {
                    byUnit.computeIfAbsent(placement.unit(), unit -> new HashSet<>())
                            .add(channel.quantity());
                    byNode.computeIfAbsent(nodes.getOrDefault(placement.unit(), ""), node -> new HashSet<>())
                            .add(channel.quantity());
                }));
        Set<String> warnings = new LinkedHashSet<>();
        for (Unit unit : network.units()) {
            Set<Quantity> own = byUnit.getOrDefault(unit.id(), Set.of());
            Set<Quantity> around = byNode.getOrDefault(unit.node(), Set.of());
            for (Condition condition : network.conditionsOf(unit)) {
                if (condition.measure() instanceof Measure.While other) {
                    List<Quantity> missing = new ArrayList<>(List.of(condition.quantity(), other.quantity()));
                    missing.removeAll(around);
                    String says = "unit %s, slot %s: never holds, since ".formatted(unit.id(), condition.slot());
                    if (!missing.isEmpty()) {
                        warnings.add(says + "no channel of the unit or of its node " + unit.node() + " measures "
                                + missing.getFirst().id());
                    } else if (!own.contains(condition.quantity()) && !own.contains(other.quantity())) {
                        warnings.add(says + "no channel of the unit measures "
                                + condition.quantity().id() + " or "
                                + other.quantity().id());
                    }
                }
            }
        }
        return List.copyOf(warnings);
    }
}
