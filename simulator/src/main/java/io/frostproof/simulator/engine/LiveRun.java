package io.frostproof.simulator.engine;

import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.DeviceLink;
import io.frostproof.simulator.device.LinkException;
import io.frostproof.simulator.device.LinkOptions;
import io.frostproof.simulator.fault.PlannedFault;
import io.frostproof.simulator.people.StockEvent;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.sensing.Remembered;
import io.frostproof.simulator.sensing.StateFile;
import io.frostproof.simulator.truth.TruthRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulation that moves along with the clock and talks to a broker over one connection; the receipts of the server decide what its
 * devices keep. One thread of its own moves it. Thread-safe.
 *
 * <p>A broker that is not there (yet) does not stop it: devices go on measuring and send when there is one. When the computer slept for longer than
 * {@link #MOST_CAUGHT_UP}, the time before that is left out rather than made up in one burst.
 *
 * <p>The state file is written before anything is sent, with the new boots, then every {@link #SAVE_INTERVAL} and at the end. A killed run
 * loses at most what was measured in one such interval and not sent, and never uses a message number twice.
 */
public final class LiveRun implements AutoCloseable {

    static final Duration MOST_CAUGHT_UP = Duration.ofMinutes(1);
    static final Duration SAVE_INTERVAL = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(LiveRun.class);
    private static final long PAUSE_NANOS = 50_000_000;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(10);
    /** Starts this close to the clock's time mean "now", and then readings carry the clock's time to the millisecond. */
    private static final long NOW_MILLIS = 2_000;

    private final LiveOptions options;
    private final InstantSource clock;
    private final Simulation simulation;
    private final DeviceLink link;
    private final @Nullable StateFile stateFile;
    private final long anchorMillis;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable String failure;
    private volatile SimulationCounts counts;

    private LiveRun(
            LiveOptions options,
            InstantSource clock,
            Simulation simulation,
            DeviceLink link,
            @Nullable StateFile stateFile) {
        this.options = options;
        this.clock = clock;
        this.simulation = simulation;
        this.link = link;
        this.stateFile = stateFile;
        long start = simulation.scenario().startMillis();
        boolean startsNow = options.speed() == 1 && Math.abs(clock.millis() - start) < NOW_MILLIS;
        anchorMillis = startsNow ? start : clock.millis();
        counts = simulation.counts();
        thread = Thread.ofPlatform().daemon().name("simulation").unstarted(this::run);
    }

    /**
     * Starts a run.
     *
     * @param listener hears everything, on the run's own thread
     * @param clock what simulated time follows
     * @throws IOException when the state file cannot be read or written
     */
    public static LiveRun start(LiveOptions options, SimulationListener listener, InstantSource clock)
            throws IOException {
        Scenario scenario = options.scenario();
        StateFile stateFile = options.stateFile() == null ? null : new StateFile(options.stateFile());
        Map<String, Remembered> remembered = new HashMap<>(stateFile == null ? Map.of() : stateFile.read());
        for (DeviceDesign device : scenario.devices()) {
            remembered.putIfAbsent(device.device(), Remembered.boots(options.boot() - 1));
        }
        var sender = new Sender(listener);
        Simulation simulation = Simulation.of(scenario, options.seed(), sender, Receipts.REAL, remembered);
        if (stateFile != null) {
            stateFile.write(simulation.remember());
        }
        LinkOptions linkOptions = LinkOptions.of(
                options.broker(),
                options.clientId(),
                scenario.devices().stream()
                        .map(device -> UpTopic.telemetry(device.node(), device.device()))
                        .toList());
        DeviceLink link = DeviceLink.open(linkOptions, simulation::order, simulation::order);
        sender.link.set(link);
        LiveRun run = new LiveRun(options, clock, simulation, link, stateFile);
        run.thread.start();
        return run;
    }

    /** Hands publications to the link; what finds no room there is sent again by its device. */
    private static final class Sender implements SimulationListener {
        private final SimulationListener other;
        private final AtomicReference<@Nullable DeviceLink> link = new AtomicReference<>();

        Sender(SimulationListener other) {
            this.other = other;
        }

        @Override
        public void published(Publication publication) {
            DeviceLink open = link.get();
            Optional<UpTopic> topic = UpTopic.parse(publication.topic());
            if (open != null && topic.isPresent()) {
                try {
                    open.offer(topic.get(), publication.payload());
                } catch (LinkException e) {
                    throw new UncheckedIOException(new IOException(e.getMessage(), e));
                }
            }
            other.published(publication);
        }

        @Override
        public void stock(StockEvent event) {
            other.stock(event);
        }

        @Override
        public void truth(TruthRecord record) {
            other.truth(record);
        }
    }

    private void run() {
        try {
            long nextSave = clock.millis() + SAVE_INTERVAL.toMillis();
            while (!closing && !simulation.finished()) {
                simulation.advanceTo(simulated(clock.millis()));
                counts = simulation.counts();
                long before = clock.millis();
                if (stateFile != null && before >= nextSave) {
                    stateFile.write(simulation.remember());
                    nextSave = before + SAVE_INTERVAL.toMillis();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                long slept = clock.millis() - before;
                if (slept > MOST_CAUGHT_UP.toMillis()) {
                    simulation.skipTo(simulated(clock.millis() - MOST_CAUGHT_UP.toMillis()));
                }
            }
            if (stateFile != null) {
                stateFile.write(simulation.remember());
            }
            if (!closing && !link.awaitAcknowledged(LAST_ACKNOWLEDGEMENTS)) {
                failure = link.outstanding() + " messages were not acknowledged by the broker: " + link.lastError();
            }
        } catch (LinkException | IOException | RuntimeException e) {
            failure = e instanceof UncheckedIOException || e instanceof LinkException ? e.getMessage() : e.toString();
            log.error("event=simulation_stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long simulated(long millis) {
        return simulation.scenario().startMillis() + Math.round((millis - anchorMillis) * options.speed());
    }

    /** Adds a fault at simulated times. */
    public void inject(PlannedFault fault) {
        simulation.inject(fault);
    }

    /** Where simulated time stands. */
    public long nowMillis() {
        return simulation.nowMillis();
    }

    /** What the devices have done. */
    public SimulationCounts counts() {
        return counts;
    }

    /** Messages that the broker has acknowledged. */
    public long acknowledged() {
        return link.acknowledged();
    }

    /** Messages that the broker has refused. */
    public long refused() {
        return link.refused();
    }

    public boolean connected() {
        return link.connected();
    }

    /** Why there is no connection, in words. */
    public String lastError() {
        return link.lastError();
    }

    /** Why it has stopped before its end; empty while it runs, and after a good end. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Waits for its end; whether it has come. */
    public boolean await(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    /** Stops the devices, saves what they keep and disconnects, within a few seconds. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(CLOSE_WAIT)) {
                log.warn("event=simulation_did_not_stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
