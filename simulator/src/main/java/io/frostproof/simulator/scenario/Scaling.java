package io.frostproof.simulator.scenario;

import io.frostproof.simulator.sensing.ChannelDesign;
import io.frostproof.simulator.sensing.DeviceDesign;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The same scenario with more or fewer devices. More: nodes come again under other ids, with their units and devices, and without the faults that a
 * file plans for the original. Fewer: devices are left out from the end, with their units, but those that a planned fault strikes. Stateless.
 */
final class Scaling {

    private Scaling() {}

    static Scenario of(Scenario scenario, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("devices " + count + ": expected 1 or more");
        }
        int have = scenario.devices().size();
        if (have == 0) {
            throw new IllegalArgumentException("scenario " + scenario.name() + ": it has no devices to scale");
        }
        if (count == have) {
            return scenario;
        }
        return count < have ? fewer(scenario, count) : more(scenario, count);
    }

    private static Scenario more(Scenario scenario, int count) {
        List<NodeSpec> nodes = new ArrayList<>(scenario.nodes());
        List<UnitSpec> units = new ArrayList<>(scenario.units());
        List<DeviceDesign> devices = new ArrayList<>(scenario.devices());
        for (int copy = 2; devices.size() < count; copy++) {
            for (NodeSpec node : scenario.nodes()) {
                if (devices.size() < count) {
                    copy(scenario, node, copy, count, nodes, units, devices);
                }
            }
        }
        return with(scenario, nodes, units, devices, scenario.faults());
    }

    private static void copy(
            Scenario scenario,
            NodeSpec node,
            int copy,
            int count,
            List<NodeSpec> nodes,
            List<UnitSpec> units,
            List<DeviceDesign> devices) {
        PowerSpec power = node.power();
        nodes.add(new NodeSpec(
                id(node.id(), copy),
                node.region(),
                node.name() + " " + copy,
                node.kind(),
                node.timeZone(),
                node.climate(),
                new PowerSpec(
                        power.generator(),
                        power.fuelPercent(),
                        idOrEmpty(power.unit(), copy),
                        power.name(),
                        power.profile()),
                node.dock() == null ? null : id(node.dock(), copy),
                node.deliveries(),
                node.shifts()));
        for (UnitSpec unit : scenario.units()) {
            if (unit.node().equals(node.id())) {
                units.add(new UnitSpec(
                        id(unit.id(), copy),
                        id(unit.node(), copy),
                        unit.name(),
                        unit.kind(),
                        unit.design(),
                        unit.setpointCelsius(),
                        unit.profile(),
                        unit.product(),
                        unit.productLag(),
                        unit.calibratedFor()));
            }
        }
        for (DeviceDesign device : scenario.devices()) {
            if (device.node().equals(node.id()) && devices.size() < count) {
                devices.add(new DeviceDesign(
                        id(device.node(), copy),
                        id(device.device(), copy),
                        device.channels().stream()
                                .map(it -> new ChannelDesign(it.id(), id(it.unit(), copy), it.quantity(), it.probe()))
                                .toList(),
                        device.sampleEvery(),
                        device.reportEvery(),
                        device.form(),
                        device.hardware(),
                        device.outputs()));
            }
        }
    }

    private static String id(String original, int copy) {
        return original + "-x" + copy;
    }

    private static String idOrEmpty(String original, int copy) {
        return original.isEmpty() ? "" : id(original, copy);
    }

    private static Scenario fewer(Scenario scenario, int count) {
        Set<String> struck = new HashSet<>();
        for (FaultSpec fault : scenario.faults()) {
            String target = fault.target();
            struck.add(target.indexOf('/') < 0 ? target : target.substring(0, target.indexOf('/')));
        }
        List<DeviceDesign> devices = new ArrayList<>();
        for (DeviceDesign device : scenario.devices()) {
            if (devices.size() < count && struck(device, struck)) {
                devices.add(device);
            }
        }
        Set<String> kept = new HashSet<>();
        devices.forEach(device -> kept.add(device.device()));
        for (DeviceDesign device : byTurns(scenario)) {
            if (devices.size() < count && kept.add(device.device())) {
                devices.add(device);
            }
        }
        Set<String> measured = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (DeviceDesign device : devices) {
            device.channels().forEach(channel -> measured.add(channel.unit()));
            places.add(device.node());
        }
        List<NodeSpec> nodes = scenario.nodes().stream()
                .filter(node -> places.contains(node.id()))
                .map(node -> withoutDock(node, measured))
                .toList();
        List<UnitSpec> units = scenario.units().stream()
                .filter(unit -> measured.contains(unit.id()))
                .toList();
        List<DeviceDesign> inOrder = scenario.devices().stream()
                .filter(device -> kept.contains(device.device()))
                .toList();
        Scenario small = with(scenario, nodes, units, inOrder, List.of());
        var targets = new Targets(small);
        List<FaultSpec> faults = scenario.faults().stream()
                .filter(fault -> targets.of(fault.kind(), fault.target()).isPresent())
                .toList();
        return with(scenario, nodes, units, inOrder, faults);
    }

    private static boolean struck(DeviceDesign device, Set<String> targets) {
        return targets.contains(device.device())
                || device.channels().stream().anyMatch(channel -> targets.contains(channel.unit()));
    }

    /** One of each node, then the second of each, and so on, so that a small network still has many nodes. */
    private static List<DeviceDesign> byTurns(Scenario scenario) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        Map<Integer, List<DeviceDesign>> rounds = new TreeMap<>();
        for (DeviceDesign device : scenario.devices()) {
            int round = seen.merge(device.node(), 1, Integer::sum);
            rounds.computeIfAbsent(round, it -> new ArrayList<>()).add(device);
        }
        List<DeviceDesign> all = new ArrayList<>();
        rounds.values().forEach(all::addAll);
        return all;
    }

    private static NodeSpec withoutDock(NodeSpec node, Set<String> units) {
        @Nullable String dock = node.dock();
        if (dock == null || units.contains(dock)) {
            return node;
        }
        return new NodeSpec(
                node.id(),
                node.region(),
                node.name(),
                node.kind(),
                node.timeZone(),
                node.climate(),
                node.power(),
                null,
                node.deliveries(),
                node.shifts());
    }

    private static Scenario with(
            Scenario it,
            List<NodeSpec> nodes,
            List<UnitSpec> units,
            List<DeviceDesign> devices,
            List<FaultSpec> faults) {
        return new Scenario(
                it.name(),
                it.about(),
                it.start(),
                it.length(),
                it.warp(),
                it.seasonShift(),
                it.transit(),
                it.profiles(),
                it.products(),
                it.regions(),
                nodes,
                units,
                devices,
                faults,
                it.randomFaults());
    }
}
