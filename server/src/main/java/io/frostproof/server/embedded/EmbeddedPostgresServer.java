package io.frostproof.server.embedded;

import io.frostproof.store.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own on a free loopback port, with its data in a folder that outlives it. Anybody on this machine can connect
 * to it: it is for demonstrations.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgresServer.class);
    private static final String USER = "postgres";
    private static final String DATA = "postgresql";
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final int POOL_SIZE = 10;

    private final EmbeddedPostgres postgres;

    private EmbeddedPostgresServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Starts it, after stopping one that an earlier run has left behind.
     *
     * @param folder for data and binaries; made when missing
     * @throws IOException if it does not start, or if another server answers in its place
     */
    public static EmbeddedPostgresServer start(Path folder) throws IOException {
        // Its own default is off, which would turn every promise about acknowledged readings into a joke.
        return start(folder, Map.of("fsync", "on", "synchronous_commit", "on"));
    }

    /**
     * Likewise, for data that nobody wants after this process: nothing is waited for until it is on disk, so what is in the folder after a
     * crash is worth nothing.
     */
    public static EmbeddedPostgresServer startForNow(Path folder) throws IOException {
        return start(
                folder,
                Map.of(
                        "fsync", "off",
                        "synchronous_commit", "off",
                        "full_page_writes", "off",
                        "wal_level", "minimal",
                        "max_wal_senders", "0",
                        "max_wal_size", "2GB",
                        "shared_buffers", "256MB"));
    }

    private static EmbeddedPostgresServer start(Path folder, Map<String, String> durability) throws IOException {
        Path data = folder.resolve(DATA).toAbsolutePath();
        Files.createDirectories(folder);
        stopOrphan(folder);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // Its own hook would stop it under a server that is still storing what has arrived.
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(
                        folder.resolve("postgresql-binaries").toAbsolutePath().toFile())
                .setPGStartupWait(START_WITHIN)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", "60")
                .setServerConfig("timezone", "UTC")
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("postgresql.log").toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("postgresql.log").toFile()));
        durability.forEach(builder::setServerConfig);
        EmbeddedPostgres postgres = builder.start();
        var server = new EmbeddedPostgresServer(postgres);
        try {
            server.checkThatItIsOurs(data);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Stops the server that an earlier run, killed, has left behind on this folder, if there is one. */
    public static void stopOrphan(Path folder) throws IOException {
        Path data = folder.resolve(DATA).toAbsolutePath();
        if (StalePostmaster.stop(data)) {
            LOG.info("event=orphan_stopped data={}", data);
        }
    }

    /** A port that was free a moment ago may be somebody else's server by now; only the data directory tells. */
    private void checkThatItIsOurs(Path data) throws IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            Path actual = Path.of(row.getString(1));
            if (!Files.isSameFile(actual, data)) {
                throw new IOException("port " + postgres.getPort() + " answers for " + actual + ", expected " + data);
            }
        } catch (SQLException e) {
            throw new IOException("embedded PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    public DatabaseSettings settings() {
        return new DatabaseSettings(postgres.getJdbcUrl(USER, "postgres"), USER, null, POOL_SIZE);
    }

    /** Stops it. */
    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            LOG.warn("event=embedded_postgresql_not_stopped reason={}", e.getMessage());
        }
    }
}
