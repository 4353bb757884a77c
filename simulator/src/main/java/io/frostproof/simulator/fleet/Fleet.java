package io.frostproof.simulator.fleet;

import io.frostproof.protocol.Receipt;
import io.frostproof.simulator.device.LinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * All devices and units of a simulation, moved forward by {@link #step}. One thread steps; {@link #received} and
 * {@link #inject} may be called from any.
 *
 * <p>Reports of the devices are spread over their interval. After the process was suspended for more than
 * {@link #MAX_CATCH_UP}, the time beyond it is skipped, physics and reports, rather than made up in one burst.
 *
 * <p>The state file is written at the start, with the new boot counts, then every {@link #SAVE_INTERVAL} and at
 * {@link #save}. A killed simulation loses at most the unsent messages of one such interval, like a device without flash
 * for them, and never uses a message number twice, since the next start counts a new boot.
 */
final class Fleet {

    static final Duration MAX_CATCH_UP = Duration.ofMinutes(1);
    static final Duration SAVE_INTERVAL = Duration.ofSeconds(5);
    private static final int RECEIPT_QUEUE = 10_000;

    private record Arrived(String device, Receipt receipt) {}

    private final FleetSpec spec;
    private final InstantSource clock;
    private final TelemetryPublisher publisher;
    private final StateFile stateFile;
    private final Instant start;
    private final World world;
    private final Map<String, SimulatedDevice> devices = new LinkedHashMap<>();
    private final PriorityQueue<SimulatedDevice> due = new PriorityQueue<>(
            Comparator.comparing(SimulatedDevice::nextReport).thenComparing(SimulatedDevice::id));
    /** When full, receipts are dropped: the messages are sent again and bring new ones. */
    private final Queue<Arrived> arrived = new ArrayBlockingQueue<>(RECEIPT_QUEUE);

    private final Queue<Fault> injected = new ConcurrentLinkedQueue<>();
    private Duration last = Duration.ZERO;
    private Duration nextSave = SAVE_INTERVAL;
    private volatile FleetStatus status = new FleetStatus(0, 0, 0, 0, 0, Optional.empty());

    /** Starts every device: its boot count goes up by one and is on disk before this returns. */
    Fleet(FleetSpec spec, InstantSource clock, TelemetryPublisher publisher, Path stateFile) throws IOException {
        this.spec = spec;
        this.clock = clock;
        this.publisher = publisher;
        this.stateFile = new StateFile(stateFile);
        this.start = clock.instant();
        this.world = new World(spec);
        Map<String, StateFile.Remembered> remembered = this.stateFile.read();
        List<DeviceSpec> specs = spec.devices();
        for (int i = 0; i < specs.size(); i++) {
            DeviceSpec device = specs.get(i);
            StateFile.Remembered before =
                    remembered.getOrDefault(device.device(), new StateFile.Remembered(0, List.of()));
            DeviceMemory memory = new DeviceMemory(before.boot() + 1, before.messages());
            Duration first = device.reportInterval().multipliedBy(i).dividedBy(specs.size());
            devices.put(device.device(), new SimulatedDevice(device, memory, first, spec.seed()));
        }
        due.addAll(devices.values());
        save();
    }

    /** Does everything that is due by the clock; returns when the next report will be. */
    Instant step() throws LinkException, IOException {
        Duration elapsed = Duration.between(start, clock.instant());
        if (elapsed.compareTo(last) >= 0) {
            skipSuspension(elapsed);
            takeIn(elapsed);
            for (SimulatedDevice device : devices.values()) {
                device.resendOverdue(elapsed, publisher);
            }
            report(elapsed);
            world.advanceTo(elapsed);
            last = elapsed;
            if (elapsed.compareTo(nextSave) >= 0) {
                save();
                nextSave = elapsed.plus(SAVE_INTERVAL);
            }
            status = count();
        }
        SimulatedDevice first = due.peek();
        return start.plus(first == null ? elapsed.plus(SAVE_INTERVAL) : first.nextReport());
    }

    private void skipSuspension(Duration elapsed) {
        Duration floor = elapsed.minus(MAX_CATCH_UP);
        if (floor.compareTo(last) > 0) {
            world.skipTo(floor);
            due.clear();
            devices.values().forEach(device -> device.skipTo(floor));
            due.addAll(devices.values());
        }
    }

    private void takeIn(Duration elapsed) {
        for (Fault fault = injected.poll(); fault != null; fault = injected.poll()) {
            world.add(fault);
        }
        for (Arrived it = arrived.poll(); it != null; it = arrived.poll()) {
            SimulatedDevice device = devices.get(it.device());
            if (device != null) {
                device.received(it.receipt(), elapsed);
            }
        }
    }

    private void report(Duration elapsed) throws LinkException {
        SimulatedDevice device = due.peek();
        while (device != null && device.nextReport().compareTo(elapsed) <= 0) {
            due.remove(device);
            world.advanceTo(device.nextReport());
            device.report(world, start.plus(device.nextReport()), publisher);
            due.add(device);
            device = due.peek();
        }
    }

    /** Every device says that it is there, and what it measures. */
    void announce() throws LinkException {
        for (SimulatedDevice device : devices.values()) {
            device.announce(publisher);
        }
    }

    /** Takes in a receipt. From any thread. */
    void received(String device, Receipt receipt) {
        arrived.offer(new Arrived(device, receipt));
    }

    /** Adds a fault. From any thread. Throws {@link IllegalArgumentException} when the fleet has no such unit. */
    void inject(Fault fault) {
        spec.check(fault);
        injected.add(fault);
    }

    /** Writes the state file. */
    void save() throws IOException {
        Map<String, DeviceMemory> memories = new LinkedHashMap<>();
        devices.forEach((id, device) -> memories.put(id, device.memory()));
        stateFile.write(memories);
    }

    /** How the fleet was doing after its last step. From any thread. */
    FleetStatus status() {
        return status;
    }

    /** Time since the start, by the clock. From any thread. */
    Duration elapsed() {
        return Duration.between(start, clock.instant());
    }

    private FleetStatus count() {
        long readings = 0;
        long messages = 0;
        long resent = 0;
        long kept = 0;
        long dropped = 0;
        for (SimulatedDevice device : devices.values()) {
            readings += device.readings();
            messages += device.messages();
            resent += device.resent();
            kept += device.memory().size();
            dropped += device.memory().dropped();
        }
        return new FleetStatus(readings, messages, resent, kept, dropped, Optional.empty());
    }
}
