package io.frostproof.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL server on a free loopback port, with an empty data directory and one superuser. Commits are durable (fsync is on),
 * because tests here kill servers. Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {
    private static final String USER = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int PORT_ATTEMPTS = 3;

    private final PostgresFlavour flavour;
    private final PostgresHome home;
    private final RunDirectory directory;
    private final Path data;
    private final String password;
    private final boolean shared;
    private final AtomicInteger databases = new AtomicInteger();
    private int port;
    private @Nullable Process process;

    private TestDatabase(PostgresFlavour flavour, boolean shared) {
        this.flavour = flavour;
        this.shared = shared;
        this.home = PostgresHome.of(flavour);
        this.directory = RunDirectory.create(home.runParent());
        this.data = directory.path().resolve("data");
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.password = HexFormat.of().formatHex(random);
    }

    /**
     * Starts a server of the test's own, which it closes; about one to two seconds. Most tests want {@link TestDatabases#shared}.
     *
     * @throws org.opentest4j.TestAbortedException or AssertionError, if this machine has no such server (see {@link Services#missing})
     * @throws IllegalStateException if there is one and it does not start; the message has the end of its log
     */
    public static TestDatabase start(PostgresFlavour flavour) {
        return start(new TestDatabase(flavour, false));
    }

    static TestDatabase startShared(PostgresFlavour flavour) {
        return start(new TestDatabase(flavour, true));
    }

    private static TestDatabase start(TestDatabase database) {
        try {
            database.initialise();
            database.launchOnFreePort();
            Services.started(database.flavour.service(), database.describe());
            return database;
        } catch (IOException | SQLException | RuntimeException e) {
            database.directory.close();
            throw new IllegalStateException(
                    database.flavour.service().title() + " does not start: " + e.getMessage(), e);
        }
    }

    public PostgresFlavour flavour() {
        return flavour;
    }

    /** The url of the maintenance database {@code postgres}, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    /** A superuser. */
    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** The TCP port on 127.0.0.1; the same after {@link #restart()}. */
    public synchronized int port() {
        return port;
    }

    /**
     * Makes an empty database, so that tests share a server and see nothing of each other. No extension is created in it.
     *
     * @param prefix shows up in the name, for whoever reads a log; other characters than letters and digits become underscores
     * @return its jdbc url, without user and password
     */
    public String newDatabase(String prefix) {
        String name = prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_") + "_" + databases.incrementAndGet();
        try (Connection connection = connect(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("create database \"" + name + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " cannot be made: " + e.getMessage(), e);
        }
        return jdbcUrl(name);
    }

    /** Connects as the superuser to a database of this server. */
    public Connection connect(String jdbcUrl) throws SQLException {
        return DriverManager.getConnection(jdbcUrl, credentials());
    }

    /** Stops the server in good order: clients are cut off, everything is on disk. Nothing happens if it does not run. */
    public synchronized void stop() {
        refuseIfShared("stop");
        Process running = process;
        if (running == null) {
            return;
        }
        signalAll(running, "CONT");
        Processes.signal(running.pid(), "INT");
        if (!Processes.awaitEnd(running.toHandle(), Duration.ofSeconds(30))) {
            Processes.killTree(running.toHandle());
        }
        process = null;
    }

    /** Kills the server and its backends with SIGKILL, as a power cut of the process would. Nothing happens if it does not run. */
    public synchronized void kill9() {
        refuseIfShared("kill");
        Process running = process;
        if (running != null) {
            Processes.killTree(running.toHandle());
            process = null;
        }
    }

    /** Starts the server again on the same port and data, after stopping it in good order if it still runs. */
    public synchronized void restart() {
        refuseIfShared("restart");
        stop();
        try {
            if (!launch()) {
                throw new IllegalStateException("port " + port + " was taken meanwhile");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("restart of " + flavour, e);
        }
    }

    /** Freezes the server with all its backends (SIGSTOP): connections stay open and nobody answers. */
    public synchronized void pause() {
        refuseIfShared("pause");
        signalAll(running(), "STOP");
    }

    /** Lets a paused server go on. */
    public synchronized void resume() {
        signalAll(running(), "CONT");
    }

    /** Ends the server and removes its files. */
    @Override
    public synchronized void close() {
        refuseIfShared("close");
        process = null;
        directory.close();
    }

    private void initialise() throws IOException {
        Path secret = Files.writeString(directory.path().resolve("password"), password);
        home.handOver(directory.path());
        home.handOver(secret);
        Path log = directory.path().resolve("initdb.log");
        Process initdb = directory.start(builder(
                log,
                "initdb",
                List.of(
                        "--pgdata=" + home.inside(data),
                        "--username=" + USER,
                        "--pwfile=" + home.inside(secret),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync")));
        Processes.awaitEnd(initdb.toHandle(), START_LIMIT);
        Files.delete(secret);
        if (initdb.isAlive() || initdb.exitValue() != 0) {
            throw new IllegalStateException("initdb failed:\n" + tail(log));
        }
        Path settings = data.resolve("postgresql.auto.conf");
        // fsync is the default of PostgreSQL; it is written out because promises about killed servers are tested on it.
        // The small
        // sizes suit a dozen short-lived servers on a shared machine.
        Files.write(
                settings,
                Stream.of(
                                List.of(
                                        "listen_addresses = '127.0.0.1'",
                                        "fsync = on",
                                        "synchronous_commit = on",
                                        "max_connections = 60",
                                        "shared_buffers = 32MB",
                                        "max_wal_size = 512MB",
                                        "log_timezone = UTC",
                                        "log_line_prefix = '%m [%p] %d '"),
                                home.settings())
                        .flatMap(List::stream)
                        .toList());
    }

    private synchronized void launchOnFreePort() throws IOException {
        for (int attempt = 1; attempt <= PORT_ATTEMPTS; attempt++) {
            port = Processes.freePort();
            if (launch()) {
                return;
            }
        }
        throw new IllegalStateException(
                "lost " + PORT_ATTEMPTS + " free ports to other processes; log:\n" + tail(log()));
    }

    /** Whether the server came up on its port; false if somebody else holds that port. */
    private synchronized boolean launch() throws IOException {
        Files.deleteIfExists(log());
        Process started = directory.start(
                builder(log(), "postgres", List.of("-D", home.inside(data), "-p", Integer.toString(port))));
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String trouble = "no answer";
        while (System.nanoTime() < deadline) {
            if (!started.isAlive()) {
                if (Files.readString(log()).contains("could not bind")) {
                    return false;
                }
                throw new IllegalStateException("postgres ended with " + started.exitValue() + ":\n" + tail(log()));
            }
            try {
                if (answersAsOurs()) {
                    process = started;
                    return true;
                }
            } catch (SQLException notReady) {
                trouble = String.valueOf(notReady.getMessage());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        Processes.killTree(started.toHandle());
        throw new IllegalStateException(
                "not ready within " + START_LIMIT.toSeconds() + " s (" + trouble + "):\n" + tail(log()));
    }

    /** A port that was free may be another server's by now; only the data directory tells whose answer this is. */
    private boolean answersAsOurs() throws SQLException {
        try (Connection connection = connect(jdbcUrl() + "?connectTimeout=5&socketTimeout=10");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            return row.next() && home.inside(data).equals(row.getString(1));
        }
    }

    private String describe() throws SQLException {
        try (Connection connection = connect(jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('server_version'),"
                        + " (select default_version from pg_available_extensions where name = 'timescaledb')")) {
            row.next();
            String extension = row.getString(2);
            return "PostgreSQL " + row.getString(1) + (extension == null ? "" : ", TimescaleDB " + extension);
        }
    }

    private ProcessBuilder builder(Path log, String program, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(home.command(program, arguments))
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // Neither a locale that the root lacks nor somebody's PGPORT or PGDATA may decide how the server comes up.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static void signalAll(Process postmaster, String signal) {
        // The postmaster first, so that it starts no backend that would be missed.
        Processes.signal(postmaster.pid(), signal);
        postmaster.descendants().forEach(backend -> Processes.signal(backend.pid(), signal));
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(flavour + " does not run");
        }
        return running;
    }

    private void refuseIfShared(String verb) {
        if (shared) {
            throw new IllegalStateException("this server is shared by all tests of the JVM; to " + verb
                    + " one, start your own with TestDatabase.start(" + flavour + ")");
        }
    }

    private Path log() {
        return directory.path().resolve("postgres.log");
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    private Properties credentials() {
        Properties credentials = new Properties();
        credentials.setProperty("user", USER);
        credentials.setProperty("password", password);
        return credentials;
    }

    static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
