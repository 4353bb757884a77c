package io.frostproof.server.endtoend;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.DeviceStatus.Ability;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.device.DeviceLink;
import io.frostproof.simulator.device.LinkException;
import io.frostproof.simulator.device.LinkOptions;
import io.frostproof.simulator.sensing.ChannelDesign;
import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.simulator.sensing.DeviceTroubles;
import io.frostproof.simulator.sensing.Hardware;
import io.frostproof.simulator.sensing.Outputs;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.sensing.SimDevice;
import io.frostproof.simulator.sensing.SimulatedQuantity;
import io.frostproof.simulator.sensing.Surroundings;
import io.frostproof.simulator.sensing.Uplink;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The simulator's device with a latch, for the machine-temperature network, over a real broker. Its day is 600 times shorter than ours, and begins yesterday.
 */
final class SimulatedLocker implements AutoCloseable, Uplink, Surroundings {

    private static final long STEP_MILLIS = 30_000;

    private final SimDevice device;
    private final DeviceLink link;
    private final Thread life;
    private long now = Instant.now().minus(Duration.ofDays(1)).toEpochMilli();
    private volatile boolean reachable = true;
    private volatile boolean closing;

    SimulatedLocker(String broker, boolean stuck) {
        var design = new DeviceDesign(
                "plant",
                ManagedDevice.ID,
                List.of(new ChannelDesign("t1", "machine", SimulatedQuantity.AIR_TEMPERATURE)),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Form.JSON,
                Hardware.LOGGER,
                new Outputs(Set.of(Ability.LOCK), stuck));
        device = new SimDevice(design, 1, now, Receipts.REAL, null);
        UpTopic topic = UpTopic.telemetry("plant", ManagedDevice.ID);
        link = DeviceLink.open(
                LinkOptions.of(BrokerAddress.anonymous(URI.create(broker)), "locker", List.of(topic)),
                (id, receipt) -> heard(() -> device.receipt(receipt, now)),
                (id, order) -> heard(() -> ordered(order)));
        life = Thread.ofVirtual().start(this::live);
    }

    private void ordered(Control order) {
        device.order(order, now, this);
    }

    private synchronized void heard(Runnable what) {
        if (reachable) {
            what.run();
        }
    }

    private void live() {
        while (!closing) {
            synchronized (this) {
                now += STEP_MILLIS;
                device.wake(now, this, DeviceTroubles.NONE, this);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** From here on nothing comes through, in either direction, or all does. */
    void reachable(boolean yes) {
        reachable = yes;
    }

    synchronized boolean locked() {
        return device.locked(now);
    }

    /** How often it carried out a command to its latch. */
    synchronized int locks() {
        return device.locks();
    }

    @Override
    public boolean reachable(String node, String id) {
        return reachable;
    }

    @Override
    public void send(Publication publication) {
        try {
            link.offer(UpTopic.parse(publication.topic()).orElseThrow(), publication.payload());
        } catch (LinkException e) {
            throw new IllegalStateException("the broker is gone", e);
        }
    }

    @Override
    public double value(String unit, SimulatedQuantity quantity) {
        return 20;
    }

    @Override
    public double ambientCelsius(String node) {
        return 21;
    }

    @Override
    public boolean chargerPowered(String node) {
        return true;
    }

    @Override
    public void close() {
        closing = true;
        try {
            life.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
