package io.frostproof.simulator.fleet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A whole simulated network.
 *
 * @param timeScale seconds of physics per second of the clock. At 60, a locker without compressor leaves its band within
 *     ten seconds instead of four to ten minutes; the readings still carry the clock's time, so a scaled fleet shows a world that
 *     warms and cools, and burns fuel, that much faster than a real one
 * @param seed of the noise; the same seed, clock and faults give the same readings
 */
public record FleetSpec(
        List<DeviceSpec> devices, List<UnitSpec> units, List<Fault> faults, double timeScale, long seed) {

    /** Throws {@link IllegalArgumentException} when keys are given twice or lead nowhere. */
    public FleetSpec {
        devices = List.copyOf(devices);
        units = List.copyOf(units);
        faults = List.copyOf(faults);
        if (!(timeScale > 0) || timeScale > 10_000) {
            throw new IllegalArgumentException("timeScale " + timeScale + ": expected above 0, up to 10000");
        }
        Map<String, UnitSpec> byKey = new HashMap<>();
        for (UnitSpec unit : units) {
            if (byKey.put(unit.key(), unit) != null) {
                throw new IllegalArgumentException("unit '" + unit.key() + "': given twice");
            }
        }
        units.forEach(unit -> checkPower(unit, byKey));
        faults.forEach(fault -> checkFault(fault, byKey));
        Set<String> ids = new HashSet<>();
        for (DeviceSpec device : devices) {
            if (!ids.add(device.device())) {
                throw new IllegalArgumentException("device '" + device.device() + "': given twice");
            }
            device.channels().forEach(channel -> checkChannel(device, channel, byKey));
        }
    }

    /** Throws {@link IllegalArgumentException} when {@code fault} cannot happen in this fleet. */
    void check(Fault fault) {
        Map<String, UnitSpec> byKey = new HashMap<>();
        units.forEach(unit -> byKey.put(unit.key(), unit));
        checkFault(fault, byKey);
    }

    private static void checkPower(UnitSpec unit, Map<String, UnitSpec> byKey) {
        if (unit instanceof UnitSpec.Cold cold
                && cold.poweredBy().isPresent()
                && !(byKey.get(cold.poweredBy().get()) instanceof UnitSpec.Power)) {
            throw new IllegalArgumentException("unit '" + unit.key() + "': poweredBy '"
                    + cold.poweredBy().get() + "', expected the key of a power site");
        }
    }

    private static void checkFault(Fault fault, Map<String, UnitSpec> byKey) {
        boolean possible = switch (byKey.get(fault.unitKey())) {
            case UnitSpec.Cold cold ->
                fault.kind() != Fault.Kind.MAINS_LOST || cold.poweredBy().isEmpty();
            case UnitSpec.Power power -> fault.kind() == Fault.Kind.MAINS_LOST;
            case null -> false;
        };
        if (!possible) {
            throw new IllegalArgumentException("fault " + fault.kind() + " of unit '" + fault.unitKey()
                    + "': expected a unit that can have it (mains are lost at the power site, if there is one)");
        }
    }

    private static void checkChannel(DeviceSpec device, ChannelSpec channel, Map<String, UnitSpec> byKey) {
        boolean measurable = switch (channel.quantity()) {
            case AIR_TEMPERATURE, CONTENTS_TEMPERATURE, DOOR -> byKey.get(channel.unitKey()) instanceof UnitSpec.Cold;
            case MAINS -> byKey.containsKey(channel.unitKey());
            case GENERATOR, FUEL -> byKey.get(channel.unitKey()) instanceof UnitSpec.Power;
        };
        if (!measurable) {
            throw new IllegalArgumentException("device '" + device.device() + "', channel '" + channel.id()
                    + "': unit '" + channel.unitKey() + "' has no " + channel.quantity());
        }
    }
}
