package io.frostproof.ingest.lane;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All lanes of a server. Thread-safe. */
public final class Lanes {

    /** Batches take milliseconds; a database that is busy, some seconds. */
    private static final Duration STUCK_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final Duration LOOK_FOR_MARKS_EVERY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final BatchKeeper keeper;
    private final List<Lane> lanes;
    private volatile @Nullable Thread marks;
    private final List<String> deployments = new CopyOnWriteArrayList<>();

    /** @param make makes a lane for the devices that belong to it */
    public Lanes(
            Vertx vertx,
            BatchKeeper keeper,
            int count,
            Collection<KnownDevice> devices,
            Function<List<KnownDevice>, Lane> make) {
        this.vertx = vertx;
        this.keeper = keeper;
        lanes = IntStream.range(0, count)
                .mapToObj(index -> make.apply(devicesOf(index, count, devices)))
                .toList();
    }

    /** Starts them; readings may be submitted before that. */
    public Future<?> start() {
        keeper.start(this::dirtied, this::queued);
        marks = Thread.ofVirtual().name("dirty-marks").start(this::watchMarks);
        var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        return Future.all(lanes.stream()
                .map(lane -> vertx.deployVerticle(lane, options).onSuccess(deployments::add))
                .toList());
    }

    /** Others mark channels as well: a server of another host that works off what it had spooled. */
    private void watchMarks() {
        try {
            while (true) {
                Thread.sleep(LOOK_FOR_MARKS_EVERY);
                try {
                    dirtied(keeper.marks());
                } catch (RuntimeException postponed) {
                    LOG.debug("event=marks_postponed reason=\"{}\"", postponed.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopping
        }
    }

    /** Stores what waits, as far as the log answers, and stops them. */
    public Future<?> stop() {
        // A lane that waits for the log is busy: its own stop() would never get its turn.
        lanes.forEach(Lane::requestStop);
        Thread watching = marks;
        if (watching != null) {
            watching.interrupt();
        }
        return Future.join(deployments.stream().map(vertx::undeploy).toList());
    }

    /**
     * Has every lane store what waits and look at what is due by the clock, without waiting for its tick. Completed when all have, and with
     * that everything that was handed over before is stored and what follows from it is told.
     */
    public Future<?> look() {
        return Future.all(lanes.stream().map(Lane::look).toList());
    }

    /** Hands a message to the lane of its key, waiting while that lane's queue is full. */
    public void submit(Inbound message) throws InterruptedException {
        lanes.get(index(message.laneKey(), lanes.size())).submit(message);
    }

    /**
     * Hands a message to the lane of its key if there is room in time.
     *
     * @return whether the lane has taken it
     */
    public boolean offer(Inbound message, Duration within) throws InterruptedException {
        return lanes.get(index(message.laneKey(), lanes.size())).offer(message, within);
    }

    /** Channels that others have made dirty, and from which event time on; marks that are known change nothing. */
    public void dirtied(Map<Integer, Long> marks) {
        lanes.forEach(lane -> lane.dirtied(marks));
    }

    public void devicesChanged(Collection<KnownDevice> devices) {
        for (int index = 0; index < lanes.size(); index++) {
            lanes.get(index).devicesChanged(devicesOf(index, lanes.size(), devices));
        }
    }

    /** Messages that wait, over all lanes. */
    public int queued() {
        return lanes.stream().mapToInt(Lane::queued).sum();
    }

    /** What is wrong with the lanes, for people: one that cannot store its batch holds up its devices. */
    public Optional<String> trouble() {
        long stuck = lanes.stream()
                .flatMap(lane -> lane.atWork().stream())
                .filter(time -> time.compareTo(STUCK_AFTER) > 0)
                .count();
        return stuck == 0
                ? Optional.empty()
                : Optional.of(stuck + " of " + lanes.size() + " have been at one batch for more than "
                        + STUCK_AFTER.toSeconds() + " s; " + queued() + " messages wait");
    }

    private static List<KnownDevice> devicesOf(int index, int count, Collection<KnownDevice> devices) {
        return devices.stream()
                .filter(device -> index(device.id(), count) == index)
                .toList();
    }

    /** Spreads similar ids: {@link String#hashCode} alone keeps their low bits alike. */
    private static int index(String key, int count) {
        int hash = key.hashCode() * 0x9E3779B9;
        return Math.floorMod(hash ^ (hash >>> 16), count);
    }
}
