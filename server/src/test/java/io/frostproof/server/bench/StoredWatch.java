package io.frostproof.server.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches from a session of its own how much is visible in the database: the rows of {@code batch}, which are committed with the readings
 * they count. Looks ten times a second, and a hundred times while somebody waits for the last ones. Thread-safe.
 */
final class StoredWatch implements AutoCloseable {

    private static final int LOOK_MILLIS = 100;
    private static final int WAITING_MILLIS = 10;

    /**
     * What was visible.
     *
     * @param nanos when; {@link System#nanoTime} after the answer
     */
    record Stored(long batches, long messages, long readings, long nanos) {}

    private final Connection connection;
    private final Thread thread;
    private volatile Stored now;
    private volatile @Nullable SQLException failure;
    private volatile boolean waiting;
    private volatile boolean closed;

    StoredWatch(Connection connection) throws SQLException {
        this.connection = connection;
        now = look();
        thread = Thread.ofPlatform().daemon().name("stored-watch").start(this::watch);
    }

    Stored now() {
        return now;
    }

    /** When so many readings were visible; throws when that takes longer than a minute without any progress. */
    Stored await(long readings) throws InterruptedException {
        waiting = true;
        long seen = -1;
        long progress = System.nanoTime();
        while (true) {
            Stored stored = now;
            SQLException broken = failure;
            if (broken != null) {
                throw new IllegalStateException("the database does not answer", broken);
            }
            if (stored.readings() >= readings) {
                waiting = false;
                return stored;
            }
            if (stored.readings() > seen) {
                seen = stored.readings();
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > Duration.ofMinutes(1).toNanos()) {
                throw new IllegalStateException("only " + seen + " of " + readings
                        + " published readings are stored, and for a minute none came");
            }
            Thread.sleep(WAITING_MILLIS / 2);
        }
    }

    private void watch() {
        try {
            while (!closed) {
                now = look();
                Thread.sleep(waiting ? WAITING_MILLIS : LOOK_MILLIS);
            }
        } catch (SQLException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Stored look() throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(
                        "select count(*), coalesce(sum(messages), 0), coalesce(sum(readings), 0) from batch")) {
            row.next();
            return new Stored(row.getLong(1), row.getLong(2), row.getLong(3), System.nanoTime());
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
