package io.frostproof.simulator.scenario;

import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.FaultTarget;
import io.frostproof.simulator.sensing.ChannelDesign;
import io.frostproof.simulator.sensing.DeviceDesign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be struck in a scenario, and which cold units that touches. Immutable. */
public final class Targets {

    private final Scenario scenario;
    private final Map<String, NodeSpec> nodes = new LinkedHashMap<>();
    private final Map<String, UnitSpec> units = new LinkedHashMap<>();
    private final Map<String, DeviceDesign> devices = new LinkedHashMap<>();
    private final Map<String, List<String>> unitsOfNode = new LinkedHashMap<>();

    public Targets(Scenario scenario) {
        this.scenario = scenario;
        for (NodeSpec node : scenario.nodes()) {
            nodes.put(node.id(), node);
            unitsOfNode.put(node.id(), new ArrayList<>());
        }
        for (UnitSpec unit : scenario.units()) {
            units.put(unit.id(), unit);
            unitsOfNode.computeIfAbsent(unit.node(), it -> new ArrayList<>()).add(unit.id());
        }
        scenario.devices().forEach(device -> devices.put(device.device(), device));
    }

    /** What a target is, for a kind of fault; empty when that kind cannot strike it. */
    public Optional<FaultTarget> of(FaultKind kind, String target) {
        for (FaultTarget type : kind.targets()) {
            if (all(kind, type).contains(target)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** What random faults of a kind may strike, in the order of the scenario. */
    public List<String> random(FaultKind kind) {
        List<String> some = new ArrayList<>(all(kind, kind.targets().getFirst()));
        if (kind == FaultKind.PARTNER_FAILED) {
            some.removeIf(id -> !node(id).kind().equals("partner"));
        } else if (kind == FaultKind.DEMAND_SPIKE || kind == FaultKind.NODE_CLOSED) {
            some.removeIf(id -> node(id).shifts().isEmpty());
        }
        return some;
    }

    private NodeSpec node(String id) {
        NodeSpec node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("node '" + id + "': not of this scenario");
        }
        return node;
    }

    private Set<String> all(FaultKind kind, FaultTarget type) {
        Set<String> ids = new LinkedHashSet<>();
        switch (type) {
            case REGION -> scenario.regions().forEach(region -> ids.add(region.id()));
            case NODE -> {
                for (NodeSpec node : scenario.nodes()) {
                    if (!needsGenerator(kind) || node.power().generator()) {
                        ids.add(node.id());
                    }
                }
            }
            case UNIT -> {
                for (UnitSpec unit : scenario.units()) {
                    if (canHave(kind, unit)) {
                        ids.add(unit.id());
                    }
                }
            }
            case DEVICE -> ids.addAll(devices.keySet());
            case CHANNEL -> {
                for (DeviceDesign device : scenario.devices()) {
                    for (ChannelDesign channel : device.channels()) {
                        if (channel.quantity().isTemperature()) {
                            ids.add(device.device() + "/" + channel.id());
                        }
                    }
                }
            }
        }
        return ids;
    }

    private static boolean needsGenerator(FaultKind kind) {
        return kind == FaultKind.GENERATOR_START_FAILURE
                || kind == FaultKind.GENERATOR_STOP
                || kind == FaultKind.FUEL_LOW
                || kind == FaultKind.EXERCISE_MISSED;
    }

    private static boolean canHave(FaultKind kind, UnitSpec unit) {
        return switch (kind) {
            case DEFROST_STUCK -> unit.design().design().defrost() != null;
            case COMPRESSOR_FAILURE, REFRIGERANT_LEAK, THERMOSTAT_SHIFT ->
                unit.design().design().compressor() != null;
            default -> true;
        };
    }

    /** The cold units that a fault of {@code target} touches. */
    public List<String> units(FaultKind kind, String target) {
        FaultTarget type = of(kind, target)
                .orElseThrow(() ->
                        new IllegalArgumentException("fault " + kind.word() + ": it cannot strike '" + target + "'"));
        return switch (type) {
            case REGION -> {
                List<String> all = new ArrayList<>();
                for (NodeSpec node : scenario.nodes()) {
                    if (node.region().equals(target)) {
                        all.addAll(unitsOf(node.id()));
                    }
                }
                yield all;
            }
            case NODE -> unitsOf(target);
            case UNIT -> List.of(target);
            case DEVICE -> measured(target, "");
            case CHANNEL -> {
                int slash = target.indexOf('/');
                yield measured(target.substring(0, slash), target.substring(slash + 1));
            }
        };
    }

    private List<String> unitsOf(String node) {
        return List.copyOf(unitsOfNode.getOrDefault(node, List.of()));
    }

    /** By a device, or by one of its channels. A device of a node's power stands for all units there. */
    private List<String> measured(String device, String channel) {
        Set<String> all = new LinkedHashSet<>();
        DeviceDesign design = devices.get(device);
        if (design != null) {
            for (ChannelDesign it : design.channels()) {
                if (!units.containsKey(it.unit())) {
                    all.addAll(unitsOf(design.node()));
                } else if (channel.isEmpty() || channel.equals(it.id())) {
                    all.add(it.unit());
                }
            }
        }
        return List.copyOf(all);
    }
}
