package io.frostproof.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Which database is behind the connection. Detected, never configured; all offer the same tables, views and functions. */
public enum Flavour {
    /** TimescaleDB under its community licence: hypertables, compression, retention policies. */
    TIMESCALEDB_COMMUNITY("TimescaleDB, community licence", "timescaledb"),
    /** TimescaleDB under the Apache licence: hypertables. */
    TIMESCALEDB_APACHE("TimescaleDB, Apache licence", "timescaledb"),
    /** PostgreSQL without the extension: range partitions that Frostproof keeps itself. */
    POSTGRESQL("PostgreSQL without TimescaleDB", "postgresql");

    private final String title;
    private final String folder;

    Flavour(String title, String folder) {
        this.title = title;
        this.folder = folder;
    }

    /** What people read in the log. */
    public String title() {
        return title;
    }

    /** Folder of the migrations that differ. */
    String folder() {
        return folder;
    }

    /**
     * Looks what the database can do, and creates the TimescaleDB extension where it is at hand and may be created.
     *
     * <p>A database that was migrated as one kind stays it: its tables decide, not what has been installed since.
     */
    static Flavour detect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Partitioned by us: the extension may have been installed later, and does not matter to these tables.
            if (truth(
                    statement,
                    "select exists (select from pg_class where oid = to_regclass('reading') and relkind = 'p')")) {
                return POSTGRESQL;
            }
            if (truth(
                    statement,
                    "select exists (select from pg_available_extensions where name = 'timescaledb')"
                            + " and current_setting('shared_preload_libraries') like '%timescaledb%'")) {
                try {
                    statement.execute("create extension if not exists timescaledb");
                } catch (SQLException e) {
                    if (!"42501".equals(e.getSQLState())) { // insufficient privilege: go on without
                        throw e;
                    }
                }
            }
            if (!truth(statement, "select exists (select from pg_extension where extname = 'timescaledb')")) {
                return POSTGRESQL;
            }
            return truth(statement, "select current_setting('timescaledb.license') = 'timescale'")
                    ? TIMESCALEDB_COMMUNITY
                    : TIMESCALEDB_APACHE;
        }
    }

    private static boolean truth(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
