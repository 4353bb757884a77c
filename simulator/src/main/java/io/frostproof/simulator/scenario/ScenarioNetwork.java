package io.frostproof.simulator.scenario;

import io.frostproof.simulator.people.HandlingUnit;
import io.frostproof.simulator.people.NodeDesign;
import io.frostproof.simulator.people.NodePeople;
import io.frostproof.simulator.people.PlannedStock;
import io.frostproof.simulator.sensing.ChannelDesign;
import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.simulator.sensing.SimulatedQuantity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/**
 * The network file that a server needs before it can take what a scenario sends, in the form of {@code docs/network-file.md}. It has every
 * handling unit that may come in the run, and the movements of those that are there at its start; what moves later is told by the
 * simulation. Stateless.
 */
public final class ScenarioNetwork {

    /** A device whose clock is wrong may say a time before the start. */
    private static final Duration PLACED_BEFORE = Duration.ofDays(2);

    private static final Duration LEAST_PROBE_LAG = Duration.ofMinutes(1);

    private ScenarioNetwork() {}

    /** The text. The seed is that of the run, as it decides about lots. */
    public static String text(Scenario scenario, long seed) {
        var out = new StringBuilder(1 << 16);
        out.append("# The network of the simulated scenario ")
                .append(scenario.name())
                .append(", seed ");
        out.append(seed).append(". Made by a program.\n");
        out.append("frostproof_network: 1\n");
        out.append("regions:\n");
        for (RegionSpec region : scenario.regions()) {
            out.append("  - {id: ")
                    .append(region.id())
                    .append(", name: ")
                    .append(quoted(region.name()))
                    .append("}\n");
        }
        ScenarioLanes.classes(scenario, out);
        nodes(scenario, out);
        profiles(scenario, out);
        units(scenario, out);
        devices(scenario, out);
        stock(scenario, seed, out);
        ScenarioLanes.lanes(scenario, out);
        return out.toString();
    }

    private static void nodes(Scenario scenario, StringBuilder out) {
        out.append("nodes:\n");
        for (NodeSpec node : scenario.nodes()) {
            out.append("  - {id: ").append(node.id());
            out.append(", region: ").append(node.region());
            out.append(", name: ").append(quoted(node.name()));
            out.append(", kind: ").append(node.kind());
            out.append(", time_zone: ").append(node.timeZone());
            ScenarioLanes.room(scenario, node, out);
            out.append("}\n");
        }
    }

    private static void profiles(Scenario scenario, StringBuilder out) {
        boolean first = true;
        for (ProfileSpec profile : scenario.profiles()) {
            if (profile.builtIn()) {
                continue;
            }
            out.append(first ? "profiles:\n" : "");
            first = false;
            out.append("  - id: ").append(profile.id()).append('\n');
            out.append("    name: ").append(quoted(profile.name())).append('\n');
            if (profile.hasBand()) {
                out.append("    band: {min: ").append(Values.shown(profile.minCelsius()));
                out.append(", max: ").append(Values.shown(profile.maxCelsius())).append("}\n");
            }
            out.append("    source: ").append(quoted(profile.source())).append('\n');
            out.append(profile.conditions().isEmpty() ? "    conditions: []\n" : "    conditions:\n");
            for (ProfileSpec.Condition condition : profile.conditions()) {
                out.append("      - {slot: ").append(condition.slot());
                out.append(", level: ").append(condition.level());
                out.append(", quantity: ").append(condition.quantity());
                out.append(", measure: ").append(condition.measure());
                out.append(condition.dated() ? "" : ", delay: " + Durations.words(condition.delay()));
                if (!condition.window().isZero()) {
                    out.append(", window: ").append(Durations.words(condition.window()));
                }
                ProfileSpec.Other other = condition.other();
                if (other != null) {
                    out.append(", while: {quantity: ").append(other.quantity());
                    out.append(", operator: ").append(quoted(other.operator()));
                    out.append(", threshold: ")
                            .append(Values.shown(other.threshold()))
                            .append('}');
                }
                if (condition.compares()) {
                    out.append(", threshold: ").append(Values.shown(condition.threshold()));
                }
                if (!condition.operator().isEmpty()) {
                    out.append(", operator: ").append(quoted(condition.operator()));
                    out.append(", clear_margin: ").append(Values.shown(condition.clearMargin()));
                }
                out.append("}\n");
            }
        }
    }

    private static void units(Scenario scenario, StringBuilder out) {
        out.append("units:\n");
        for (UnitSpec unit : scenario.units()) {
            out.append("  - {id: ").append(unit.id());
            out.append(", node: ").append(unit.node());
            out.append(", name: ").append(quoted(unit.name()));
            out.append(", kind: ").append(unit.kind());
            // What the scenario says a good operator has set, else what the unit is built and loaded for.
            Duration set = unit.productLag();
            Duration lag = set == null ? unit.design().design().heat().contentsLag() : set;
            out.append(", product_lag: ").append(Durations.words(lag));
            ScenarioLanes.room(scenario, unit, out);
            out.append(", profile: ").append(unit.profile()).append("}\n");
        }
        for (NodeSpec node : scenario.nodes()) {
            if (node.power().generator()) {
                out.append("  - {id: ").append(node.power().unit());
                out.append(", node: ").append(node.id());
                out.append(", name: ").append(quoted(node.power().name())).append(", kind: generator");
                String profile = node.power().profile();
                out.append(profile.isEmpty() ? "}\n" : ", profile: " + profile + "}\n");
            }
        }
    }

    private static void devices(Scenario scenario, StringBuilder out) {
        Instant from = scenario.start().minus(PLACED_BEFORE);
        Map<String, LocalDate> calibrations = calibrations(scenario);
        out.append(scenario.devices().isEmpty() ? "" : "devices:\n");
        for (DeviceDesign device : scenario.devices()) {
            out.append("  - id: ").append(device.device()).append('\n');
            out.append("    node: ").append(device.node()).append('\n');
            out.append("    report_interval: ")
                    .append(Durations.words(device.reportEvery()))
                    .append('\n');
            out.append("    channels:\n");
            for (ChannelDesign channel : device.channels()) {
                out.append("      - {id: ").append(channel.id());
                out.append(", quantity: ").append(channel.quantity().networkWord());
                // A probe among the goods is the product's, and conditions on the product are its business.
                out.append(channel.quantity() == SimulatedQuantity.CONTENTS_TEMPERATURE ? ", senses: product" : "");
                probeLag(channel, out);
                LocalDate calibrated = channel.quantity().isTemperature() ? calibrations.get(channel.unit()) : null;
                out.append(calibrated == null ? "" : ", calibration_due: " + calibrated);
                out.append(", placements: [{unit: ").append(channel.unit());
                out.append(", from: ").append(from).append("}]}\n");
            }
        }
    }

    /** Of a probe in a bottle among the goods. One that follows within a minute needs none. */
    private static void probeLag(ChannelDesign channel, StringBuilder out) {
        Duration lag = Duration.ofSeconds(Math.round(channel.probe().timeConstantSeconds()));
        if (channel.quantity() == SimulatedQuantity.CONTENTS_TEMPERATURE && lag.compareTo(LEAST_PROBE_LAG) >= 0) {
            out.append(", probe_lag: ").append(Durations.words(lag));
        }
    }

    /** Last days, as they are called where the unit is. */
    private static Map<String, LocalDate> calibrations(Scenario scenario) {
        Map<String, ZoneId> zones = new HashMap<>();
        scenario.nodes().forEach(node -> zones.put(node.id(), ZoneId.of(node.timeZone())));
        Map<String, LocalDate> dates = new HashMap<>();
        for (UnitSpec unit : scenario.units()) {
            Duration calibrated = unit.calibratedFor();
            if (calibrated != null) {
                dates.put(
                        unit.id(),
                        LocalDate.ofInstant(
                                scenario.start().plus(calibrated),
                                Objects.requireNonNull(zones.get(unit.node()), "node of the unit")));
            }
        }
        return dates;
    }

    private static void stock(Scenario scenario, long seed, StringBuilder out) {
        out.append(scenario.products().isEmpty() ? "" : "products:\n");
        for (ProductSpec product : scenario.products()) {
            out.append("  - {id: ").append(product.id());
            out.append(", name: ").append(quoted(product.name()));
            out.append(", profile: ").append(product.profile());
            worth(product, out);
            tolerances(product.tolerances(), out);
            out.append("}\n");
        }
        List<PlannedStock> all = new ArrayList<>();
        for (NodeSpec node : scenario.nodes()) {
            Optional<NodeDesign> design = NodeDesigns.of(scenario, node);
            design.ifPresent(
                    it -> all.addAll(NodePeople.everything(it, seed, scenario.startMillis(), scenario.endMillis())));
        }
        if (all.isEmpty()) {
            return;
        }
        lots(all, out);
        out.append("handling_units:\n");
        for (PlannedStock it : all) {
            HandlingUnit handlingUnit = it.handlingUnit();
            out.append("  - {id: ").append(handlingUnit.id());
            out.append(", lot: ").append(handlingUnit.lot());
            out.append(", quantity: ").append(Values.shown(handlingUnit.quantity()));
            out.append(", quantity_unit: ")
                    .append(quoted(handlingUnit.quantityUnit()))
                    .append("}\n");
        }
        boolean first = true;
        for (PlannedStock it : all) {
            if (it.initialUnit() != null) {
                out.append(first ? "movements:\n" : "");
                first = false;
                out.append("  - {handling_unit: ").append(it.handlingUnit().id());
                out.append(", time: ").append(scenario.start());
                out.append(", to: ").append(it.initialUnit()).append("}\n");
            }
        }
    }

    /** What plans for it go by. */
    private static void worth(ProductSpec product, StringBuilder out) {
        String per = ", per: " + quoted(product.quantityUnit()) + "}";
        if (product.value() > 0) {
            out.append(", value: {amount: ")
                    .append(Values.shown(product.value()))
                    .append(", currency: EUR")
                    .append(per);
        }
        if (product.litres() > 0) {
            out.append(", litres_per: {amount: ")
                    .append(Values.shown(product.litres()))
                    .append(per);
        }
    }

    /** What harms it, as the budgets that a server judges it by; what none of them speaks of does nothing to it, and is in its band. */
    private static void tolerances(List<Tolerance> tolerances, StringBuilder out) {
        if (tolerances.isEmpty()) {
            return;
        }
        OptionalDouble max = tolerances.stream()
                .filter(Tolerance::above)
                .mapToDouble(Tolerance::celsius)
                .min();
        OptionalDouble min = tolerances.stream()
                .filter(tolerance -> !tolerance.above())
                .mapToDouble(Tolerance::celsius)
                .max();
        var band = new StringJoiner(", ", ", band: {", "}");
        min.ifPresent(celsius -> band.add("min: " + Values.shown(celsius)));
        max.ifPresent(celsius -> band.add("max: " + Values.shown(celsius)));
        var budgets = new StringJoiner(", ", ", budgets: [", "]");
        for (Tolerance tolerance : tolerances) {
            budgets.add("{name: " + tolerance.words() + ", " + (tolerance.above() ? "above: " : "below: ")
                    + Values.shown(tolerance.celsius()) + ", time: " + Durations.words(tolerance.longest()) + "}");
        }
        out.append(band).append(budgets);
    }

    private static void lots(List<PlannedStock> all, StringBuilder out) {
        Map<String, String> productOf = new LinkedHashMap<>();
        Map<String, LocalDate> expires = new LinkedHashMap<>();
        for (PlannedStock it : all) {
            productOf.put(it.handlingUnit().lot(), it.handlingUnit().product());
            expires.put(it.handlingUnit().lot(), it.handlingUnit().expires());
        }
        out.append("lots:\n");
        productOf.forEach((lot, product) -> out.append("  - {id: ")
                .append(lot)
                .append(", product: ")
                .append(product)
                .append(", expires: ")
                .append(expires.get(lot))
                .append("}\n"));
    }

    /** In double quotes, so that nothing in it means something to YAML. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
