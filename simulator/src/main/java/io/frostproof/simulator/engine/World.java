package io.frostproof.simulator.engine;

import io.frostproof.simulator.fault.FaultTarget;
import io.frostproof.simulator.fault.PlannedFault;
import io.frostproof.simulator.people.Floor;
import io.frostproof.simulator.people.HandlingUnit;
import io.frostproof.simulator.people.Load;
import io.frostproof.simulator.people.NodePeople;
import io.frostproof.simulator.people.StockEvent;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.sensing.SimulatedQuantity;
import io.frostproof.simulator.sensing.Surroundings;
import io.frostproof.simulator.sensing.Uplink;
import java.util.List;

/** The ways between the things of a {@link Field}: what devices measure, where people act, what a fault strikes, and who is woken by it. For one thread. */
final class World implements Surroundings, Uplink, Floor {

    private static final double NOMINAL_VOLTS = 230;

    /** Wakes an actor earlier than it asked for. */
    interface Alarm {
        void wakeAt(int actor, long millis);
    }

    private final long startMillis;
    private final SimulationListener listener;
    private final Alarm alarm;
    private final Field field;
    private final Stock stock;
    private long nowMillis;

    World(Scenario scenario, long seed, SimulationListener listener, Field field, Alarm alarm) {
        this.startMillis = scenario.startMillis();
        this.listener = listener;
        this.alarm = alarm;
        this.field = field;
        this.stock = new Stock(scenario, seed, listener);
        this.nowMillis = startMillis;
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
        for (FieldUnit unit : field.units()) {
            unit.advance(nowMillis);
            listener.truth(unit.temperature(nowMillis));
        }
    }

    void strike(PlannedFault fault, FaultTarget type, boolean begins) {
        switch (type) {
            case REGION -> {
                for (FieldNode node : field.nodes()) {
                    if (node.spec.region().equals(fault.target())) {
                        strike(node, fault, begins);
                    }
                }
            }
            case NODE -> strike(field.node(fault.target()), fault, begins);
            case UNIT -> {
                FieldUnit unit = field.unit(fault.target());
                if (begins) {
                    unit.begin(fault, nowMillis);
                } else {
                    unit.end(fault, nowMillis);
                }
                wake(unit.doorDevices);
            }
            case DEVICE, CHANNEL -> {
                int slash = fault.target().indexOf('/');
                FieldDevice device =
                        field.device(slash < 0 ? fault.target() : fault.target().substring(0, slash));
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

    void wakePeople(FieldNode node) {
        if (node.people != null) {
            node.people.wake(nowMillis, this, node.demand());
        }
    }

    void finish(long endMillis) {
        for (FieldNode node : field.nodes()) {
            node.advance(endMillis);
            node.finish(endMillis);
        }
        field.devices().forEach(device -> device.finish(endMillis));
    }

    // What devices measure

    @Override
    public double value(String unit, SimulatedQuantity quantity) {
        return switch (quantity) {
            case AIR_TEMPERATURE, SECOND_AIR_TEMPERATURE -> now(unit).cold().airCelsius();
            case CONTENTS_TEMPERATURE -> now(unit).cold().contentsCelsius();
            case DOOR -> field.unit(unit).doorIsOpen() ? 1 : 0;
            case MAINS -> field.nodeOfUnit(unit).site().mains() ? 1 : 0;
            case GENERATOR -> field.nodeOfUnit(unit).site().generatorRunning() ? 1 : 0;
            case FUEL -> field.nodeOfUnit(unit).site().fuelPercent();
            case VOLTAGE -> NOMINAL_VOLTS * field.unit(unit).voltageFraction();
            case BATTERY, HUMIDITY ->
                throw new IllegalArgumentException(
                        "unit '" + unit + "', quantity " + quantity + ": the world does not know it");
        };
    }

    private FieldUnit now(String id) {
        FieldUnit unit = field.unit(id);
        unit.advance(nowMillis);
        return unit;
    }

    @Override
    public double ambientCelsius(String node) {
        return field.node(node).roomCelsius();
    }

    @Override
    public boolean chargerPowered(String node) {
        return field.node(node).site().loadPowered();
    }

    // The way to the server

    @Override
    public boolean reachable(String node, String device) {
        return !field.node(node).networkDown();
    }

    @Override
    public void send(Publication publication) {
        listener.published(publication);
    }

    // Where people act

    @Override
    public void door(String unit, double openFraction) {
        FieldUnit it = field.unit(unit);
        it.door(openFraction, nowMillis);
        wake(it.doorDevices);
    }

    @Override
    public void putIn(String unit, double joulesPerKelvin, double celsius) {
        // What is there from the start is part of the unit's own contents.
        if (nowMillis > startMillis) {
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
        stock.move(event, event instanceof StockEvent.Left ? null : field.unit(event.unit()), nowMillis);
    }

    @Override
    public double unpack(HandlingUnit handlingUnit, double packedCelsius, Load load) {
        return stock.unpack(handlingUnit, packedCelsius, load, nowMillis, field.node(load.boundFor())::outdoorCelsius);
    }

    /** Other nodes of the region are asked first. */
    @Override
    public void divert(String node, Load load) {
        Load left = load;
        String region = field.node(node).spec.region();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < field.nodes().size(); i++) {
                FieldNode other = field.nodes().get(i);
                boolean near = other.spec.region().equals(region);
                NodePeople people = other.people;
                if (!left.units().isEmpty()
                        && people != null
                        && near == (round == 0)
                        && !other.spec.id().equals(node)) {
                    left = people.receive(left, nowMillis, this, other.demand());
                    alarm.wakeAt(1 + field.nodes().size() + i, Math.max(people.nextMillis(), nowMillis));
                }
            }
        }
    }
}
