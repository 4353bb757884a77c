package io.frostproof.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of any number, a few thousand at a time. */
final class Cursor {

    /** Half a megabyte or so of readings: few round trips, little memory. */
    private static final int FETCH_ROWS = 5_000;

    private Cursor() {}

    /** Takes one row. */
    interface Visitor {
        void visit(ResultSet row) throws SQLException;
    }

    /** Visits every row; what the visitor throws ends the query. Needs a transaction, as {@link Database} gives it. */
    static void each(Connection connection, Visitor visitor, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            Sql.bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visitor.visit(rows);
                }
            }
        }
    }
}
