package io.frostproof.server.http;

import io.frostproof.audit.UnitLogSource;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.server.access.Accounts;
import io.frostproof.store.Database;
import io.frostproof.store.DecisionQueries;
import io.frostproof.store.IncidentQueries;
import io.frostproof.store.NoticeQueries;
import io.frostproof.store.PostgresUnitLog;
import io.frostproof.store.ReadingQueries;
import io.frostproof.store.ReviewQueries;
import io.frostproof.store.SystemQueries;
import io.frostproof.store.UnitQueries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The HTTP server: routes over the queries of the store. Thread-safe. */
public final class HttpApi {

    /** Longer than any silence while the database prepares a log, shorter than forgotten connections live otherwise. */
    private static final int IDLE_TIMEOUT_S = 180;

    private final Vertx vertx;
    private final String host;
    private final int port;
    private final Door door;
    private final Router router;
    private @Nullable HttpServer server;

    /**
     * Composes the routes.
     *
     * @param host interface to listen on
     * @param port 0 for any free one
     * @param lanesQueued messages that wait in lanes, for the metrics
     * @param parts what has to be well for the server to be ready
     */
    public HttpApi(
            Vertx vertx,
            String host,
            int port,
            ServerFacts facts,
            Database database,
            Accounts accounts,
            IngestCounters counters,
            IntSupplier lanesQueued,
            List<HealthPart> parts,
            InstantSource clock) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        var units = new UnitQueries(database);
        var system = new SystemQueries(database);
        UnitLogSource log = new PostgresUnitLog(database);
        var metrics = new Metrics(counters, lanesQueued, system::waitingNotices);
        List<Endpoint> endpoints = Stream.of(
                        new HomeRoute().endpoints(),
                        new HealthRoutes(parts, clock).endpoints(),
                        new SessionRoutes(accounts).endpoints(),
                        new SystemRoutes(facts, database.flavour().title(), system, counters, metrics, clock)
                                .endpoints(),
                        new UnitRoutes(units, log, clock).endpoints(),
                        new ReadingRoutes(new ReadingQueries(database), units).endpoints(),
                        new IncidentRoutes(new IncidentQueries(database), units, clock).endpoints(),
                        new DecisionRoutes(new DecisionQueries(database), clock).endpoints(),
                        new ReviewRoutes(new ReviewQueries(database), new NoticeQueries(database)).endpoints())
                .flatMap(List::stream)
                .toList();
        door = new Door(accounts);
        router = door.router(vertx, endpoints);
    }

    /** Listens; the port is known then. */
    public synchronized Future<Integer> start() {
        HttpServer made = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(host)
                        .setPort(port)
                        .setIdleTimeout(IDLE_TIMEOUT_S)
                        // One way to cut, to wait and to be flooded is enough; proxies speak HTTP/1.1.
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(router);
        server = made;
        return made.listen().map(HttpServer::actualPort);
    }

    /** Stops listening, and answering. */
    public synchronized Future<Void> close() {
        HttpServer running = server;
        server = null;
        door.close();
        return running == null ? Future.succeededFuture() : running.close();
    }

    /** For the test that compares it with the documentation. */
    Router router() {
        return router;
    }
}
