package io.frostproof.server.endtoend;

import io.frostproof.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into the database of a test directly, past the server. */
final class LogRows {

    private final TestDatabase server;
    private final String jdbcUrl;

    LogRows(TestDatabase server, String jdbcUrl) {
        this.server = server;
        this.jdbcUrl = jdbcUrl;
    }

    /** Count and checksum over (channel, time, value) of all readings. */
    String checksum() throws SQLException {
        return column(
                        "select count(*) || ' ' || coalesce(md5(string_agg(channel_id || ' ' || extract(epoch from time) || ' '"
                                + " || value, '|' order by channel_id, time)), '') from reading")
                .getFirst();
    }

    List<String> conflicts() throws SQLException {
        return column("select channel_id || ' ' || time || ' ' || value from reading_conflict order by 1");
    }

    List<String> excursions() throws SQLException {
        return column(
                "select concat_ws(' ', unit_id, slot, level, started_at, confirmed_at, ended_at, unknown_s, worst_value)"
                        + " from excursion order by started_at, slot");
    }

    /** What the worker of the server has made of all hours that have ended; waits until nothing is left to make. */
    List<String> rollups() throws SQLException {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (number("select (select count(*) from rollup_news) + (select count(*) from rollup_dirty)"
                        + " + (select count(*) from rollup_range)")
                > 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "not rolled up: " + column("select hour from rollup_dirty order by hour limit 10"));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        return column("select concat_ws(' ', channel_id, hour, known_us, mean, min, max, readings, kinetic_rate)"
                + " from reading_rollup order by channel_id, hour");
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(column(sql).getFirst());
    }

    List<String> column(String sql) throws SQLException {
        try (Connection connection = server.connect(jdbcUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("set time zone 'UTC'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                var values = new ArrayList<String>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        }
    }

    /** Waits until nothing waits for evaluation or for a desk and the count of readings is reached. */
    void awaitSettled(long readings) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (number("select count(*) from reading") < readings
                || number("select count(*) from channel_dirty") > 0
                || number("select count(*) from desk_queue") > 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not settled: " + number("select count(*) from reading") + " of " + readings
                        + " readings, dirty " + column("select channel_id || ' ' || from_time from channel_dirty"));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }
}
