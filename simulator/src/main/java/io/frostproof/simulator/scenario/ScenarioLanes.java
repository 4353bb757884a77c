package io.frostproof.simulator.scenario;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where goods of a scenario can go, for its network file: a class of room for each profile that products are kept by, at each node as much of it as fits into the units, and a lane between any
 * two nodes of a region that have the same. A scenario without {@code transit} has none of it. Stateless.
 */
final class ScenarioLanes {

    /** Of the order of what a courier takes for a box. */
    private static final int EUR_PER_UNIT = 5;
    /** Somebody comes within a shift. */
    private static final String MEAN_REPAIR = "8h";

    private ScenarioLanes() {}

    /** Classes of room. */
    static void classes(Scenario scenario, StringBuilder out) {
        if (scenario.transit() == null) {
            return;
        }
        Set<String> kept = scenario.nodes().stream()
                .flatMap(node -> litres(scenario, node).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        out.append(kept.isEmpty() ? "" : "temperature_classes:\n");
        for (ProfileSpec profile : scenario.profiles()) {
            if (kept.contains(profile.id())) {
                out.append("  - {id: ").append(profile.id());
                out.append(", band: {min: ").append(Values.shown(profile.minCelsius()));
                out.append(", max: ").append(Values.shown(profile.maxCelsius())).append("}}\n");
            }
        }
    }

    /** What a node takes. */
    static void room(Scenario scenario, NodeSpec node, StringBuilder out) {
        Map<String, Double> litres = litres(scenario, node);
        if (scenario.transit() != null && !litres.isEmpty()) {
            String backup = node.power().generator() ? ", backup_power: true" : "";
            var room = new StringJoiner(
                    ", ", ", capability: {capacity: {", "}" + backup + ", mean_repair: " + MEAN_REPAIR + "}");
            litres.forEach((profile, much) -> room.add(profile + ": " + Values.shown(Math.floor(much))));
            out.append(room);
        }
    }

    /** Which room what is in a unit takes. */
    static void room(Scenario scenario, UnitSpec unit, StringBuilder out) {
        if (scenario.transit() != null && !unit.product().isEmpty()) {
            out.append(", temperature_class: ").append(unit.profile());
        }
    }

    /** The lanes. */
    static void lanes(Scenario scenario, StringBuilder out) {
        Duration transit = scenario.transit();
        if (transit == null) {
            return;
        }
        boolean first = true;
        for (NodeSpec from : scenario.nodes()) {
            for (NodeSpec to : scenario.nodes()) {
                var both = new TreeSet<>(litres(scenario, from).keySet());
                both.retainAll(litres(scenario, to).keySet());
                if (!from.id().equals(to.id()) && from.region().equals(to.region()) && !both.isEmpty()) {
                    out.append(first ? "lanes:\n" : "");
                    first = false;
                    out.append("  - {id: ").append(from.id()).append("--").append(to.id());
                    out.append(", from: ").append(from.id()).append(", to: ").append(to.id());
                    out.append(", carrier: Courier, transit: ").append(Durations.words(transit));
                    out.append(", keeps: [").append(String.join(", ", both));
                    out.append("], cost_per_unit: ").append(EUR_PER_UNIT).append("}\n");
                }
            }
        }
    }

    /** By profile. */
    private static Map<String, Double> litres(Scenario scenario, NodeSpec node) {
        Map<String, ProductSpec> products =
                scenario.products().stream().collect(Collectors.toMap(ProductSpec::id, product -> product));
        var litres = new TreeMap<String, Double>();
        for (UnitSpec unit : scenario.units()) {
            if (unit.node().equals(node.id()) && !unit.product().isEmpty()) {
                ProductSpec product = Objects.requireNonNull(products.get(unit.product()), unit.product());
                litres.merge(unit.profile(), product.perUnit() * product.quantity() * product.litres(), Double::sum);
            }
        }
        return litres;
    }
}
