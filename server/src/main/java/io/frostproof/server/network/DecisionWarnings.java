package io.frostproof.server.network;

import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.Disruption;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.NetworkLane;
import io.frostproof.alerts.network.NodeCapability;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductRoom;
import io.frostproof.alerts.network.ProductValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What is said of where goods can go, and can hardly be meant. */
final class DecisionWarnings {

    private DecisionWarnings() {}

    /** One line for each. */
    static List<String> of(Network network) {
        DecisionConfig decisions = network.decisions();
        Map<String, Set<String>> rooms = new HashMap<>();
        for (NodeCapability capability : decisions.capabilities()) {
            Set<String> classes = rooms.computeIfAbsent(capability.node(), id -> new TreeSet<>());
            capability.litres().forEach((range, litres) -> {
                if (litres > 0) {
                    classes.add(range);
                }
            });
        }
        var warnings = new ArrayList<String>();
        lanes(decisions, rooms, warnings);
        fallbacks(network, rooms, warnings);
        disruptions(network, warnings);
        products(network, warnings);
        return warnings;
    }

    private static void lanes(DecisionConfig decisions, Map<String, Set<String>> rooms, List<String> warnings) {
        for (NetworkLane lane : decisions.lanes()) {
            if (lane.keeps().isEmpty()) {
                warnings.add("lane %s: its vehicles keep no temperature class, so goods use up their budget on it"
                        .formatted(lane.id()));
            }
            Set<String> there = rooms.getOrDefault(lane.to(), Set.of());
            if (!lane.keeps().isEmpty() && lane.keeps().stream().noneMatch(there::contains)) {
                warnings.add("lane %s: it keeps %s, of which node %s has no room"
                        .formatted(lane.id(), String.join(", ", new TreeSet<>(lane.keeps())), lane.to()));
            }
        }
    }

    /** Regions whose fallbacks cannot hold a class that is kept there. */
    private static void fallbacks(Network network, Map<String, Set<String>> rooms, List<String> warnings) {
        Map<String, String> regions = new HashMap<>();
        network.nodes().forEach(node -> regions.put(node.id(), node.region()));
        Map<String, Set<String>> used = new HashMap<>();
        network.units().forEach(unit -> {
            String range = network.decisions().unitClasses().get(unit.id());
            if (range != null) {
                used.computeIfAbsent(regions.getOrDefault(unit.node(), ""), id -> new TreeSet<>())
                        .add(range);
            }
        });
        network.regions().forEach(region -> {
            List<String> nodes = network.decisions().fallbacks().getOrDefault(region.id(), List.of());
            for (String range : nodes.isEmpty() ? Set.<String>of() : used.getOrDefault(region.id(), Set.of())) {
                if (nodes.stream()
                        .noneMatch(node -> rooms.getOrDefault(node, Set.of()).contains(range))) {
                    warnings.add("region %s: none of its fallbacks (%s) has room of class %s, which is kept there"
                            .formatted(region.id(), String.join(", ", nodes), range));
                }
            }
        });
    }

    /** Failures of places that have nothing that could be seen to fail. */
    private static void disruptions(Network network, List<String> warnings) {
        Map<String, String> regions = new HashMap<>();
        network.nodes().forEach(node -> regions.put(node.id(), node.region()));
        Set<String> nodes = new TreeSet<>();
        network.units().forEach(unit -> nodes.add(unit.node()));
        Set<String> seen = new TreeSet<>();
        nodes.forEach(node -> seen.add(Objects.requireNonNullElse(regions.get(node), "")));
        for (Disruption disruption : network.decisions().disruptions()) {
            boolean nothing = (disruption.kind() == Disruption.Kind.NODE && !nodes.contains(disruption.thing()))
                    || (disruption.kind() == Disruption.Kind.REGION && !seen.contains(disruption.thing()));
            if (nothing) {
                warnings.add("disruption %s: %s %s has no units, so no incident will ever show its runbook"
                        .formatted(disruption.id(), disruption.kind().id(), disruption.thing()));
            }
        }
    }

    /** Products that a plan cannot be made for, in a network where goods can go somewhere. */
    private static void products(Network network, List<String> warnings) {
        DecisionConfig decisions = network.decisions();
        if (decisions.lanes().isEmpty()) {
            return;
        }
        String currency = decisions.currency() == null ? DecisionConfig.USUAL_CURRENCY : decisions.currency();
        for (Product product : network.products()) {
            ProductRoom room = decisions.rooms().get(product.id());
            ProductValue value = product.facts().value();
            if (room == null) {
                warnings.add("product %s: it has no litres_per, so no plan can be made for it".formatted(product.id()));
            } else if (value == null) {
                warnings.add("product %s: it has no value, so no plan can be made for it".formatted(product.id()));
            } else if (!value.currency().equals(currency)) {
                warnings.add("product %s: its value is in %s, and decisions are weighed in %s"
                        .formatted(product.id(), value.currency(), currency));
            } else if (!room.per().equals(value.per())) {
                warnings.add("product %s: its value is per %s, and its litres_per per %s"
                        .formatted(product.id(), value.per(), room.per()));
            }
        }
    }
}
