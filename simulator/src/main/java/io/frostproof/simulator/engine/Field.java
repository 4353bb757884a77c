package io.frostproof.simulator.engine;

import io.frostproof.simulator.people.NodeDesign;
import io.frostproof.simulator.people.NodePeople;
import io.frostproof.simulator.scenario.NodeDesigns;
import io.frostproof.simulator.scenario.NodeSpec;
import io.frostproof.simulator.scenario.ProfileSpec;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.scenario.UnitSpec;
import io.frostproof.simulator.sensing.ChannelDesign;
import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.simulator.sensing.ProbeDesign;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.sensing.Remembered;
import io.frostproof.simulator.sensing.SimulatedQuantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes, units, people and devices of a run, as a scenario has them, by their ids. For one thread. */
final class Field {

    private final List<FieldNode> nodes = new ArrayList<>();
    private final List<FieldUnit> units = new ArrayList<>();
    private final List<FieldDevice> devices = new ArrayList<>();
    private final Map<String, FieldNode> nodeById = new HashMap<>();
    private final Map<String, FieldUnit> unitById = new HashMap<>();
    private final Map<String, FieldDevice> deviceById = new HashMap<>();
    /** By unit id: cold units, and those that stand for the power of a node. */
    private final Map<String, FieldNode> nodeOfUnit = new HashMap<>();

    /** @param firstActor number of the first device in the agenda */
    Field(
            Scenario scenario,
            long seed,
            SimulationListener listener,
            Receipts receipts,
            Map<String, Remembered> remembered,
            int firstActor) {
        Map<String, List<UnitSpec>> unitsOfNode =
                scenario.units().stream().collect(Collectors.groupingBy(UnitSpec::node));
        Map<String, ProfileSpec> profiles =
                scenario.profiles().stream().collect(Collectors.toMap(ProfileSpec::id, Function.identity()));
        for (NodeSpec spec : scenario.nodes()) {
            add(scenario, seed, listener, spec, unitsOfNode.getOrDefault(spec.id(), List.of()), profiles);
        }
        for (int i = 0; i < scenario.devices().size(); i++) {
            DeviceDesign design = warped(scenario.devices().get(i), scenario.warp());
            add(new FieldDevice(
                    design,
                    firstActor + i,
                    seed,
                    scenario.startMillis(),
                    receipts,
                    remembered.get(design.device()),
                    listener));
        }
    }

    private void add(
            Scenario scenario,
            long seed,
            SimulationListener listener,
            NodeSpec spec,
            List<UnitSpec> here,
            Map<String, ProfileSpec> profiles) {
        long start = scenario.startMillis();
        String power = spec.power().unit().isEmpty() && !here.isEmpty()
                ? here.getFirst().id()
                : spec.power().unit();
        FieldNode node = new FieldNode(
                spec, seed, start, scenario.warp(), scenario.seasonShift().toMillis(), power, listener);
        nodes.add(node);
        nodeById.put(spec.id(), node);
        nodeOfUnit.put(power, node);
        for (UnitSpec it : here) {
            ProfileSpec profile = profiles.get(it.profile());
            if (profile == null) {
                throw new IllegalArgumentException(
                        "unit " + it.id() + ", profile '" + it.profile() + "': not in the scenario");
            }
            FieldUnit unit = new FieldUnit(it, profile, seed, node.roomCelsius(), start, scenario.warp(), listener);
            node.units.add(unit);
            units.add(unit);
            unitById.put(it.id(), unit);
            nodeOfUnit.put(it.id(), node);
        }
        Optional<NodeDesign> design = NodeDesigns.of(scenario, spec);
        if (design.isPresent()) {
            node.people = new NodePeople(design.get(), seed, start);
        }
    }

    /** Where temperatures move faster than the clock, probes follow as much faster. */
    private static DeviceDesign warped(DeviceDesign it, double warp) {
        if (warp == 1) {
            return it;
        }
        List<ChannelDesign> channels = new ArrayList<>();
        for (ChannelDesign channel : it.channels()) {
            ProbeDesign probe = channel.probe();
            channels.add(new ChannelDesign(
                    channel.id(),
                    channel.unit(),
                    channel.quantity(),
                    new ProbeDesign(
                            probe.noise(), probe.step(), probe.timeConstantSeconds() / warp, probe.whenDetached())));
        }
        return new DeviceDesign(
                it.node(),
                it.device(),
                channels,
                it.sampleEvery(),
                it.reportEvery(),
                it.form(),
                it.hardware(),
                it.outputs());
    }

    private void add(FieldDevice device) {
        devices.add(device);
        deviceById.put(device.design.device(), device);
        FieldNode node = node(device.design.node());
        node.devices.add(device);
        for (ChannelDesign channel : device.design.channels()) {
            FieldUnit unit = unitById.get(channel.unit());
            if (channel.quantity() == SimulatedQuantity.DOOR && unit != null) {
                unit.doorDevices.add(device);
            }
            boolean power =
                    channel.quantity() == SimulatedQuantity.MAINS || channel.quantity() == SimulatedQuantity.GENERATOR;
            if (power && !node.powerDevices.contains(device)) {
                node.powerDevices.add(device);
            }
        }
    }

    List<FieldNode> nodes() {
        return nodes;
    }

    List<FieldUnit> units() {
        return units;
    }

    List<FieldDevice> devices() {
        return devices;
    }

    @Nullable
    FieldDevice device(String id) {
        return deviceById.get(id);
    }

    FieldNode node(String id) {
        FieldNode node = nodeById.get(id);
        if (node == null) {
            throw new IllegalArgumentException("node '" + id + "': not in the scenario");
        }
        return node;
    }

    FieldUnit unit(String id) {
        FieldUnit unit = unitById.get(id);
        if (unit == null) {
            throw new IllegalArgumentException("unit '" + id + "': not a cold unit of the scenario");
        }
        return unit;
    }

    /** By a cold unit, or the one that stands for its power. */
    FieldNode nodeOfUnit(String id) {
        FieldNode node = nodeOfUnit.get(id);
        if (node == null) {
            throw new IllegalArgumentException("unit '" + id + "': not in the scenario");
        }
        return node;
    }
}
