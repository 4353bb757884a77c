package io.frostproof.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database: a pool of connections to a schema of this version. A connection lives inside the function that uses it.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String RESOURCES = "io/frostproof/store/";
    private static final Duration CONNECTION_WITHIN = Duration.ofSeconds(5);

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final Flavour flavour;
    private final ActivePlace place;

    private Database(DatabaseSettings settings, HikariDataSource pool, Flavour flavour) {
        this.settings = settings;
        this.pool = pool;
        this.flavour = flavour;
        place = new ActivePlace(settings);
    }

    /**
     * Connects, and brings the schema up to this version.
     *
     * @throws StoreException if the database cannot be reached or refuses a migration
     */
    public static Database open(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WITHIN.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setPoolName("frostproof");
        config.setAutoCommit(false);
        config.addDataSourceProperty("ApplicationName", "frostproof");
        // A host that vanishes must not hold a lane for the kernel's quarter of an hour.
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("connectTimeout", "5");
        // Our transactions are short. Where estimates are high, as over many chunks, compiling a plan took a second of
        // each merge of late
        // readings, which itself takes a third of one. Not as the pool's first statement: that would leave a
        // transaction open.
        config.addDataSourceProperty("options", "-c jit=off");
        var pool = new HikariDataSource(config);
        try {
            var database = new Database(settings, pool, detect(pool));
            database.migrate();
            return database;
        } catch (SQLException e) {
            pool.close();
            throw new StoreException("database " + settings, e);
        } catch (RuntimeException e) {
            pool.close();
            throw said(settings, e);
        }
    }

    /** What the database said, if it was the database: the migrations wrap it. Whoever waits for it to come up goes by that. */
    private static RuntimeException said(DatabaseSettings settings, RuntimeException thrown) {
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && !(thrown instanceof StoreException)) {
                return new StoreException("database " + settings, sql);
            }
        }
        return thrown;
    }

    private static Flavour detect(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            Flavour flavour = Flavour.detect(connection);
            connection.commit();
            return flavour;
        }
    }

    private void migrate() throws SQLException {
        // Connections of its own: it wants several, and a small pool is a legal setting.
        var result = Flyway.configure()
                .dataSource(settings.url(), settings.user(), settings.password())
                .locations(
                        "classpath:" + RESOURCES + "migrations",
                        "classpath:" + RESOURCES + "flavours/" + flavour.folder())
                .table("schema_version")
                .loggers("slf4j")
                .load()
                .migrate();
        if (flavour == Flavour.TIMESCALEDB_COMMUNITY) {
            transaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute(resource("community/compression_and_retention.sql"));
                }
            });
        }
        if (result.migrationsExecuted > 0) {
            PastStays.complete(this, InstantSource.system().instant());
        }
        LOG.info(
                "event=database_ready flavour=\"{}\" schema={} migrationsApplied={}",
                flavour.title(),
                result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion,
                result.migrationsExecuted);
    }

    /** What was detected. */
    public Flavour flavour() {
        return flavour;
    }

    /**
     * Becomes the one active server of this database, if no other one is, and fences the one before off: from now on no transaction of
     * its changes anything. Waits for those in flight.
     *
     * @return false if another server is active
     */
    public boolean becomeActive() {
        try {
            return place.take();
        } catch (SQLException e) {
            throw new StoreException("server lock", e);
        }
    }

    /**
     * Watches over the place of the active server, until close.
     *
     * @param lost called once, on a thread of its own, when another server has taken over
     */
    public void guardPlace(Runnable lost) {
        place.guard(lost);
    }

    /** The place of the active server, which what only it may write asks. */
    ActivePlace place() {
        return place;
    }

    /** Registers this run of the server and returns its number. */
    public int beginRun(String host) {
        return write(connection -> Objects.requireNonNull(Sql.first(
                connection, row -> row.getInt(1), "insert into server_run (host) values (?) returning id", host)));
    }

    /**
     * How the pool is used at this moment.
     *
     * @param active in use
     * @param idle open and not in use
     * @param most the limit
     * @param awaited threads that wait for one
     */
    public record Connections(int active, int idle, int most, int awaited) {}

    public Connections connections() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return new Connections(
                now.getActiveConnections(),
                now.getIdleConnections(),
                settings.poolSize(),
                now.getThreadsAwaitingConnection());
    }

    /** Whether the database answers. */
    public boolean answers() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Work with a connection. */
    interface Work<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    /** Runs {@code work} in one transaction. */
    <T extends @Nullable Object> T write(Work<T> work) {
        try {
            return transaction(work);
        } catch (SQLException e) {
            throw new StoreException("write", e);
        }
    }

    /** Runs one statement that changes nothing, in one round trip; {@link #read} takes three. */
    <T extends @Nullable Object> T look(Work<T> statement) {
        try (Connection connection = pool.getConnection()) {
            // Without a word to the database; the pool takes it back.
            connection.setAutoCommit(true);
            return statement.with(connection);
        } catch (SQLException e) {
            throw new StoreException("read", e);
        }
    }

    /** Runs {@code work} with a consistent view of the database and without the right to change it. */
    <T extends @Nullable Object> T read(Work<T> work) {
        try {
            return transaction(connection -> {
                // The pool takes this back.
                connection.setReadOnly(true);
                // The default, read committed, would look anew with every statement.
                Sql.update(connection, "set transaction isolation level repeatable read");
                return work.with(connection);
            });
        } catch (SQLException e) {
            throw new StoreException("read", e);
        }
    }

    /** Like {@link #write}, for callers that treat failures themselves. */
    <T extends @Nullable Object> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                try {
                    connection.rollback();
                } catch (SQLException rollback) {
                    e.addSuppressed(rollback);
                }
                throw e;
            }
        }
    }

    @Override
    public void close() {
        place.close();
        pool.close();
    }

    private static String resource(String name) {
        try (InputStream in = Database.class.getClassLoader().getResourceAsStream(RESOURCES + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource " + name, e);
        }
    }
}
