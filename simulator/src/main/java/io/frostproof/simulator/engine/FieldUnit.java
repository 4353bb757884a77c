package io.frostproof.simulator.engine;

import io.frostproof.simulator.Seeds;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.PlannedFault;
import io.frostproof.simulator.physics.ColdUnit;
import io.frostproof.simulator.physics.UnitConditions;
import io.frostproof.simulator.physics.UnitDesign;
import io.frostproof.simulator.scenario.ProfileSpec;
import io.frostproof.simulator.scenario.UnitSpec;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cold unit in the field: its physics, what is wrong with it, what is stored in it, and what was true of it. For one thread. */
final class FieldUnit {

    private static final double SECOND_MILLIS = 1_000;
    /** People change the packs of a passive unit when so little is frozen. */
    private static final double PACKS_LOW = 0.25;

    final UnitSpec spec;
    /** Devices that watch its door. */
    final List<FieldDevice> doorDevices = new ArrayList<>();

    private final ColdUnit cold;
    private final double warp;
    private final double minCelsius;
    private final double maxCelsius;
    private final SimulationListener listener;
    private final Watch productAbove;
    private final Watch productBelow;
    private final Watch airAbove;
    private final Watch airBelow;
    private final Watch doorOpen;
    private final Watch unpowered;
    private final List<PlannedFault> faults = new ArrayList<>();
    private final Map<String, Stored> stored = new LinkedHashMap<>();

    private long lastMillis;
    private UnitConditions conditions;
    private double peopleDoor;
    private double door;
    private boolean sitePowered = true;
    private double voltage = 1;
    private double ambient;
    private int switchedOff;
    private double safeBelow = Double.POSITIVE_INFINITY;
    private double safeAbove = Double.NEGATIVE_INFINITY;

    FieldUnit(
            UnitSpec spec,
            ProfileSpec profile,
            long seed,
            double ambientCelsius,
            long startMillis,
            double warp,
            SimulationListener listener) {
        this.spec = spec;
        this.warp = warp;
        this.listener = listener;
        this.minCelsius = profile.minCelsius();
        this.maxCelsius = profile.maxCelsius();
        this.ambient = ambientCelsius;
        this.lastMillis = startMillis;
        this.cold = new ColdUnit(
                spec.design().design(),
                spec.setpointCelsius(),
                ambientCelsius,
                Seeds.random(seed, spec.id() + "/unit").nextLong());
        this.conditions = UnitConditions.normal(ambientCelsius);
        productAbove = watch(TruthState.PRODUCT_ABOVE);
        productBelow = watch(TruthState.PRODUCT_BELOW);
        airAbove = watch(TruthState.AIR_ABOVE);
        airBelow = watch(TruthState.AIR_BELOW);
        doorOpen = watch(TruthState.DOOR_OPEN);
        unpowered = watch(TruthState.UNIT_UNPOWERED);
    }

    private Watch watch(TruthState state) {
        return new Watch(state, spec.id(), "", listener);
    }

    /** Lets time pass as things are. Calls for the past do nothing. */
    void advance(long nowMillis) {
        if (nowMillis <= lastMillis) {
            return;
        }
        double air = cold.airCelsius();
        double contents = cold.contentsCelsius();
        double seconds = (nowMillis - lastMillis) * warp / SECOND_MILLIS;
        cold.advance(seconds, conditions);
        double airNow = cold.airCelsius();
        double contentsNow = cold.contentsCelsius();
        productAbove.line(lastMillis, contents, nowMillis, contentsNow, maxCelsius, true);
        productBelow.line(lastMillis, contents, nowMillis, contentsNow, minCelsius, false);
        airAbove.line(lastMillis, air, nowMillis, airNow, maxCelsius, true);
        airBelow.line(lastMillis, air, nowMillis, airNow, minCelsius, false);
        double mean = (contents + contentsNow) / 2;
        if (mean > safeBelow || mean < safeAbove) {
            bear(mean, seconds, nowMillis);
        }
        lastMillis = nowMillis;
    }

    private void bear(double celsius, double seconds, long nowMillis) {
        for (Stored it : stored.values()) {
            int broken = it.bear(celsius, seconds);
            if (broken >= 0) {
                String why = it.tolerances.get(broken).words();
                listener.truth(new TruthRecord.Harm(it.id, spec.id(), nowMillis, why));
            }
        }
    }

    /** Forgets the time until then. */
    void skipTo(long nowMillis) {
        lastMillis = Math.max(lastMillis, nowMillis);
    }

    /** Something about it has changed now; it stands at now. */
    private void refresh(long nowMillis) {
        double faultDoor = 0;
        boolean compressor = true;
        double refrigerant = 1;
        double shift = 0;
        boolean stuck = false;
        for (PlannedFault fault : faults) {
            switch (fault.kind()) {
                case DOOR_LEFT_OPEN -> faultDoor = Math.max(faultDoor, fault.severity());
                case COMPRESSOR_FAILURE -> compressor = false;
                case REFRIGERANT_LEAK -> refrigerant -= fault.severity() * fault.progress(nowMillis);
                case THERMOSTAT_SHIFT -> shift += fault.severity();
                case DEFROST_STUCK -> stuck = true;
                default -> {}
            }
        }
        door = Math.max(peopleDoor, faultDoor);
        boolean powered = sitePowered && switchedOff == 0;
        conditions = new UnitConditions(
                ambient, powered, powered ? voltage : 0, door, compressor, Math.max(0, refrigerant), shift, stuck);
        doorOpen.is(door > 0, nowMillis, door);
        boolean electric = spec.design().design().compressor() != null;
        unpowered.is(electric && !powered, nowMillis, 0);
    }

    void begin(PlannedFault fault, long nowMillis) {
        advance(nowMillis);
        faults.add(fault);
        refresh(nowMillis);
    }

    void end(PlannedFault fault, long nowMillis) {
        advance(nowMillis);
        faults.remove(fault);
        refresh(nowMillis);
    }

    /** Somebody pulls its plug, or puts it back. */
    void switchOff(boolean off, long nowMillis) {
        advance(nowMillis);
        switchedOff += off ? 1 : -1;
        refresh(nowMillis);
    }

    /** What the node gives it from now on. */
    void surroundings(double ambientCelsius, boolean powered, double voltageFraction, long nowMillis) {
        boolean leaks = faults.stream().anyMatch(fault -> fault.kind() == FaultKind.REFRIGERANT_LEAK);
        if (leaks || ambientCelsius != ambient || powered != sitePowered || voltageFraction != voltage) {
            ambient = ambientCelsius;
            sitePowered = powered;
            voltage = voltageFraction;
            refresh(nowMillis);
        }
    }

    /** People open or close it. */
    void door(double openFraction, long nowMillis) {
        advance(nowMillis);
        peopleDoor = openFraction;
        refresh(nowMillis);
    }

    /** Somebody who is there changes the packs of a passive unit in time. */
    void lookAtPacks() {
        UnitDesign design = spec.design().design();
        if (design.compressor() == null && design.ice() != null && cold.iceFraction() < PACKS_LOW) {
            cold.replacePacks(1);
        }
    }

    ColdUnit cold() {
        return cold;
    }

    boolean doorIsOpen() {
        return door > 0;
    }

    boolean powered() {
        return conditions.powered();
    }

    double voltageFraction() {
        return conditions.voltageFraction();
    }

    void store(Stored it) {
        stored.put(it.id, it);
        boundsOf(it);
    }

    void remove(String handlingUnit) {
        if (stored.remove(handlingUnit) != null) {
            safeBelow = Double.POSITIVE_INFINITY;
            safeAbove = Double.NEGATIVE_INFINITY;
            stored.values().forEach(this::boundsOf);
        }
    }

    private void boundsOf(Stored it) {
        it.tolerances.forEach(tolerance -> {
            if (tolerance.above()) {
                safeBelow = Math.min(safeBelow, tolerance.celsius());
            } else {
                safeAbove = Math.max(safeAbove, tolerance.celsius());
            }
        });
    }

    TruthRecord.Temperature temperature(long nowMillis) {
        return new TruthRecord.Temperature(
                spec.id(), nowMillis, Watch.hundredths(cold.airCelsius()), Watch.hundredths(cold.contentsCelsius()));
    }

    /** The run is over: what lasts is told. */
    void finish(long endMillis) {
        productAbove.end(endMillis);
        productBelow.end(endMillis);
        airAbove.end(endMillis);
        airBelow.end(endMillis);
        doorOpen.end(endMillis);
        unpowered.end(endMillis);
    }
}
