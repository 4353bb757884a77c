package io.frostproof.simulator.engine;

import io.frostproof.protocol.Control;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.FaultTarget;
import io.frostproof.simulator.fault.PlannedFault;
import io.frostproof.simulator.people.NodePeople;
import io.frostproof.simulator.scenario.FaultPlan;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.scenario.Targets;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.sensing.Remembered;
import io.frostproof.simulator.truth.TruthRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One run of a scenario. {@link #advanceTo} lets simulated time pass and tells the listener what happens; the same scenario, seed and
 * modelled receipts tell the same, byte for byte, however the time is cut. One thread moves it; {@link #order} and {@link #inject} may be called from any.
 */
public final class Simulation implements AutoCloseable {

    /** Faults come before all others that are due at the same time. */
    private static final int FAULTS = 0;

    private record Boundary(long atMillis, boolean begins, PlannedFault fault) {
        static final Comparator<Boundary> IN_ORDER = Comparator.comparingLong(Boundary::atMillis)
                .thenComparing(Boundary::begins)
                .thenComparing(Boundary::fault, PlannedFault.IN_ORDER);
    }

    private record Arrived(String device, Control order) {}

    private final Scenario scenario;
    private final long seed;
    private final SimulationListener listener;
    private final Targets targets;
    private final Field field;
    private final World world;
    private final Agenda agenda;
    private final PriorityQueue<Boundary> boundaries = new PriorityQueue<>(Boundary.IN_ORDER);
    private final List<PlannedFault> lasting = new ArrayList<>();
    private final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    private final Queue<PlannedFault> injected = new ConcurrentLinkedQueue<>();
    private final int firstPeople;
    private final int sampler;
    private final int firstDevice;
    private volatile long nowMillis;
    private boolean begun;
    private boolean finished;

    private Simulation(
            Scenario scenario,
            long seed,
            SimulationListener listener,
            Receipts receipts,
            Map<String, Remembered> remembered) {
        this.scenario = scenario;
        this.seed = seed;
        this.listener = listener;
        this.nowMillis = scenario.startMillis();
        targets = new Targets(scenario);
        int nodes = scenario.nodes().size();
        firstPeople = 1 + nodes;
        sampler = firstPeople + nodes;
        firstDevice = sampler + 1;
        agenda = new Agenda(firstDevice + scenario.devices().size());
        field = new Field(scenario, seed, listener, receipts, remembered, firstDevice);
        world = new World(scenario, seed, listener, field, this::wakeAt);
        for (PlannedFault fault : FaultPlan.of(scenario, seed)) {
            plan(fault);
        }
        for (int i = 0; i < nodes; i++) {
            agenda.set(1 + i, nowMillis);
            NodePeople people = field.nodes().get(i).people;
            agenda.set(firstPeople + i, people == null ? Agenda.NEVER : people.nextMillis());
        }
        agenda.set(sampler, nowMillis);
        for (FieldDevice device : field.devices()) {
            agenda.set(device.actor, device.device().nextWakeMillis());
        }
    }

    /** A run that stands at its start. */
    public static Simulation of(Scenario scenario, long seed, SimulationListener listener, Receipts receipts) {
        return new Simulation(scenario, seed, listener, receipts, Map.of());
    }

    /**
     * As above, with devices that have run before.
     *
     * @param remembered by device id; the others start for the first time
     */
    public static Simulation of(
            Scenario scenario,
            long seed,
            SimulationListener listener,
            Receipts receipts,
            Map<String, Remembered> remembered) {
        return new Simulation(scenario, seed, listener, receipts, remembered);
    }

    public Scenario scenario() {
        return scenario;
    }

    /** Where simulated time stands. From any thread. */
    public long nowMillis() {
        return nowMillis;
    }

    public long endMillis() {
        return scenario.endMillis();
    }

    /** Lets time pass until then, or to the end of the scenario, where everything that lasts is told as ended. The past is no error. */
    public void advanceTo(long millis) {
        begin();
        takeIn();
        long end = endMillis();
        while (agenda.firstDue() <= millis && agenda.firstDue() < end) {
            int actor = agenda.first();
            nowMillis = Math.max(nowMillis, agenda.firstDue());
            world.standAt(nowMillis);
            act(actor);
        }
        nowMillis = Math.max(nowMillis, Math.min(millis, end));
        if (nowMillis >= end) {
            finish();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            listener.truth(new TruthRecord.Header(
                    scenario.name(),
                    seed,
                    scenario.startMillis(),
                    endMillis(),
                    scenario.units().size(),
                    scenario.devices().size(),
                    reportSeconds()));
        }
    }

    private long reportSeconds() {
        long[] seconds = scenario.devices().stream()
                .mapToLong(device -> device.reportEvery().toSeconds())
                .sorted()
                .toArray();
        return seconds.length == 0 ? 0 : seconds[seconds.length / 2];
    }

    private void takeIn() {
        for (PlannedFault fault = injected.poll(); fault != null; fault = injected.poll()) {
            plan(fault);
        }
        for (Arrived it = arrived.poll(); it != null; it = arrived.poll()) {
            FieldDevice device = field.device(it.device());
            if (device != null) {
                device.device().order(it.order(), nowMillis, world);
                agenda.set(device.actor, Math.max(device.device().nextWakeMillis(), nowMillis));
            }
        }
    }

    private void plan(PlannedFault fault) {
        boundaries.add(new Boundary(Math.max(fault.startMillis(), nowMillis), true, fault));
        agenda.set(FAULTS, boundaries.element().atMillis());
    }

    private void act(int actor) {
        if (actor == FAULTS) {
            faults();
        } else if (actor < firstPeople) {
            FieldNode node = field.nodes().get(actor - 1);
            world.advance(node);
            agenda.set(actor, node.nextMillis(nowMillis));
        } else if (actor < sampler) {
            FieldNode node = field.nodes().get(actor - firstPeople);
            world.wakePeople(node);
            NodePeople people = node.people;
            agenda.set(actor, people == null ? Agenda.NEVER : Math.max(people.nextMillis(), nowMillis));
        } else if (actor == sampler) {
            world.sample();
            agenda.set(sampler, nowMillis + TruthRecord.Temperature.EVERY_MILLIS);
        } else {
            FieldDevice device = field.devices().get(actor - firstDevice);
            device.wake(nowMillis, world, world);
            agenda.set(actor, Math.max(device.device().nextWakeMillis(), nowMillis + 1));
        }
    }

    private void wakeAt(int actor, long millis) {
        if (millis < agenda.due(actor)) {
            agenda.set(actor, millis);
        }
    }

    private void faults() {
        while (!boundaries.isEmpty() && boundaries.element().atMillis() <= nowMillis) {
            Boundary it = boundaries.remove();
            FaultTarget type =
                    targets.of(it.fault().kind(), it.fault().target()).orElseThrow();
            world.strike(it.fault(), type, it.begins());
            if (it.begins()) {
                lasting.add(it.fault());
                boundaries.add(new Boundary(it.fault().endMillis(), false, it.fault()));
            } else {
                lasting.remove(it.fault());
                tell(it.fault(), it.fault().endMillis());
            }
        }
        agenda.set(
                FAULTS,
                boundaries.isEmpty() ? Agenda.NEVER : boundaries.element().atMillis());
    }

    private void tell(PlannedFault fault, long endMillis) {
        if (endMillis > fault.startMillis()) {
            FaultKind kind = fault.kind();
            listener.truth(new TruthRecord.FaultInterval(
                    kind,
                    fault.target(),
                    targets.units(kind, fault.target()),
                    fault.startMillis(),
                    endMillis,
                    fault.severity()));
        }
    }

    private void finish() {
        if (!finished) {
            finished = true;
            long end = endMillis();
            world.standAt(end);
            world.finish(end);
            lasting.forEach(fault -> tell(fault, end));
        }
    }

    /** Whether the end of the scenario is reached. */
    public boolean finished() {
        return finished;
    }

    /** Takes in what a running server sends to a device, receipts above all, at the next {@link #advanceTo}. From any thread. */
    public void order(String device, Control order) {
        arrived.add(new Arrived(device, order));
    }

    /**
     * Adds a fault, at the next {@link #advanceTo}. From any thread.
     *
     * @throws IllegalArgumentException when it cannot strike what it names
     */
    public void inject(PlannedFault fault) {
        if (targets.of(fault.kind(), fault.target()).isEmpty()) {
            throw new IllegalArgumentException("fault " + fault.kind().word() + " of '" + fault.target()
                    + "': expected something that can have it");
        }
        injected.add(fault);
    }

    /** Leaves out the time until then, as when a computer slept: nothing warms, nobody measures. */
    public void skipTo(long millis) {
        long until = Math.min(millis, endMillis());
        if (until > nowMillis) {
            nowMillis = until;
            world.standAt(until);
            field.nodes().forEach(node -> node.skipTo(until));
        }
    }

    /** What each device would keep in its memory, by device id. */
    public Map<String, Remembered> remember() {
        Map<String, Remembered> all = new LinkedHashMap<>();
        for (FieldDevice device : field.devices()) {
            all.put(device.design.device(), device.device().remember());
        }
        return all;
    }

    /** What devices have done so far. */
    public SimulationCounts counts() {
        long readings = 0;
        long messages = 0;
        long publications = 0;
        long resent = 0;
        long kept = 0;
        long lost = 0;
        for (FieldDevice it : field.devices()) {
            readings += it.device().readings();
            messages += it.device().messages();
            publications += it.device().publications();
            resent += it.device().resent();
            kept += it.device().kept();
            lost += it.device().lost();
        }
        return new SimulationCounts(readings, messages, publications, resent, kept, lost);
    }

    /** Ends it where it stands, without telling what lasts; nothing is held that would have to be given back. */
    @Override
    public void close() {
        finished = true;
    }
}
