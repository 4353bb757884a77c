package io.frostproof.server.bench.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the log, read past the server. */
final class StoredInDatabase implements Stored {

    private static final int FETCH_ROWS = 10_000;
    private static final String MILLIS = "(extract(epoch from r.time) * 1000)::float8";

    private final Connection connection;

    /** @param connection without auto-commit, so that rows come in portions */
    StoredInDatabase(Connection connection) {
        this.connection = connection;
    }

    private interface Row {
        void row(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    each.row(rows);
                }
            }
        }
    }

    @Override
    public void readings(ReadingRow each) throws SQLException {
        readings("reading", each);
    }

    @Override
    public void conflicts(ReadingRow each) throws SQLException {
        readings("reading_conflict", each);
    }

    private void readings(String table, ReadingRow each) throws SQLException {
        query(
                "select c.device_id || '/' || c.name, " + MILLIS + ", r.value from " + table
                        + " r join channel c on c.id = r.channel_id",
                row -> each.row(row.getString(1), Math.round(row.getDouble(2)), row.getDouble(3)));
    }

    @Override
    public void suspects(SuspectRow each) throws SQLException {
        query(
                "select c.device_id || '/' || c.name, " + MILLIS
                        + ", r.value, r.boot, r.seq from reading_suspect r join channel c on c.id = r.channel_id",
                row -> each.row(
                        row.getString(1),
                        Math.round(row.getDouble(2)),
                        row.getDouble(3),
                        row.getLong(4),
                        row.getLong(5)));
    }

    @Override
    public void deadLetters(DeadLetterRow each) throws SQLException {
        query(
                "select topic, encode(payload_sha256, 'hex'), reason from dead_letter",
                row -> each.row(row.getString(1), row.getString(2), row.getString(3)));
    }
}
