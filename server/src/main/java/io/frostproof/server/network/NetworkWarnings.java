package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductValue;
import io.frostproof.alerts.network.StockLevel;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is allowed in a network file, and hardly meant. */
public final class NetworkWarnings {

    private NetworkWarnings() {}

    /** One line for each. */
    public static List<String> of(Network network) {
        var warnings = new ArrayList<>(neverHolding(network));
        warnings.addAll(countedOtherwise(network));
        warnings.addAll(DecisionWarnings.of(network));
        return List.copyOf(warnings);
    }

    /** Levels and values in a quantity unit in which none of the product's handling units is counted, though the file has some. */
    private static List<String> countedOtherwise(Network network) {
        Map<String, String> products = new HashMap<>();
        network.lots().forEach(lot -> products.put(lot.id(), lot.product()));
        Map<String, Set<String>> counted = new HashMap<>();
        network.handlingUnits()
                .forEach(handlingUnit -> counted.computeIfAbsent(
                                products.getOrDefault(handlingUnit.lot(), ""), product -> new TreeSet<>())
                        .add(handlingUnit.quantityUnit()));
        List<String> warnings = new ArrayList<>();
        for (Product product : network.products()) {
            ProductValue value = product.facts().value();
            Set<String> units = counted.getOrDefault(product.id(), Set.of());
            if (value != null && !units.isEmpty() && !units.contains(value.per())) {
                warnings.add("product %s: its value is per %s, and its handling units are counted in %s"
                        .formatted(product.id(), value.per(), String.join(", ", units)));
            }
        }
        for (StockLevel level : network.stockLevels()) {
            Set<String> units = counted.getOrDefault(level.product(), Set.of());
            if (!units.isEmpty() && !units.contains(level.quantityUnit())) {
                warnings.add("stock level of %s at %s: it is in %s, and handling units of the product are counted in %s"
                        .formatted(level.product(), level.node(), level.quantityUnit(), String.join(", ", units)));
            }
        }
        return warnings;
    }

    /** Slots of units that go by two states, of which nothing in the unit or its node ever tells one. */
    private static Set<String> neverHolding(Network network) {
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
        return warnings;
    }
}
