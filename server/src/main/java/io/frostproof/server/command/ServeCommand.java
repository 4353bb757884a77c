package io.frostproof.server.command;

import io.frostproof.server.config.ServerConfig;
import io.frostproof.server.http.Visitors;
import io.frostproof.server.logging.LogFormat;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.server.runtime.ConfiguredServer;
import io.frostproof.server.runtime.FrostproofServer;
import io.frostproof.server.runtime.HttpFace;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.NetworkImporter;
import io.frostproof.store.StoreException;
import io.frostproof.yaml.InvalidFileException;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A real deployment: the server against a database and a broker that others run. */
@Command(
        name = "serve",
        description = "Run the server against a PostgreSQL or TimescaleDB and an MQTT 5 broker.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(1);

    /** EX_TEMPFAIL of sysexits.h: start again. A supervisor that restarts on failure makes a server that was replaced the standby. */
    private static final int START_AGAIN = 75;

    private static final Duration READY_LOOK = Duration.ofMillis(20);

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InvalidFileException, InterruptedException {
        ServerConfig config = options.read();
        LogFormat.use(config.logFormat());
        // Both take a good part of a second, and neither needs the other.
        CompletableFuture<Vertx> vertxStarting = CompletableFuture.supplyAsync(Vertx::vertx);
        InstantSource clock = InstantSource.system();
        var face = new HttpFace(
                config.http().host(),
                config.http().port(),
                new Visitors(config.http().secureCookies(), config.http().behindProxy()),
                clock);
        Database database = openWhenThere(DatabaseOptions.settings(config));
        Vertx vertx = vertxStarting.join();
        var settings = ConfiguredServer.settings(config, vertx, clock, face::create);
        FrostproofServer server;
        try {
            if (config.networkFile().isPresent()) {
                importNetwork(config.networkFile().get(), database);
            }
            server = FrostproofServer.start(settings, vertx, database, clock);
        } catch (StoreException e) {
            if (!e.passes()) {
                throw e;
            }
            LOG.debug("event=start_given_up", e);
            spec.commandLine()
                    .getErr()
                    .println("frostproof: the database went away while the server started (" + e.getMessage()
                            + "). What was acknowledged is safe; start again");
            return START_AGAIN;
        }
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> password = face.firstPassword();
        password.ifPresent(first -> out.println(
                "First start: the administrator is 'admin' with the password " + first + " (shown only now)"));
        out.println("Frostproof serves http://" + config.http().host() + ":" + server.port() + "  (Ctrl-C stops it)");
        Thread.ofVirtual().start(() -> sayWhenReady(server, out));
        var stopped = Stopping.onSignal(() -> {
            server.close();
            vertx.close();
        });
        var fencedOff = new AtomicBoolean();
        server.fencedOff().thenRun(() -> {
            fencedOff.set(true);
            stopped.now();
        });
        stopped.await();
        if (fencedOff.get()) {
            spec.commandLine()
                    .getErr()
                    .println("frostproof: another server has taken over this database; nothing more was written or"
                            + " acknowledged. Start again to stand by");
            return START_AGAIN;
        }
        return 0;
    }

    private static void importNetwork(Path file, Database database) throws InvalidFileException {
        NetworkImporter.Report report = new NetworkImporter(database).run(NetworkFile.read(file));
        LOG.info(
                "event=network_imported file={} added={} changed={} unchanged={}",
                file,
                report.added(),
                report.changed(),
                report.unchanged());
    }

    private static void sayWhenReady(FrostproofServer server, PrintWriter out) {
        try {
            while (!server.ready()) {
                Thread.sleep(READY_LOOK);
            }
            out.println("Ready: subscribed at the broker, storing readings");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A database that is not up yet is waited for; one that refuses us is an error at once. */
    private static Database openWhenThere(DatabaseSettings settings) throws InterruptedException {
        while (true) {
            try {
                return Database.open(settings);
            } catch (StoreException e) {
                if (!(e.getCause() instanceof SQLException cause) || !mayComeUp(cause.getSQLState())) {
                    throw e;
                }
                LOG.warn("event=database_awaited reason=\"{}\"", e.getMessage());
                Thread.sleep(DATABASE_RETRY);
            }
        }
    }

    /** Nobody listens there (08), or it is starting or stopping (57P). */
    private static boolean mayComeUp(@Nullable String sqlState) {
        return sqlState == null || sqlState.startsWith("08") || sqlState.startsWith("57P");
    }
}
