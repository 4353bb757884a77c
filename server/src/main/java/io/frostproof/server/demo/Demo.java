package io.frostproof.server.demo;

import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.mqtt.MqttSettings;
import io.frostproof.ingest.spool.SpoolLimits;
import io.frostproof.server.action.ActionSettings;
import io.frostproof.server.client.StockSender;
import io.frostproof.server.embedded.EmbeddedBroker;
import io.frostproof.server.embedded.EmbeddedPostgresServer;
import io.frostproof.server.http.Visitors;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.server.network.NetworkSummary;
import io.frostproof.server.runtime.FrostproofServer;
import io.frostproof.server.runtime.HttpFace;
import io.frostproof.server.runtime.ServerSettings;
import io.frostproof.server.runtime.SpoolSettings;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.engine.LiveOptions;
import io.frostproof.simulator.engine.LiveRun;
import io.frostproof.simulator.engine.SimulationListener;
import io.frostproof.store.ActionQueue;
import io.frostproof.store.Database;
import io.frostproof.store.NetworkImporter;
import io.frostproof.yaml.InvalidFileException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The whole of Frostproof in one process, with a simulated network that has its troubles. Thread-safe once started. */
public final class Demo implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final long SPOOL_BYTES = 500_000_000;
    private static final long SPOOL_FREE_BYTES = 200_000_000;
    private static final Duration START_ENDS_WITHIN = Duration.ofSeconds(20);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Consumer<String> out;
    private final long begun = System.nanoTime();
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile String address = "";
    private volatile String password = "";

    private interface Part {
        void close() throws IOException;
    }

    /** A demo that has not begun; {@code out} receives lines for people. */
    public Demo(Consumer<String> out) {
        this.out = out;
    }

    /**
     * Starts it, saying what it does, and returns when it is ready to store readings. {@link #close} may be called from another
     * thread in the middle of it.
     *
     * @throws CancellationException if it was closed meanwhile
     */
    public void start(DemoOptions options) throws IOException, InterruptedException, InvalidFileException {
        boolean complete = false;
        try {
            out.accept("Frostproof demo: everything embedded, nothing to configure. Ctrl-C stops it.");
            DemoFolder folder = opened(DemoFolder.take(options.folder(), options.fresh()), DemoFolder::close);
            say("data", folder.path() + (options.fresh() ? " (wiped)" : " (kept between runs; --fresh wipes it)"));

            CompletableFuture<EmbeddedBroker> brokerStarting =
                    starting(() -> EmbeddedBroker.start(folder.broker(), options.mqttPort()));
            EmbeddedPostgresServer postgres =
                    opened(EmbeddedPostgresServer.start(folder.database()), EmbeddedPostgresServer::close);
            Database database = opened(Database.open(postgres.settings()), Database::close);
            say("database", database.flavour().title() + ", embedded");
            InstantSource clock = InstantSource.system();
            Network network = stocked(NetworkFile.readResource(NetworkFile.DEMO), folder.stockedAt(clock.instant()));
            new NetworkImporter(database).run(network);
            say("network", NetworkSummary.of(network).describe());
            EmbeddedBroker broker = opened(joined(brokerStarting), EmbeddedBroker::close);
            say("broker", broker.uri() + " (MQTT 5, embedded, anonymous)");

            Vertx vertx = opened(Vertx.vertx(), Vertx::close);
            Warehouse warehouse = opened(new Warehouse(clock, out), Warehouse::close);
            var face = new HttpFace(HOST, EmbeddedBroker.freePort(options.httpPort()), Visitors.DIRECT, clock);
            var settings = new ServerSettings(
                    LaneConfig.DEFAULT,
                    PlausibleTimes.DEFAULT,
                    Optional.of(new MqttSettings(
                            broker.uri().toString(),
                            "frostproof",
                            null,
                            null,
                            Duration.ofDays(1),
                            1_000,
                            Duration.ofSeconds(60),
                            null)),
                    Optional.of(new SpoolSettings(folder.spool(), new SpoolLimits(SPOOL_BYTES, SPOOL_FREE_BYTES))),
                    Optional.empty(),
                    List.of(new TerminalChannel(out)),
                    new NoticeTargets(List.of(TerminalChannel.NAME), List.of()),
                    new ActionSettings(List.of(warehouse.way()), List.of(), ActionQueue.OVERDUE_AFTER),
                    face::create);
            FrostproofServer server =
                    opened(FrostproofServer.start(settings, vertx, database, clock), FrostproofServer::close);
            while (!server.ready()) {
                Thread.sleep(10);
            }
            address = "http://" + HOST + ":" + server.port();
            password = face.newAdministratorPassword();
            say("server", address);
            say("warehouse", warehouse.address() + " stands for a system that is told of decisions");
            say("sign in", "admin, password " + password + " (for this run only)");

            Story story = Story.begin(clock.instant());
            LiveRun fleet = opened(
                    LiveRun.start(
                            new LiveOptions(
                                    story.scenario(),
                                    Story.SEED,
                                    1,
                                    BrokerAddress.anonymous(broker.uri()),
                                    "frostproof-demo-fleet",
                                    folder.fleet(),
                                    1),
                            new SimulationListener() {},
                            clock),
                    LiveRun::close);
            say(
                    "fleet",
                    network.devices().size() + " simulated devices; they warm and cool "
                            + Math.round(story.scenario().warp()) + " times faster than real ones, on real clock time");
            repeat(story, fleet);
            goDark(new DarkRegion(clock.instant().plus(options.darkAfter())), fleet);
            StockSender stock = opened(StockSender.signIn(address, "admin", password), StockSender::close);
            tellOfStock(story, stock);
            out.accept("");
            out.accept("In a moment Locker 2 of the Harbour Cold Store loses its compressor; "
                    + options.darkAfter().toSeconds()
                    + " s from now a whole region goes dark. Times below are UTC.");
            out.accept("The page of a handling unit shows what it lived through: " + address
                    + "/ and the addresses below.");
            complete = true;
        } finally {
            if (!complete) {
                closeParts();
            }
            startEnded.countDown();
        }
    }

    /** With goods that came to their places at one time: of a time before there were readings nobody would know anything. */
    private static Network stocked(Network network, Instant at) {
        return new Network(
                network.regions(),
                network.nodes(),
                network.profiles(),
                network.units(),
                network.devices(),
                network.products(),
                network.lots(),
                network.handlingUnits(),
                network.movements().stream()
                        .map(one -> new Movement(one.handlingUnit(), at, one.toUnit()))
                        .toList(),
                network.rules(),
                network.effectiveFrom(),
                network.stockLevels(),
                network.dwell(),
                network.identifiers(),
                network.decisions());
    }

    /** Address of the API. */
    public String address() {
        return address;
    }

    /** Password of the user {@code admin} for this run. */
    public String password() {
        return password;
    }

    private void repeat(Story story, LiveRun fleet) {
        opened(
                Thread.ofVirtual().name("story").start(() -> {
                    try {
                        while (true) {
                            Thread.sleep(story.length());
                            story.faultsFrom(fleet.nowMillis()).forEach(fleet::inject);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // closing
                    }
                }),
                Thread::interrupt);
    }

    private void goDark(DarkRegion region, LiveRun fleet) {
        opened(
                Thread.ofVirtual().name("dark").start(() -> {
                    try {
                        Thread.sleep(Duration.between(Instant.now(), region.begins()));
                        region.faults().forEach(fleet::inject);
                        out.accept(TerminalChannel.line(
                                region.begins(), "NOW       " + DarkRegion.LINE + ": " + address + "/plan"));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // closing
                    }
                }),
                Thread::interrupt);
    }

    /** The people of the story, who tell of what they do as any program would. */
    private void tellOfStock(Story story, StockSender stock) {
        opened(
                Thread.ofVirtual().name("people").start(() -> {
                    try {
                        for (Instant begin = story.begin(); ; begin = begin.plus(story.length())) {
                            for (StockStory.Act act : new StockStory(begin).acts()) {
                                Thread.sleep(Duration.between(Instant.now(), begin.plus(act.after())));
                                stock.send(act.message());
                                out.accept(TerminalChannel.line(
                                        begin.plus(act.after()),
                                        "STOCK     " + act.line() + ": " + address + "/stock/" + act.handlingUnit()));
                            }
                            Thread.sleep(Duration.between(Instant.now(), begin.plus(story.length())));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // closing
                    }
                }),
                Thread::interrupt);
    }

    private void say(String what, String text) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        out.accept(String.format(Locale.ROOT, "  %5.1f s  %-9s %s", seconds, what, text));
    }

    private interface Closing<T> {
        void close(T part) throws IOException;
    }

    private <T> T opened(T part, Closing<T> how) {
        synchronized (parts) {
            parts.push(() -> how.close(part));
        }
        if (closing) {
            throw new CancellationException("stopped while it started");
        }
        return part;
    }

    private interface Start<T> {
        T start() throws IOException;
    }

    private static <T> CompletableFuture<T> starting(Start<T> start) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return start.start();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }

    private static <T> T joined(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Stops every part, the last started first; a start that is under way is stopped at its next part. */
    @Override
    public void close() {
        closing = true;
        try {
            if (!startEnded.await(START_ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                out.accept("while stopping: the start did not end; something may be left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeParts();
    }

    private void closeParts() {
        while (true) {
            Part part;
            synchronized (parts) {
                part = parts.poll();
            }
            if (part == null) {
                return;
            }
            try {
                part.close();
            } catch (IOException | RuntimeException e) {
                out.accept("while stopping: " + e.getMessage());
            }
        }
    }
}
