package io.frostproof.simulator.fleet;

import io.frostproof.simulator.thermal.Conditions;
import io.frostproof.simulator.thermal.PowerSupply;
import io.frostproof.simulator.thermal.ThermalUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The simulated units and what is wrong with them, over time since the start of the fleet. Confined to one thread. */
final class World {

    private static final double NANOS = 1e9;
    /** Power decides once per slice who has electricity, so this is how late a cold unit may notice. */
    private static final double SLICE_PHYSICS_SECONDS = 5;

    private final double timeScale;
    private final List<Fault> faults;
    private final Map<String, PowerSupply> power = new LinkedHashMap<>();
    private final Map<String, ColdUnit> cold = new LinkedHashMap<>();
    private Duration elapsed = Duration.ZERO;

    private static final class ColdUnit {
        private final UnitSpec.Cold spec;
        private final ThermalUnit thermal;
        private Conditions conditions = Conditions.NORMAL;

        ColdUnit(UnitSpec.Cold spec) {
            this.spec = spec;
            this.thermal = new ThermalUnit(spec.kind().parameters(), spec.setpointCelsius(), spec.ambientCelsius());
        }
    }

    World(FleetSpec spec) {
        this.timeScale = spec.timeScale();
        this.faults = new ArrayList<>(spec.faults());
        for (UnitSpec unit : spec.units()) {
            switch (unit) {
                case UnitSpec.Cold it -> cold.put(it.key(), new ColdUnit(it));
                case UnitSpec.Power it -> power.put(it.key(), new PowerSupply(it.fuelPercent()));
            }
        }
    }

    void add(Fault fault) {
        faults.add(fault);
    }

    /** Lets time pass without physics: the process was suspended. */
    void skipTo(Duration target) {
        if (target.compareTo(elapsed) > 0) {
            elapsed = target;
        }
    }

    /** Lets time pass up to {@code target}; nothing happens when that is in the past. */
    void advanceTo(Duration target) {
        while (elapsed.compareTo(target) < 0) {
            Duration next = nextBoundary(target);
            double seconds = next.minus(elapsed).toNanos() / NANOS * timeScale;
            power.forEach((key, supply) -> supply.advance(seconds, !faulty(key, Fault.Kind.MAINS_LOST)));
            cold.values().forEach(unit -> {
                unit.conditions = conditions(unit);
                unit.thermal.advance(seconds, unit.conditions);
            });
            elapsed = next;
        }
    }

    private Duration nextBoundary(Duration target) {
        long sliceNanos = Math.max(1, (long) (SLICE_PHYSICS_SECONDS / timeScale * NANOS));
        Duration next = elapsed.plusNanos(sliceNanos);
        if (next.compareTo(target) > 0) {
            next = target;
        }
        for (Fault fault : faults) {
            next = earlier(next, fault.start());
            next = earlier(next, fault.end());
        }
        return next;
    }

    private Duration earlier(Duration next, Duration boundary) {
        return boundary.compareTo(elapsed) > 0 && boundary.compareTo(next) < 0 ? boundary : next;
    }

    private Conditions conditions(ColdUnit unit) {
        String key = unit.spec.key();
        PowerSupply supply = unit.spec.poweredBy().map(power::get).orElse(null);
        boolean powered = supply == null ? !faulty(key, Fault.Kind.MAINS_LOST) : supply.powered();
        return new Conditions(powered, !faulty(key, Fault.Kind.COMPRESSOR_FAILURE), faulty(key, Fault.Kind.DOOR_OPEN));
    }

    private boolean faulty(String key, Fault.Kind kind) {
        return faults.stream()
                .anyMatch(fault -> fault.kind() == kind && fault.unitKey().equals(key) && fault.activeAt(elapsed));
    }

    /** The true value now, without the noise of a probe. {@link FleetSpec} has checked that there is one. */
    double value(ChannelSpec channel) {
        return switch (channel.quantity()) {
            case AIR_TEMPERATURE -> coldUnit(channel).thermal.airCelsius();
            case CONTENTS_TEMPERATURE -> coldUnit(channel).thermal.contentsCelsius();
            case DOOR -> coldUnit(channel).conditions.doorOpen() ? 1 : 0;
            case MAINS -> mains(channel) ? 1 : 0;
            case GENERATOR -> supply(channel).generatorRunning() ? 1 : 0;
            case FUEL -> supply(channel).fuelPercent();
        };
    }

    private boolean mains(ChannelSpec channel) {
        PowerSupply supply = power.get(channel.unitKey());
        return supply == null ? coldUnit(channel).conditions.powered() : supply.mains();
    }

    private ColdUnit coldUnit(ChannelSpec channel) {
        ColdUnit unit = cold.get(channel.unitKey());
        if (unit == null) {
            throw new IllegalStateException("no cold unit " + channel.unitKey());
        }
        return unit;
    }

    private PowerSupply supply(ChannelSpec channel) {
        PowerSupply supply = power.get(channel.unitKey());
        if (supply == null) {
            throw new IllegalStateException("no power site " + channel.unitKey());
        }
        return supply;
    }
}
