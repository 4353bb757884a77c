package io.frostproof.simulator.fleet;

import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.device.DeviceLink;
import io.frostproof.simulator.device.LinkException;
import io.frostproof.simulator.device.LinkOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fleet that runs by itself: one connection, one thread. Thread-safe.
 *
 * <p>A broker that is not there (yet) does not stop it: the devices keep measuring and send when there is one.
 */
public final class FleetSimulation implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FleetSimulation.class);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final DeviceLink link;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable String failure;

    private FleetSimulation(Fleet fleet, DeviceLink link, InstantSource clock) {
        this.clock = clock;
        this.fleet = fleet;
        this.link = link;
        this.thread = Thread.ofPlatform().daemon().name("fleet").unstarted(this::run);
    }

    /**
     * Starts a fleet.
     *
     * @param clientId of the one MQTT connection, stable between runs
     * @param stateFile where the devices remember their boot counts and unsent messages; made when missing
     * @param clock the time that readings carry
     * @throws IOException when the state file cannot be read or written
     */
    public static FleetSimulation start(
            FleetSpec spec, BrokerAddress broker, String clientId, Path stateFile, InstantSource clock)
            throws IOException {
        AtomicReference<@Nullable DeviceLink> opened = new AtomicReference<>();
        Fleet fleet = new Fleet(
                spec,
                clock,
                (topic, payload) -> {
                    DeviceLink link = opened.get();
                    return link != null && link.offer(topic, payload);
                },
                stateFile);
        LinkOptions options = LinkOptions.of(
                broker,
                clientId,
                spec.devices().stream()
                        .map(device -> UpTopic.telemetry(device.node(), device.device()))
                        .toList());
        DeviceLink link = DeviceLink.open(options, fleet::received);
        opened.set(link);
        FleetSimulation simulation = new FleetSimulation(fleet, link, clock);
        simulation.thread.start();
        return simulation;
    }

    /** Adds a fault; its start counts from the start of the fleet, see {@link #elapsed}. */
    public void inject(Fault fault) {
        fleet.inject(fault);
    }

    /** Time since the start of the fleet, by its clock. */
    public Duration elapsed() {
        return fleet.elapsed();
    }

    public FleetStatus status() {
        FleetStatus status = fleet.status();
        return new FleetStatus(
                status.readings(),
                status.messages(),
                status.resent(),
                status.withoutReceipt(),
                status.dropped(),
                Optional.ofNullable(failure));
    }

    public boolean connected() {
        return link.connected();
    }

    /** Stops the devices, saves what they keep and disconnects, within a few seconds. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(CLOSE_WAIT)) {
                log.warn("fleet did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }

    private void run() {
        try {
            fleet.announce();
            while (!closing) {
                Instant next = fleet.step();
                Duration left = Duration.between(clock.instant(), next);
                pause(left);
            }
            fleet.save();
        } catch (LinkException | IOException | RuntimeException e) {
            failure = e.toString();
            log.error("fleet stopped", e);
        }
    }

    private static void pause(Duration left) {
        Duration pause = left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE;
        if (pause.isPositive()) {
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
