package io.frostproof.simulator.engine;

import io.frostproof.simulator.fault.FaultTarget;
import io.frostproof.simulator.fault.PlannedFault;
import io.frostproof.simulator.people.Floor;
import io.frostproof.simulator.people.HandlingUnit;
import io.frostproof.simulator.people.Load;
import io.frostproof.simulator.people.NodeDesign;
import io.frostproof.simulator.people.NodePeople;
import io.frostproof.simulator.people.PlannedStock;
import io.frostproof.simulator.people.StockEvent;
import io.frostproof.simulator.scenario.NodeDesigns;
import io.frostproof.simulator.scenario.NodeSpec;
import io.frostproof.simulator.scenario.ProductSpec;
import io.frostproof.simulator.scenario.ProfileSpec;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.scenario.Tolerance;
import io.frostproof.simulator.scenario.UnitSpec;
import io.frostproof.simulator.sensing.ChannelDesign;
import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.simulator.sensing.ProbeDesign;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.sensing.Remembered;
import io.frostproof.simulator.sensing.SimulatedQuantity;
import io.frostproof.simulator.sensing.Surroundings;
import io.frostproof.simulator.sensing.Uplink;
import io.frostproof.simulator.truth.TruthRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes, units and devices of a run, and the ways between them: what devices measure, where people act, what a fault strikes. For one thread. */
final class World implements Surroundings, Uplink, Floor {

    private static final double NOMINAL_VOLTS = 230;

    /** Wakes an actor earlier than it asked for. */
    interface Alarm {
        void wakeAt(int actor, long millis);
    }

    /** Boxes for which the same is true: all of a product in one load. */
    private record Box(String product, String boundFor, long packedMillis, long unpackedMillis) {}

    private final Scenario scenario;
    private final SimulationListener listener;
    private final Alarm alarm;
    private final List<FieldNode> nodes = new ArrayList<>();
    private final List<FieldUnit> units = new ArrayList<>();
    private final List<FieldDevice> devices = new ArrayList<>();
    private final Map<String, FieldNode> nodeById = new HashMap<>();
    private final Map<String, FieldUnit> unitById = new HashMap<>();
    private final Map<String, FieldDevice> deviceById = new HashMap<>();
    /** By unit id: cold units, and those that stand for the power of a node. */
    private final Map<String, FieldNode> nodeOfUnit = new HashMap<>();

    private final Map<String, List<Tolerance>> tolerances = new HashMap<>();
    private final Map<String, Stored> stored = new HashMap<>();
    private @Nullable Box lastBox;
    private @Nullable Way lastWay;
    private long nowMillis;

    World(
            Scenario scenario,
            long seed,
            SimulationListener listener,
            Receipts receipts,
            Map<String, Remembered> remembered,
            int firstActor,
            Alarm alarm) {
        this.scenario = scenario;
        this.listener = listener;
        this.alarm = alarm;
        this.nowMillis = scenario.startMillis();
        long shift = scenario.seasonShift().toMillis();
        Map<String, List<UnitSpec>> unitsOfNode =
                scenario.units().stream().collect(Collectors.groupingBy(UnitSpec::node));
        Map<String, ProfileSpec> profiles =
                scenario.profiles().stream().collect(Collectors.toMap(ProfileSpec::id, Function.identity()));
        for (NodeSpec spec : scenario.nodes()) {
            List<UnitSpec> here = unitsOfNode.getOrDefault(spec.id(), List.of());
            String power = spec.power().unit().isEmpty() && !here.isEmpty()
                    ? here.getFirst().id()
                    : spec.power().unit();
            FieldNode node = new FieldNode(spec, seed, nowMillis, scenario.warp(), shift, power, listener);
            nodes.add(node);
            nodeById.put(spec.id(), node);
            nodeOfUnit.put(power, node);
            for (UnitSpec it : here) {
                ProfileSpec profile = profiles.get(it.profile());
                if (profile == null) {
                    throw new IllegalArgumentException(
                            "unit " + it.id() + ", profile '" + it.profile() + "': not in the scenario");
                }
                FieldUnit unit =
                        new FieldUnit(it, profile, seed, node.roomCelsius(), nowMillis, scenario.warp(), listener);
                node.units.add(unit);
                units.add(unit);
                unitById.put(it.id(), unit);
                nodeOfUnit.put(it.id(), node);
            }
            people(node, seed);
        }
        for (int i = 0; i < scenario.devices().size(); i++) {
            DeviceDesign design = warped(scenario.devices().get(i), scenario.warp());
            add(new FieldDevice(
                    design, firstActor + i, seed, nowMillis, receipts, remembered.get(design.device()), listener));
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
                it.node(), it.device(), channels, it.sampleEvery(), it.reportEvery(), it.form(), it.hardware());
    }

    private void people(FieldNode node, long seed) {
        Optional<NodeDesign> design = NodeDesigns.of(scenario, node.spec);
        if (design.isEmpty()) {
            return;
        }
        node.people = new NodePeople(design.get(), seed, nowMillis);
        Map<String, List<Tolerance>> byProduct =
                scenario.products().stream().collect(Collectors.toMap(ProductSpec::id, ProductSpec::tolerances));
        for (PlannedStock it : NodePeople.everything(design.get(), seed, nowMillis, scenario.endMillis())) {
            HandlingUnit handlingUnit = it.handlingUnit();
            tolerances.put(handlingUnit.id(), byProduct.getOrDefault(handlingUnit.product(), List.of()));
        }
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

    List<FieldDevice> devices() {
        return devices;
    }

    @Nullable
    FieldDevice device(String id) {
        return deviceById.get(id);
    }

    private FieldNode node(String id) {
        FieldNode node = nodeById.get(id);
        if (node == null) {
            throw new IllegalArgumentException("node '" + id + "': not in the scenario");
        }
        return node;
    }

    private FieldUnit unit(String id) {
        FieldUnit unit = unitById.get(id);
        if (unit == null) {
            throw new IllegalArgumentException("unit '" + id + "': not a cold unit of the scenario");
        }
        return unit;
    }

    private FieldNode nodeOfUnit(String id) {
        FieldNode node = nodeOfUnit.get(id);
        if (node == null) {
            throw new IllegalArgumentException("unit '" + id + "': not in the scenario");
        }
        return node;
    }

    void standAt(long millis) {
        nowMillis = millis;
    }

    void advance(FieldNode node) {
        if (node.advance(nowMillis)) {
            wake(node.powerDevices);
        }
    }

    private void wake(List<FieldDevice> some) {
        for (FieldDevice device : some) {
            alarm.wakeAt(device.actor, nowMillis);
        }
    }

    /** Everything in its true state, for the record. */
    void sample() {
        for (FieldUnit unit : units) {
            unit.advance(nowMillis);
            listener.truth(unit.temperature(nowMillis));
        }
    }

    void strike(PlannedFault fault, FaultTarget type, boolean begins) {
        switch (type) {
            case REGION -> {
                for (FieldNode node : nodes) {
                    if (node.spec.region().equals(fault.target())) {
                        strike(node, fault, begins);
                    }
                }
            }
            case NODE -> strike(node(fault.target()), fault, begins);
            case UNIT -> {
                FieldUnit unit = unit(fault.target());
                if (begins) {
                    unit.begin(fault, nowMillis);
                } else {
                    unit.end(fault, nowMillis);
                }
                wake(unit.doorDevices);
            }
            case DEVICE, CHANNEL -> {
                int slash = fault.target().indexOf('/');
                String id = slash < 0 ? fault.target() : fault.target().substring(0, slash);
                FieldDevice device = deviceById.get(id);
                if (device != null) {
                    if (begins) {
                        device.begin(fault, nowMillis);
                    } else {
                        device.end(fault, nowMillis);
                    }
                    alarm.wakeAt(device.actor, nowMillis);
                }
            }
        }
    }

    private void strike(FieldNode node, PlannedFault fault, boolean begins) {
        boolean network = node.networkDown();
        boolean changed = begins ? node.begin(fault, nowMillis) : node.end(fault, nowMillis);
        if (network != node.networkDown()) {
            wake(node.devices);
        } else if (changed) {
            wake(node.powerDevices);
        }
    }

    void wakePeople(int node) {
        FieldNode it = nodes.get(node);
        if (it.people != null) {
            it.people.wake(nowMillis, this, it.demand());
        }
    }

    void finish(long endMillis) {
        for (FieldNode node : nodes) {
            node.advance(endMillis);
            node.finish(endMillis);
        }
        devices.forEach(device -> device.finish(endMillis));
    }

    // What devices measure

    @Override
    public double value(String unit, SimulatedQuantity quantity) {
        return switch (quantity) {
            case AIR_TEMPERATURE -> now(unit).cold().airCelsius();
            case CONTENTS_TEMPERATURE -> now(unit).cold().contentsCelsius();
            case DOOR -> unit(unit).doorIsOpen() ? 1 : 0;
            case MAINS -> nodeOfUnit(unit).site().mains() ? 1 : 0;
            case GENERATOR -> nodeOfUnit(unit).site().generatorRunning() ? 1 : 0;
            case FUEL -> nodeOfUnit(unit).site().fuelPercent();
            case VOLTAGE -> NOMINAL_VOLTS * unit(unit).voltageFraction();
            case BATTERY, HUMIDITY ->
                throw new IllegalArgumentException(
                        "unit '" + unit + "', quantity " + quantity + ": the world does not know it");
        };
    }

    private FieldUnit now(String id) {
        FieldUnit unit = unit(id);
        unit.advance(nowMillis);
        return unit;
    }

    @Override
    public double ambientCelsius(String node) {
        return node(node).roomCelsius();
    }

    @Override
    public boolean chargerPowered(String node) {
        return node(node).site().loadPowered();
    }

    // The way to the server

    @Override
    public boolean reachable(String node, String device) {
        return !node(node).networkDown();
    }

    @Override
    public void send(Publication publication) {
        listener.published(publication);
    }

    // Where people act

    @Override
    public void door(String unit, double openFraction) {
        FieldUnit it = unit(unit);
        it.door(openFraction, nowMillis);
        wake(it.doorDevices);
    }

    @Override
    public void putIn(String unit, double joulesPerKelvin, double celsius) {
        // What is there from the start is part of the unit's own contents.
        if (nowMillis > scenario.startMillis()) {
            now(unit).cold().putIn(joulesPerKelvin, celsius);
        }
    }

    @Override
    public void takeOut(String unit, double joulesPerKelvin) {
        now(unit).cold().takeOut(joulesPerKelvin);
    }

    @Override
    public double contentsCelsius(String unit) {
        return now(unit).cold().contentsCelsius();
    }

    @Override
    public void stock(StockEvent event) {
        String id = event.handlingUnit();
        units(event, stored(id));
        listener.stock(event);
        String where = event instanceof StockEvent.Left ? "" : event.unit();
        listener.truth(new TruthRecord.Stock(id, where, event.atMillis()));
    }

    private Stored stored(String id) {
        return stored.computeIfAbsent(id, key -> new Stored(key, tolerances.getOrDefault(key, List.of())));
    }

    private void units(StockEvent event, Stored it) {
        FieldUnit before = it.where;
        if (before != null) {
            before.advance(nowMillis);
            before.remove(it.id);
            it.where = null;
        }
        if (!(event instanceof StockEvent.Left)) {
            FieldUnit to = now(event.unit());
            to.store(it);
            it.where = to;
        }
    }

    @Override
    public double unpack(HandlingUnit handlingUnit, double packedCelsius, Load load) {
        var box = new Box(handlingUnit.product(), load.boundFor(), load.packedMillis(), nowMillis);
        Way way = lastWay;
        if (way == null || !box.equals(lastBox)) {
            way = new Way(
                    load.packedMillis(),
                    nowMillis,
                    handlingUnit.joulesPerKelvin(),
                    packedCelsius,
                    node(load.boundFor())::outdoorCelsius);
            lastBox = box;
            lastWay = way;
        }
        way.bear(stored(handlingUnit.id()), listener);
        return way.endCelsius();
    }

    @Override
    public void divert(String node, Load load) {
        Load left = load;
        String region = node(node).spec.region();
        for (int round = 0; round < 2; round++) {
            for (FieldNode other : nodes) {
                boolean near = other.spec.region().equals(region);
                NodePeople people = other.people;
                if (!left.units().isEmpty()
                        && people != null
                        && near == (round == 0)
                        && !other.spec.id().equals(node)) {
                    left = people.receive(left, nowMillis, this, other.demand());
                    wakePeopleOf(other);
                }
            }
        }
    }

    private void wakePeopleOf(FieldNode node) {
        NodePeople people = node.people;
        if (people != null) {
            alarm.wakeAt(1 + nodes.size() + nodes.indexOf(node), Math.max(people.nextMillis(), nowMillis));
        }
    }
}
