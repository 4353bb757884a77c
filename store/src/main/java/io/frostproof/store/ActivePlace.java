package io.frostproof.store;

import io.frostproof.ingest.lane.FencedOffException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of the one active server of a database. A lock that lasts as long as its session says who may take it; the epoch, which every
 * taker raises, says in each transaction whether it still is ours. Losing the session, when the database restarts say, is not losing
 * the place: the lock is taken again, unless somebody else was faster. Thread-safe.
 */
final class ActivePlace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActivePlace.class);
    /** Any number that no other program of the same database locks with; the letters "frost". */
    private static final long SERVER_LOCK = 0x66726f7374L;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /**
     * A standby leaves a database that has just started to the server that was active before, which looks every second. Whoever starts
     * afresh waits for nobody.
     */
    private static final String TRY_LOCK =
            "select case when ? and pg_postmaster_start_time() > clock_timestamp() - interval '5 s'"
                    + " then false else pg_try_advisory_lock(?) end";

    /**
     * The database notices within some ten seconds that this host is gone, and not only after its own hours; and a taker does not wait
     * for ever for a transaction that hangs.
     */
    private static final String SESSION =
            "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3" + " -c lock_timeout=5s";

    /**
     * A server that was stopped in the middle of a transaction (its machine was frozen, say) says nothing more in it, and its host answers for it: nothing but this would ever end it.
     * Nothing of it was acknowledged. Whoever asks has the lock, so these are not of the active server.
     */
    private static final String END_IDLE =
            "select a.pid from pg_stat_activity a join pg_locks l on l.pid = a.pid and l.granted and l.relation = 'server_epoch'::regclass"
                    + " where a.datname = current_database() and a.pid <> pg_backend_pid() and a.state like 'idle in transaction%'"
                    + " and a.state_change < clock_timestamp() - interval '5 s' and pg_terminate_backend(a.pid)";

    private final DatabaseSettings settings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Connection holder;
    private volatile boolean standingBy;
    /** What {@code server_epoch} has to say; 0 as long as nobody has ever been active. */
    private volatile long epoch;

    private volatile boolean lost;
    /** Guarded by this. */
    private @Nullable Runnable whenLost;

    ActivePlace(DatabaseSettings settings) {
        this.settings = settings;
    }

    long epoch() {
        return epoch;
    }

    /** Takes the place, if it is free. Who stands by already goes on doing so when the database cannot be asked for a while. */
    synchronized boolean take() throws SQLException {
        if (holder != null) {
            return true;
        }
        boolean stoodBy = standingBy;
        try {
            return tryToTake();
        } catch (SQLException e) {
            if (!stoodBy || !StoreException.passes(e)) {
                throw e;
            }
            LOG.warn("event=place_not_asked reason=\"{}\"", e.getMessage());
            return false;
        }
    }

    private boolean tryToTake() throws SQLException {
        Connection connection = connect();
        boolean taken = false;
        try {
            if (locks(connection, standingBy)) {
                Long raised = Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "update server_epoch set epoch = epoch + 1, since = now() returning epoch");
                if (raised == null) {
                    throw new SQLException("server_epoch has no row");
                }
                epoch = raised;
                holder = connection;
                taken = true;
            }
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            LOG.warn(
                    "event=place_not_taken reason=\"a transaction of the server before is still open\" sessions_ended={}",
                    Sql.list(connection, row -> row.getInt(1), END_IDLE).size());
        } finally {
            if (!taken) {
                standingBy = true;
                close(connection);
            }
        }
        return taken;
    }

    private static boolean locks(Connection connection, boolean patient) throws SQLException {
        return Boolean.TRUE.equals(Sql.first(connection, row -> row.getBoolean(1), TRY_LOCK, patient, SERVER_LOCK));
    }

    /** A connection outside of the pool: the lock lasts as long as its session, and the pool ends sessions at will. */
    private Connection connect() throws SQLException {
        var properties = new Properties();
        String user = settings.user();
        String password = settings.password();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "frostproof active");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("options", SESSION);
        return DriverManager.getConnection(settings.url(), properties);
    }

    /** Looks every second whether the place is still ours. {@code whenLost} is called once, on a thread of its own. */
    void guard(Runnable whenLost) {
        boolean late;
        synchronized (this) {
            this.whenLost = whenLost;
            late = lost;
        }
        if (late) {
            tell(whenLost);
        } else {
            Thread.ofVirtual().name("active-place").start(this::watch);
        }
    }

    private void watch() {
        try {
            while (!lost && !closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    hold();
                } catch (SQLException away) {
                    LOG.debug("event=place_not_looked_at reason=\"{}\"", away.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes sure of the lock; finds out whether somebody else was faster if it was let go. */
    void hold() throws SQLException {
        Connection held = holder;
        if (held != null) {
            try {
                Sql.first(held, row -> true, "select 1");
                return;
            } catch (SQLException gone) {
                if (closing.getCount() == 0) {
                    return;
                }
                LOG.warn("event=place_let_go reason=\"{}\"", gone.getMessage());
                holder = null;
                close(held);
            }
        }
        Connection connection = connect();
        boolean kept = false;
        try {
            // In this order: with the lock in hand the epoch stays what it is.
            boolean locked = locks(connection, false);
            if (Sql.number(connection, "select epoch from server_epoch") != epoch) {
                lose("its epoch is over");
            } else if (locked) {
                LOG.info("event=place_held_again epoch={}", epoch);
                keep(connection);
                kept = true;
            }
            // Otherwise our last session has not ended yet, or somebody is about to raise the epoch.
        } finally {
            if (!kept) {
                close(connection);
            }
        }
    }

    private synchronized void keep(Connection connection) {
        if (closing.getCount() == 0) {
            close(connection);
        } else {
            holder = connection;
        }
    }

    /**
     * Looks in the transaction of {@code connection} whether the place is ours, and keeps it so until the transaction ends.
     *
     * @throws FencedOffException if another server has taken over
     */
    void check(Connection connection, String what) throws SQLException {
        if (Sql.first(connection, row -> true, "select 1 from server_epoch where epoch = ? for share", epoch) == null) {
            throw lose(what);
        }
    }

    /** As {@link #check}, at the end of a transaction that may have changed nothing; then it costs no lock. */
    void checkIfWritten(Connection connection, String what) throws SQLException {
        boolean ours = Boolean.TRUE.equals(Sql.first(
                connection,
                row -> row.getBoolean(1),
                "select case when pg_current_xact_id_if_assigned() is null then true"
                        + " else exists (select 1 from server_epoch where epoch = ? for share) end",
                epoch));
        if (!ours) {
            throw lose(what);
        }
    }

    /** Another server has been found in our place; what is returned is for whoever wanted to write. */
    FencedOffException lose(String what) {
        Runnable told = null;
        synchronized (this) {
            if (!lost) {
                lost = true;
                told = whenLost;
            }
        }
        if (told != null) {
            tell(told);
        }
        return new FencedOffException("another server has taken over: " + what + ", of epoch " + epoch);
    }

    private static void tell(Runnable whenLost) {
        Thread.ofVirtual().name("place-lost").start(whenLost);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("event=lock_release_failed reason=\"{}\"", e.getMessage());
        }
    }

    /** Leaves the place to others. */
    @Override
    public synchronized void close() {
        closing.countDown();
        Connection held = holder;
        if (held != null) {
            holder = null;
            close(held);
        }
    }
}
