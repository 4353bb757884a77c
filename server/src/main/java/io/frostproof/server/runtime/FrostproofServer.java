package io.frostproof.server.runtime;

import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.plan.OrderPlanner;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.device.DeviceInbox;
import io.frostproof.ingest.device.DeviceOutbox;
import io.frostproof.ingest.device.Downlink;
import io.frostproof.ingest.directory.DeviceKeys;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.BootClocks;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.ingest.lane.BatchIds;
import io.frostproof.ingest.lane.BatchKeeper;
import io.frostproof.ingest.lane.Lane;
import io.frostproof.ingest.lane.LaneListener;
import io.frostproof.ingest.lane.Lanes;
import io.frostproof.ingest.mqtt.MqttSource;
import io.frostproof.ingest.spool.Spool;
import io.frostproof.ingest.spool.SpoolException;
import io.frostproof.ingest.spool.SpoolLimits;
import io.frostproof.protocol.Receipt;
import io.frostproof.server.action.ActionDesk;
import io.frostproof.server.live.ChangeFeed;
import io.frostproof.server.live.LiveReadings;
import io.frostproof.server.notify.Dispatcher;
import io.frostproof.server.notify.OutageOutbox;
import io.frostproof.server.notify.ToldNotices;
import io.frostproof.server.plan.PlanRounds;
import io.frostproof.server.review.Review;
import io.frostproof.store.BootClockRows;
import io.frostproof.store.ChangeLog;
import io.frostproof.store.ChannelTrust;
import io.frostproof.store.Database;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.DeskMirror;
import io.frostproof.store.Escalations;
import io.frostproof.store.Housekeeping;
import io.frostproof.store.PlanLog;
import io.frostproof.store.PostgresDeskStore;
import io.frostproof.store.PostgresDeviceDirectory;
import io.frostproof.store.PostgresDeviceStore;
import io.frostproof.store.PostgresOutbox;
import io.frostproof.store.PostgresReadingLog;
import io.frostproof.store.ReviewQueries;
import io.frostproof.store.Rollups;
import io.frostproof.store.SituationReader;
import io.frostproof.store.StoreException;
import io.frostproof.yaml.InvalidFileException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server: broker -> source -> lanes -> log -> desks -> dispatcher, and the face beside them. Starting it takes the place of the one
 * active server of its database, waiting for another one to leave; when another one takes it over, this one stops by itself. Thread-safe.
 */
public final class FrostproofServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FrostproofServer.class);
    private static final Duration LOOK_FOR_PLACE_EVERY = Duration.ofMillis(500);
    /** What an earlier run has spooled is mostly little: then lanes begin with everything in its place. */
    private static final Duration LEFTOVERS_WITHIN = Duration.ofSeconds(2);

    private static final Duration STEP_WITHIN = Duration.ofSeconds(15);

    private static final String TOLD = "told";
    private static final SpoolLimits TOLD_LIMITS = new SpoolLimits(256L << 20, 0, 4L << 20);

    private final Database database;
    private final BatchKeeper keeper;
    private final Lanes lanes;
    private final @Nullable MqttSource source;
    private final DeviceInbox inbox;
    private final DeviceOutbox devices;
    private final Desks desks;
    private final ToldNotices told;
    private final OutageDesk outage;
    private final Dispatcher dispatcher;
    private final ActionDesk actions;
    private final NetworkWatch networkWatch;
    private final @Nullable WatchedKeys keys;
    private final HousekeepingRounds housekeeping;
    private final RollupRounds rollups;
    private final ChangeFeed feed;
    private final PlanRounds plans;
    private final LiveReadings liveReadings;
    private final Face face;
    private final CompletableFuture<Void> fencedOff = new CompletableFuture<>();
    /** Guarded by this. */
    private boolean closed;

    /**
     * Starts every part.
     *
     * @param database open and of this version; closed with the server
     * @throws InterruptedException if the thread is interrupted while it waits for its place
     */
    public static FrostproofServer start(ServerSettings settings, Vertx vertx, Database database, InstantSource clock)
            throws InterruptedException {
        Spool spool = spool(settings);
        awaitPlace(database, spool, clock);
        var server = new FrostproofServer(settings, vertx, database, spool, clock);
        database.guardPlace(server::leaveThePlace);
        return server;
    }

    private FrostproofServer(
            ServerSettings settings, Vertx vertx, Database database, @Nullable Spool spool, InstantSource clock) {
        this.database = database;
        var counters = new IngestCounters();
        var log = new PostgresReadingLog(database);
        var batchIds = new BatchIds(database.beginRun(hostName()));
        var outbox = new PostgresOutbox(database);
        var memory = new MemoryOutbox();
        told = new ToldNotices(toldSpool(settings), memory);
        // Before any desk computes again what the run before has told people of.
        told.handOver(outbox::takeOver);
        var anyOutbox = new OutageOutbox(outbox, outbox::takeOver, memory, told);
        var mirror = new DeskMirror(database, clock);
        // Beside the devices: with 100,000 of them either takes seconds.
        CompletableFuture<Integer> mirrored = inBackground(mirror::refresh);
        var directory = new PostgresDeviceDirectory(database);

        dispatcher = new Dispatcher(
                anyOutbox,
                settings.channels(),
                clock,
                new Random(new SecureRandom().nextLong()),
                Dispatcher.Pace.USUAL);
        var outcomes = new Outcomes();
        actions = new ActionDesk(
                database, settings.actions(), outcomes::ordered, clock, new Random(new SecureRandom().nextLong()));
        feed = new ChangeFeed(new ChangeLog(database));
        liveReadings = new LiveReadings(directory.all());
        var decisions = new DecisionLog(database, actions.outbox());
        plans = new PlanRounds(
                new SituationReader(database),
                new Planner(PlanPolicy.standard(), new PriceSolver()),
                new OrderPlanner(new PriceSolver()),
                new PlanLog(database, decisions),
                decisions,
                new Escalations(database, settings.targets()),
                clock,
                () -> {
                    dispatcher.poke();
                    feed.poke();
                });
        desks = new Desks(new PostgresDeskStore(database, mirror), settings.targets(), clock, () -> {
            dispatcher.poke();
            feed.poke();
            plans.poke();
        });
        outage = new OutageDesk(mirror, anyOutbox, memory, desks, settings.targets(), clock, dispatcher::poke);
        outage.start(result(mirrored));
        keeper = new BatchKeeper(log, spool, batchIds, clock, counters, outcomes, outage);
        drainLeftovers();
        lanes = new Lanes(
                vertx,
                keeper,
                settings.lanes().lanes(),
                directory.all(),
                devices -> new Lane(settings.lanes(), log, keeper, batchIds, clock, counters, outcomes, devices));
        keys = settings.deviceKeyFile().isEmpty()
                ? null
                : keys(settings.deviceKeyFile().get());
        DeviceKeys deviceKeys = keys == null ? DeviceKeys.NONE : keys;
        var bootClocks = new BootClocks(BootClockRows.latest(database));
        var intake = new Intake(directory, deviceKeys, bootClocks, settings.times(), clock, counters);
        var deviceStore = new PostgresDeviceStore(database);
        // The outbox needs the source, which needs the inbox, which wakes the outbox.
        inbox = new DeviceInbox(directory, deviceKeys, deviceStore, clock, counters, outcomes::ordered);
        MqttSource broker = settings.mqtt()
                .map(mqtt -> new MqttSource(mqtt, intake, lanes, inbox, deviceKeys, clock, counters))
                .orElse(null);
        source = broker;
        devices = new DeviceOutbox(
                directory, deviceKeys, deviceStore, broker == null ? Downlink.NONE : broker, clock, counters);
        outcomes.source = broker;
        outcomes.told = broker == null;
        var trust = new ChannelTrust(database);
        trust.evaluate(directory.version()); // an earlier run may not have come to it
        await("lanes", lanes.start());
        inbox.start();
        devices.start();
        if (broker != null) {
            broker.start(); // connects in the background while the face is built
        }
        dispatcher.start();
        actions.start();
        feed.start();
        plans.start();
        liveReadings.start();
        pokeAll(directory); // an earlier run may have left work
        housekeeping = new HousekeepingRounds(new Housekeeping(database), clock);
        rollups = new RollupRounds(new Rollups(database), clock);
        networkWatch = new NetworkWatch(directory, () -> {
            lanes.devicesChanged(directory.all());
            liveReadings.devicesChanged(directory.all());
            lanes.dirtied(trust.evaluate(directory.version()));
            pokeAll(directory);
        });
        var review = new Review(new ReviewQueries(database), intake, directory, lanes::offer, clock, Review.WITHIN);
        face = settings.face()
                .create(new FaceParts(
                        vertx,
                        database,
                        counters,
                        keeper,
                        lanes,
                        source,
                        inbox,
                        devices,
                        desks::poke,
                        outage::trouble,
                        dispatcher,
                        actions,
                        outbox,
                        review,
                        intake,
                        feed,
                        liveReadings,
                        plans,
                        decisions,
                        clock));
        face.start();
    }

    /** Begins something that the start needs later. */
    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, task -> Thread.ofVirtual().name("start").start(task));
    }

    /** What came of it; throws what it has thrown. */
    private static <T> T result(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static @Nullable Spool spool(ServerSettings settings) {
        return settings.spool()
                .map(spool -> opened(spool.directory(), spool.limits()))
                .orElse(null);
    }

    /** Within that of the batches; of little size, so it may take what that leaves to others. */
    private static @Nullable Spool toldSpool(ServerSettings settings) {
        return settings.spool()
                .map(spool -> opened(spool.directory().resolve(TOLD), TOLD_LIMITS))
                .orElse(null);
    }

    private static Spool opened(Path directory, SpoolLimits limits) {
        try {
            return Spool.open(directory, limits);
        } catch (SpoolException e) {
            throw new IllegalArgumentException("data_dir: " + e.getMessage(), e);
        }
    }

    private void drainLeftovers() {
        try {
            keeper.drainLeftovers(LEFTOVERS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pokeAll(PostgresDeviceDirectory directory) {
        directory.regions().forEach(desks::poke);
    }

    private static WatchedKeys keys(Path file) {
        try {
            return WatchedKeys.of(file);
        } catch (InvalidFileException e) {
            throw new IllegalArgumentException("devices.key_file: " + e.getMessage(), e);
        }
    }

    private static void awaitPlace(Database database, @Nullable Spool spool, InstantSource clock)
            throws InterruptedException {
        if (database.becomeActive()) {
            return;
        }
        LOG.info("event=standing_by reason=\"another server is active on this database\"");
        StandbyDrain drain = null;
        while (!database.becomeActive()) {
            if (spool == null || spool.empty()) {
                Thread.sleep(LOOK_FOR_PLACE_EVERY);
            } else {
                // What an earlier run has acknowledged must not wait until this server is the active one again.
                try {
                    drain = drain == null ? new StandbyDrain(database, spool, clock) : drain;
                    drain.workOff(LOOK_FOR_PLACE_EVERY);
                } catch (StoreException e) {
                    if (!e.passes()) {
                        throw e;
                    }
                    LOG.warn("event=standby_drain_postponed reason=\"{}\"", e.getMessage());
                    Thread.sleep(LOOK_FOR_PLACE_EVERY);
                }
            }
        }
        LOG.info("event=taking_over");
    }

    /** Whether everything is there to store readings: the database answers, and the subscription is in force, if there is a broker. */
    public boolean ready() {
        return (source == null || source.connected()) && database.answers();
    }

    /**
     * Waits until the server has come to rest by its present clock: every message that a lane has taken is stored, silence and late readings
     * are looked at, desks have done what follows, and every notice that is due was handed over. For whoever moves the clock in steps.
     *
     * @param within for each part
     * @throws TimeoutException if a part has not come to rest in time
     */
    public void settle(Duration within) throws InterruptedException, TimeoutException {
        try {
            lanes.look().toCompletionStage().toCompletableFuture().get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lane could not store what waits: " + e.getCause(), e);
        }
        desks.look();
        if (!desks.awaitRest(within)) {
            throw new TimeoutException("a desk has not done its work within " + within.toSeconds() + " s");
        }
        if (!dispatcher.awaitRest(within)) {
            throw new TimeoutException("notices were not handed over within " + within.toSeconds() + " s");
        }
    }

    /** Who has to hear when the log is away. */
    OutageDesk outageListener() {
        return outage;
    }

    /** Port of the HTTP face. */
    public int port() {
        return face.port();
    }

    /**
     * Completed when another server has taken this one's place and this one has stopped: nothing more was written or acknowledged. It
     * cannot be started again; a new one can, and stands by.
     */
    public CompletionStage<Void> fencedOff() {
        return fencedOff.copy();
    }

    private void leaveThePlace() {
        LOG.error("event=fenced_off reason=\"another server has taken over\"");
        // First of all: the other one has the session, and an acknowledgement from here would be about what is not
        // stored.
        step("source", this::disconnect);
        close();
        fencedOff.complete(null);
    }

    /**
     * Stops in the order of the way of a reading, so that what has arrived is stored, decided and handed over first. A second call
     * waits until that is done.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        step("network watch", networkWatch::close);
        step("housekeeping", housekeeping::close);
        step("roll-ups", rollups::close);
        step("plans", plans::close);
        step("device keys", () -> {
            if (keys != null) {
                keys.close();
            }
        });
        step("source", () -> {
            if (source != null) {
                source.stopReceiving();
            }
        });
        step("lanes", () -> await("lanes", lanes.stop()));
        step("spool", keeper::close);
        step("device inbox", inbox::close);
        step("device outbox", devices::close);
        step("source", this::disconnect);
        step("outage desk", outage::close);
        step("desks", desks::close);
        step("dispatcher", dispatcher::close);
        step("actions", actions::close);
        step("told notices", told::close);
        // Streams end with it, so that the face has none to wait for.
        step("change feed", feed::close);
        step("live readings", liveReadings::close);
        step("face", face::close);
        step("database", database::close);
        LOG.info("event=stopped");
    }

    private void disconnect() {
        if (source != null) {
            source.close();
        }
    }

    /** One part that does not stop in good order must not keep the others from it. */
    private static void step(String part, Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException e) {
            LOG.warn("event=not_stopped_in_order part=\"{}\" reason=\"{}\"", part, e.toString());
        }
    }

    private static void await(String part, Future<?> future) {
        try {
            future.await(STEP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(part + " did not answer within " + STEP_WITHIN.toSeconds() + " s", e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Carries what lanes have made durable to whoever waits for it. */
    private final class Outcomes implements LaneListener {
        private volatile @Nullable MqttSource source;
        /** Without a broker there is nobody to tell, now or later. */
        private volatile boolean told;

        @Override
        public void workForDesk(String region) {
            desks.poke(region);
        }

        /** Something is on record that a device has to be sent, or its state has changed. */
        void ordered() {
            devices.poke();
        }

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            MqttSource down = source;
            return down == null ? told : down.send(device, receipt);
        }

        @Override
        public void spooled(List<Batch.ChannelTransitions> transitions, Instant decidedAt) {
            outage.spooled(transitions);
        }

        @Override
        public void committed(List<Batch.ChannelTransitions> transitions, Instant decidedAt) {
            outage.committed(transitions);
        }

        @Override
        public void stored(List<Reading> readings) {
            liveReadings.stored(readings);
        }
    }

    /**
     * What a face is made of.
     *
     * @param source null: no broker
     * @param desks is told each region whose desk has work
     * @param outage what people should know while the database is away
     */
    public record FaceParts(
            Vertx vertx,
            Database database,
            IngestCounters counters,
            BatchKeeper keeper,
            Lanes lanes,
            @Nullable MqttSource source,
            DeviceInbox inbox,
            DeviceOutbox devices,
            Consumer<String> desks,
            Supplier<Optional<String>> outage,
            Dispatcher dispatcher,
            ActionDesk actions,
            PostgresOutbox outbox,
            Review review,
            Intake intake,
            ChangeFeed feed,
            LiveReadings liveReadings,
            PlanRounds plans,
            DecisionLog decisions,
            InstantSource clock) {}

    /** The part that people and programs see. */
    public interface Face extends AutoCloseable {
        void start();

        int port();

        @Override
        void close();
    }

    /** Makes the face out of the running parts. */
    public interface FaceFactory {
        Face create(FaceParts parts);
    }
}
