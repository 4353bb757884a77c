package io.frostproof.server.demo;

import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.simulator.fleet.ChannelSpec;
import io.frostproof.simulator.fleet.DeviceSpec;
import io.frostproof.simulator.fleet.Fault;
import io.frostproof.simulator.fleet.FleetSpec;
import io.frostproof.simulator.fleet.SimulatedQuantity;
import io.frostproof.simulator.fleet.UnitSpec;
import io.frostproof.simulator.thermal.ColdKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a network into simulated units and devices that behave like it. */
final class DemoFleet {

    /** Seconds of physics per second: a locker without compressor is too warm in ten seconds instead of ten minutes. */
    static final double TIME_SCALE = 60;

    private static final long SEED = 20_260_101;
    /** Fridges aim for the middle of 2 to 8 °C, freezers for a little below the usual -18 °C. */
    private static final double FRIDGE_SETPOINT_CELSIUS = 5;

    private static final double FREEZER_SETPOINT_CELSIUS = -21;
    private static final double AMBIENT_CELSIUS = 24;
    private static final double FUEL_PERCENT = 80;

    private DemoFleet() {}

    static FleetSpec of(Network network, List<Fault> faults) {
        Map<String, String> generatorOfNode = new HashMap<>();
        for (Unit unit : network.units()) {
            if (unit.kind() == UnitKind.GENERATOR) {
                generatorOfNode.put(unit.node(), unit.id());
            }
        }
        List<UnitSpec> units = network.units().stream()
                .map(unit -> unit(unit, Optional.ofNullable(generatorOfNode.get(unit.node()))))
                .toList();
        return new FleetSpec(
                network.devices().stream().map(DemoFleet::device).toList(), units, faults, TIME_SCALE, SEED);
    }

    private static UnitSpec unit(Unit unit, Optional<String> generator) {
        return switch (unit.kind()) {
            case GENERATOR -> new UnitSpec.Power(unit.id(), FUEL_PERCENT);
            case FREEZER, ULTRA_COLD_FREEZER -> cold(unit, ColdKind.FREEZER, FREEZER_SETPOINT_CELSIUS, generator);
            case COLD_ROOM, REEFER -> cold(unit, ColdKind.COLD_ROOM, FRIDGE_SETPOINT_CELSIUS, generator);
            case LOCKER, FRIDGE, DOCK_ZONE -> cold(unit, ColdKind.LOCKER, FRIDGE_SETPOINT_CELSIUS, generator);
        };
    }

    private static UnitSpec cold(Unit unit, ColdKind kind, double setpointCelsius, Optional<String> generator) {
        return new UnitSpec.Cold(unit.id(), kind, setpointCelsius, AMBIENT_CELSIUS, generator);
    }

    private static DeviceSpec device(Device device) {
        return new DeviceSpec(
                device.node(),
                device.id(),
                device.reportInterval(),
                device.channels().stream().map(DemoFleet::channel).toList());
    }

    private static ChannelSpec channel(Channel channel) {
        return new ChannelSpec(
                channel.id(),
                quantity(channel.quantity()),
                channel.placements().getLast().unit());
    }

    private static SimulatedQuantity quantity(Quantity quantity) {
        return switch (quantity) {
            case TEMPERATURE -> SimulatedQuantity.AIR_TEMPERATURE;
            case DOOR -> SimulatedQuantity.DOOR;
            case MAINS -> SimulatedQuantity.MAINS;
            case GENERATOR -> SimulatedQuantity.GENERATOR;
            case FUEL -> SimulatedQuantity.FUEL;
            case HUMIDITY, VOLTAGE, BATTERY ->
                throw new IllegalArgumentException("the demo simulates no " + quantity.id());
        };
    }
}
