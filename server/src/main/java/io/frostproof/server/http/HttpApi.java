package io.frostproof.server.http;

import io.frostproof.audit.UnitLogSource;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.lane.BatchKeeper;
import io.frostproof.server.access.Accounts;
import io.frostproof.server.access.Gatekeeper;
import io.frostproof.server.capture.Captures;
import io.frostproof.server.live.LiveEvents;
import io.frostproof.server.notify.Dispatcher;
import io.frostproof.server.plan.PlanRounds;
import io.frostproof.server.review.Review;
import io.frostproof.store.ActionQueries;
import io.frostproof.store.ChannelTrust;
import io.frostproof.store.ChartQueries;
import io.frostproof.store.CustomerOrderLog;
import io.frostproof.store.Database;
import io.frostproof.store.DayQueries;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.DecisionQueries;
import io.frostproof.store.DeviceOrders;
import io.frostproof.store.DeviceQueries;
import io.frostproof.store.DrillReader;
import io.frostproof.store.EpcisDismissals;
import io.frostproof.store.EpcisLog;
import io.frostproof.store.EpcisQueries;
import io.frostproof.store.ExposureQueries;
import io.frostproof.store.FirstExpiredQueries;
import io.frostproof.store.HandOffLog;
import io.frostproof.store.IncidentQueries;
import io.frostproof.store.KeptAnswers;
import io.frostproof.store.MovementLog;
import io.frostproof.store.NoticeQueries;
import io.frostproof.store.OverviewQueries;
import io.frostproof.store.PlaceQueries;
import io.frostproof.store.PlanQueries;
import io.frostproof.store.PostgresUnitLog;
import io.frostproof.store.ProductQueries;
import io.frostproof.store.ProfileQueries;
import io.frostproof.store.ReadingQueries;
import io.frostproof.store.ReadingStream;
import io.frostproof.store.ReviewQueries;
import io.frostproof.store.ShipmentLog;
import io.frostproof.store.StockEventQueries;
import io.frostproof.store.StockLevelQueries;
import io.frostproof.store.StockLog;
import io.frostproof.store.StockQueries;
import io.frostproof.store.SystemQueries;
import io.frostproof.store.UnitQueries;
import io.frostproof.store.WayQueries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP server: routes over the queries of the store. Thread-safe. */
public final class HttpApi {

    /** Longer than any silence while the database prepares a log, shorter than forgotten connections live otherwise. */
    private static final int IDLE_TIMEOUT_S = 180;

    /** 1 is the fastest, 9 the smallest. Event loops compress, and they have other things to do. */
    private static final int COMPRESSION_LEVEL = 2;

    private final Vertx vertx;
    private final String host;
    private final int port;
    private final Metrics metrics;
    private final Door door;
    private final Router router;
    private final Captures captures;
    private @Nullable HttpServer server;

    /**
     * Begins to read the contract, on a thread of its own: a JVM that has just started takes some tenths of a second for that, and a server
     * that starts has to wait for its database anyway. Without it, the first {@link HttpApi} reads it.
     */
    public static void prepare() {
        Thread.ofPlatform().daemon().name("contract").start(Contract::load);
    }

    /**
     * Composes the routes.
     *
     * @param host interface to listen on
     * @param port 0 for any free one
     * @param visitors what to believe about where requests come from
     * @param lanesQueued messages that wait in lanes, for the metrics
     * @param desks is told each region whose desk has work because of a request
     * @param ordered is told when something was asked of a device
     * @param parts what has to be well for the server to be ready
     * @param review what people do with what was set apart
     * @param intake judges messages that come over HTTP
     * @param lanes take them
     * @param away whether the database is known to be away
     * @param events what watchers hear
     * @param plans makes plans
     * @param decisions takes what people say to decisions
     * @param acted is told when something was decided or moved that the outside is told of
     */
    public HttpApi(
            Vertx vertx,
            String host,
            int port,
            ServerFacts facts,
            Database database,
            Accounts accounts,
            Visitors visitors,
            IngestCounters counters,
            IntSupplier lanesQueued,
            Consumer<String> desks,
            Runnable ordered,
            List<HealthPart> parts,
            Review review,
            Intake intake,
            Review.Lane lanes,
            BooleanSupplier away,
            LiveEvents events,
            PlanRounds plans,
            DecisionLog decisions,
            Runnable acted,
            InstantSource clock) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        var units = new UnitQueries(database);
        var system = new SystemQueries(database);
        UnitLogSource log = new PostgresUnitLog(database);
        metrics = new Metrics(counters, lanesQueued, system, database);
        var operations = new Operations();
        new HealthRoutes(parts, clock).register(operations);
        new SessionRoutes(accounts, visitors).register(operations);
        new TokenRoutes(accounts.programTokens()).register(operations);
        new UserRoutes(accounts).register(operations);
        new SystemRoutes(facts, database.flavour().title(), system, counters, metrics, clock).register(operations);
        new UnitRoutes(units, log, clock).register(operations);
        new OverviewRoutes(new OverviewQueries(database), clock).register(operations);
        new NetworkRoutes(new PlaceQueries(database), new ProfileQueries(database), clock).register(operations);
        Runnable replan = () -> {
            plans.poke();
            events.poke();
        };
        new WayRoutes(new WayQueries(database), replan, clock).register(operations);
        new ShipmentRoutes(new ShipmentLog(database), new CustomerOrderLog(database), replan, clock)
                .register(operations);
        Runnable toldAndShown = () -> {
            ordered.run();
            events.poke();
        };
        var trust = new ChannelTrust(database);
        new DeviceRoutes(new DeviceQueries(database), new DeviceOrders(database), trust, toldAndShown, clock)
                .register(operations);
        new ChartRoutes(new ChartQueries(database), clock).register(operations);
        new DayRoutes(new DayQueries(database), clock).register(operations);
        new ReadingRoutes(new ReadingQueries(database), new ReadingStream(database), units).register(operations);
        new TelemetryRoutes(intake, lanes, TelemetryRoutes.STORED_WITHIN).register(operations);
        var stockNews = new StockNews(desks, replan);
        new StockRoutes(new StockQueries(database), new MovementLog(database), stockNews, clock).register(operations);
        new ProductRoutes(
                        new ProductQueries(database),
                        new StockLevelQueries(database),
                        new FirstExpiredQueries(database),
                        clock)
                .register(operations);
        new ExposureRoutes(new ExposureQueries(database), clock).register(operations);
        new HandOffRoutes(new HandOffLog(database), events::poke, clock).register(operations);
        new StockEventRoutes(new StockLog(database), new StockEventQueries(database), stockNews, clock)
                .register(operations);
        captures = new Captures(new EpcisLog(database), intake, lanes, desks, events::poke, clock);
        new EpcisRoutes(captures, new EpcisQueries(database), new EpcisDismissals(database), clock)
                .register(operations);
        new IncidentRoutes(new IncidentQueries(database), trust, units, clock, events::poke).register(operations);
        Runnable decided = () -> {
            plans.poke();
            acted.run();
            events.poke();
        };
        new DecisionRoutes(new DecisionQueries(database), decisions, units, clock, decided).register(operations);
        new PlanRoutes(new PlanQueries(database), decisions, plans, clock, decided).register(operations);
        new DrillRoutes(new DrillReader(database), clock).register(operations);
        new ActionRoutes(new ActionQueries(database), clock, decided).register(operations);
        new ReviewRoutes(new ReviewQueries(database), new NoticeQueries(database), review, events::poke)
                .register(operations);
        new EventRoutes(events, units).register(operations);
        Contract contract = Contract.load();
        operations.on("contract", request -> new Reply.Whole(200, "application/yaml", contract.text(), Map.of()));
        List<Operations.Served> served = operations.of(contract);
        var answers = new Answers(
                // Paced by the real clock, also where a test holds the time of everything else.
                new Gatekeeper(accounts, InstantSource.system(), away),
                new Preconditions(served),
                new Once(new KeptAnswers(database), clock)::answer);
        door = new Door(
                answers,
                new Pages(new WebFiles()),
                metrics.traffic(),
                new Places(Runtime.getRuntime().availableProcessors()));
        router = door.router(vertx, served);
    }

    static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(IDLE_TIMEOUT_S)
                .setCompressionSupported(true)
                .setCompressionLevel(COMPRESSION_LEVEL)
                // One way to cut, to wait and to be flooded is enough; proxies speak HTTP/1.1.
                .setHttp2ClearTextEnabled(false);
    }

    /** Has the metrics tell what the spool holds. */
    public void measure(BatchKeeper keeper) {
        metrics.measure(keeper);
    }

    /** Has the metrics tell what became of notices, by target. */
    public void measure(Supplier<Map<String, Dispatcher.Counts>> attempts) {
        metrics.measure(attempts);
    }

    /** Listens; the port is known then. */
    public synchronized Future<Integer> start() {
        HttpServer made =
                vertx.createHttpServer(options().setHost(host).setPort(port)).requestHandler(router);
        server = made;
        captures.start();
        return made.listen().map(HttpServer::actualPort);
    }

    /** Stops listening, and answering. */
    public synchronized Future<Void> close() {
        HttpServer running = server;
        server = null;
        door.close();
        captures.close();
        return running == null ? Future.succeededFuture() : running.close();
    }

    /** For the test that compares it with the contract. */
    Router router() {
        return router;
    }
}
