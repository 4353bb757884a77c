package io.frostproof.simulator.engine;

import io.frostproof.simulator.Seeds;
import io.frostproof.simulator.climate.Climate;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.PlannedFault;
import io.frostproof.simulator.people.Demand;
import io.frostproof.simulator.people.NodePeople;
import io.frostproof.simulator.power.GeneratorFaults;
import io.frostproof.simulator.power.GridState;
import io.frostproof.simulator.power.PowerDesign;
import io.frostproof.simulator.power.PowerSite;
import io.frostproof.simulator.power.PowerState;
import io.frostproof.simulator.scenario.NodeSpec;
import io.frostproof.simulator.truth.TruthState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A node in the field: its weather, its power, its units, its people, and what is wrong with them. For one thread. */
final class FieldNode {

    /** The world moves in such steps, and exactly at events. */
    private static final long STEP_MILLIS = 30_000;

    /** While the switch or the engine is doing something. */
    private static final long POWER_STEP_MILLIS = 5_000;

    /** A room changes by less than 0.1 K in it. */
    private static final long WEATHER_MILLIS = 300_000;

    private static final long DAY_MILLIS = 86_400_000;
    /** When somebody looks at the tank and at the packs, UTC. */
    private static final long ROUND_MILLIS = 10 * 3_600_000L;

    private static final double TANK_LOW_PERCENT = 20;
    private static final double REFUEL_BELOW_PERCENT = 50;
    private static final double REFUEL_TO_PERCENT = 90;
    private static final double SECOND_MILLIS = 1_000;

    final NodeSpec spec;
    final List<FieldUnit> units = new ArrayList<>();
    /** Devices that watch mains or generator. */
    final List<FieldDevice> powerDevices = new ArrayList<>();

    final List<FieldDevice> devices = new ArrayList<>();

    @Nullable
    NodePeople people;

    private final long seed;
    private final double warp;
    private final long seasonShiftMillis;
    private final Climate climate;
    private final PowerSite site;
    private final List<PlannedFault> faults = new ArrayList<>();
    private final Map<PlannedFault, List<FieldUnit>> switchedOff = new HashMap<>();
    private final Watch mainsAbsent;
    private final Watch startFailed;
    private final Watch atRest;
    private final Watch overRun;
    private final Watch fuelLow;

    private long lastMillis;
    private long weatherMillis;
    private double room;
    private GridState grid = GridState.NORMAL;
    private GeneratorFaults generatorFaults = GeneratorFaults.NONE;
    private Demand demand = Demand.NORMAL;
    private boolean networkDown;

    FieldNode(
            NodeSpec spec,
            long seed,
            long startMillis,
            double warp,
            long seasonShiftMillis,
            String powerUnit,
            SimulationListener listener) {
        this.spec = spec;
        this.seed = seed;
        this.warp = warp;
        this.seasonShiftMillis = seasonShiftMillis;
        this.climate = new Climate(
                spec.climate(), Seeds.random(seed, spec.id() + "/climate").nextLong());
        boolean generator = spec.power().generator();
        this.site = new PowerSite(
                generator ? PowerDesign.withGenerator() : PowerDesign.mainsOnly(),
                Seeds.random(seed, spec.id() + "/power").nextLong(),
                spec.power().fuelPercent());
        this.lastMillis = startMillis;
        mainsAbsent = new Watch(TruthState.MAINS_ABSENT, powerUnit, "", listener);
        startFailed = new Watch(TruthState.GENERATOR_FAILED_TO_START, powerUnit, "", listener);
        atRest = new Watch(TruthState.GENERATOR_AT_REST, powerUnit, "", listener);
        overRun = new Watch(TruthState.GENERATOR_OVER_RUN, powerUnit, "", listener);
        fuelLow = new Watch(TruthState.FUEL_LOW, powerUnit, "", listener);
        weather(startMillis);
        generatorFaults = generatorFaults();
    }

    private void weather(long nowMillis) {
        room = climate.roomCelsius(nowMillis + seasonShiftMillis);
        weatherMillis = nowMillis + (long) (WEATHER_MILLIS / warp);
    }

    /** Lets time pass; whether what its power devices watch has changed. */
    boolean advance(long nowMillis) {
        boolean mains = site.mains();
        boolean running = site.generatorRunning();
        double watts = 0;
        for (FieldUnit unit : units) {
            unit.advance(nowMillis);
            watts += unit.cold().powerWatts();
        }
        if (nowMillis > lastMillis) {
            site.loadWatts(watts);
            site.advance(lastMillis, (nowMillis - lastMillis) * warp / SECOND_MILLIS, grid, generatorFaults);
            round(nowMillis);
            lastMillis = nowMillis;
        }
        if (nowMillis >= weatherMillis) {
            weather(nowMillis);
        }
        tell(nowMillis);
        return mains != site.mains() || running != site.generatorRunning();
    }

    /** Once a day, somebody who is there looks at the tank and at the packs. */
    private void round(long nowMillis) {
        boolean due = Math.floorDiv(lastMillis - ROUND_MILLIS, DAY_MILLIS)
                != Math.floorDiv(nowMillis - ROUND_MILLIS, DAY_MILLIS);
        if (!due || demand.nodeClosed()) {
            return;
        }
        units.forEach(FieldUnit::lookAtPacks);
        if (site.fuelPercent() < REFUEL_BELOW_PERCENT && !has(FaultKind.FUEL_LOW)) {
            site.refuel(REFUEL_TO_PERCENT - site.fuelPercent());
        }
    }

    private void tell(long nowMillis) {
        boolean powered = site.loadPowered();
        double voltage = site.voltageFraction();
        for (FieldUnit unit : units) {
            unit.surroundings(room, powered, voltage, nowMillis);
        }
        mainsAbsent.is(!site.mains(), nowMillis, 0);
        startFailed.is(site.startFailed(), nowMillis, 0);
        boolean generator = spec.power().generator();
        atRest.is(generator && !site.mains() && !site.generatorRunning(), nowMillis, 0);
        overRun.is(generator && site.mains() && site.generatorRunning(), nowMillis, 0);
        fuelLow.isLow(generator && site.fuelPercent() < TANK_LOW_PERCENT, nowMillis, site.fuelPercent());
    }

    /** When it wants to move on. */
    long nextMillis(long nowMillis) {
        PowerState state = site.state();
        boolean quiet = state == PowerState.MAINS
                || state == PowerState.GENERATOR
                || state == PowerState.START_FAILED
                || state == PowerState.STOPPED;
        long step = quiet ? STEP_MILLIS : POWER_STEP_MILLIS;
        return nowMillis + Math.max(1, (long) (step / warp));
    }

    /** A fault of the node or its region begins; whether what its power devices watch has changed. */
    boolean begin(PlannedFault fault, long nowMillis) {
        boolean before = advance(nowMillis);
        faults.add(fault);
        if (fault.kind() == FaultKind.FUEL_LOW) {
            site.drainTo(fault.severity());
        } else if (fault.kind() == FaultKind.PARTNER_FAILED) {
            List<FieldUnit> some = some(fault);
            some.forEach(unit -> unit.switchOff(true, nowMillis));
            switchedOff.put(fault, some);
        }
        return refresh(nowMillis) || before;
    }

    boolean end(PlannedFault fault, long nowMillis) {
        boolean before = advance(nowMillis);
        faults.remove(fault);
        if (fault.kind() == FaultKind.FUEL_LOW) {
            site.refuel(Math.max(0, REFUEL_TO_PERCENT - site.fuelPercent()));
        }
        List<FieldUnit> off = switchedOff.remove(fault);
        if (off != null) {
            off.forEach(unit -> unit.switchOff(false, nowMillis));
        }
        return refresh(nowMillis) || before;
    }

    private List<FieldUnit> some(PlannedFault fault) {
        SplittableRandom random = Seeds.random(seed, spec.id() + "/partner/" + fault.startMillis());
        List<FieldUnit> left = new ArrayList<>(units);
        long count = Math.round(fault.severity() * left.size());
        List<FieldUnit> some = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            some.add(left.remove(random.nextInt(left.size())));
        }
        return some;
    }

    private boolean refresh(long nowMillis) {
        boolean mains = site.mains();
        boolean running = site.generatorRunning();
        grid = gridState();
        generatorFaults = generatorFaults();
        networkDown = has(FaultKind.NETWORK_LOSS);
        double factor = 1;
        for (PlannedFault fault : faults) {
            factor *= fault.kind() == FaultKind.DEMAND_SPIKE ? fault.severity() : 1;
        }
        boolean partner = has(FaultKind.PARTNER_FAILED);
        demand = new Demand(
                Math.min(factor, 1_000), partner || has(FaultKind.NODE_CLOSED), has(FaultKind.LANE_CLOSED), partner);
        site.advance(nowMillis, 0, grid, generatorFaults);
        tell(nowMillis);
        return mains != site.mains() || running != site.generatorRunning();
    }

    private GridState gridState() {
        if (has(FaultKind.GRID_OUTAGE)) {
            return GridState.ABSENT;
        }
        double voltage = 1;
        for (PlannedFault fault : faults) {
            voltage = fault.kind() == FaultKind.BROWN_OUT ? Math.min(voltage, fault.severity()) : voltage;
        }
        return voltage < 1 ? GridState.brownOut(voltage) : GridState.NORMAL;
    }

    private GeneratorFaults generatorFaults() {
        // Where engines run faster than the clock, a weekly exercise would be too.
        boolean noExercise = has(FaultKind.EXERCISE_MISSED) || has(FaultKind.PARTNER_FAILED) || warp > 1;
        return new GeneratorFaults(has(FaultKind.GENERATOR_START_FAILURE), noExercise, has(FaultKind.GENERATOR_STOP));
    }

    private boolean has(FaultKind kind) {
        for (PlannedFault fault : faults) {
            if (fault.kind() == kind) {
                return true;
            }
        }
        return false;
    }

    /** Forgets the time until then. */
    void skipTo(long nowMillis) {
        lastMillis = Math.max(lastMillis, nowMillis);
        units.forEach(unit -> unit.skipTo(nowMillis));
    }

    PowerSite site() {
        return site;
    }

    double roomCelsius() {
        return room;
    }

    double outdoorCelsius(long millis) {
        return climate.outdoorCelsius(millis + seasonShiftMillis);
    }

    Demand demand() {
        return demand;
    }

    boolean networkDown() {
        return networkDown;
    }

    /** The run is over: what lasts is told. */
    void finish(long endMillis) {
        mainsAbsent.end(endMillis);
        startFailed.end(endMillis);
        atRest.end(endMillis);
        overRun.end(endMillis);
        fuelLow.end(endMillis);
        units.forEach(unit -> unit.finish(endMillis));
    }
}
