package io.frostproof.server.bench;

import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A database server of the bench's own, or one that is there, in which it makes and drops databases of its own. */
final class IngestDatabase implements AutoCloseable {

    /**
     * What the bench's own server has beyond the defaults. Caches as an operator would set them on a machine of 4 GB, and room for the log, so that
     * a checkpoint falls into no measurement; there is one before each.
     */
    private static final List<String> SETTINGS =
            List.of("shared_buffers = '512MB'", "max_wal_size = '16GB'", "checkpoint_timeout = '1h'");

    private final @Nullable TestDatabase own;
    private final String url;
    private final String user;
    private final String password;
    private final String title;
    private final List<String> made = new ArrayList<>();

    private IngestDatabase(@Nullable TestDatabase own, String url, String user, String password, String title) {
        this.own = own;
        this.url = url;
        this.user = user;
        this.password = password;
        this.title = title;
    }

    /** A server of our own; without a flavour TimescaleDB where this machine has it, else PostgreSQL that Maven brings. */
    static IngestDatabase start(@Nullable PostgresFlavour flavour) throws SQLException {
        if (flavour == null) {
            try {
                return start(PostgresFlavour.TIMESCALEDB);
            } catch (TestAbortedException noTimescale) {
                return start(PostgresFlavour.PLAIN);
            }
        }
        TestDatabase server = TestDatabase.start(flavour);
        try (Connection connection = server.connect(server.jdbcUrl());
                Statement sql = connection.createStatement()) {
            for (String setting : SETTINGS) {
                sql.execute("alter system set " + setting);
            }
        }
        server.restart();
        return new IngestDatabase(
                server,
                server.jdbcUrl(),
                server.user(),
                server.password(),
                flavour.service().title() + " (own; " + String.join(", ", SETTINGS) + ")");
    }

    /** The server at {@code jdbc:postgresql://host:port/name?user=...&password=...}, whose user may create databases. */
    static IngestDatabase at(String url) {
        int question = url.indexOf('?');
        String user = "";
        String password = "";
        for (String part :
                question < 0 ? new String[0] : url.substring(question + 1).split("&", -1)) {
            String value = URLDecoder.decode(part.substring(part.indexOf('=') + 1), StandardCharsets.UTF_8);
            if (part.startsWith("user=")) {
                user = value;
            } else if (part.startsWith("password=")) {
                password = value;
            }
        }
        String plain = question < 0 ? url : url.substring(0, question);
        if (!plain.matches("jdbc:postgresql://[^/]+/.+") || user.isEmpty()) {
            throw new IllegalArgumentException(
                    "--database: expected jdbc:postgresql://HOST:PORT/NAME?user=USER&password=PASSWORD");
        }
        return new IngestDatabase(null, plain, user, password, "database of --database, its own settings");
    }

    String title() {
        return title;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** A new database with the schema of this version; its url. */
    String newDatabase(String name) throws SQLException {
        String unique = "bench_" + name + "_" + Long.toString(System.nanoTime(), 36);
        try (Connection connection = connect(url);
                Statement sql = connection.createStatement()) {
            sql.execute("create database " + unique);
        }
        made.add(unique);
        String made = url.substring(0, url.lastIndexOf('/') + 1) + unique;
        Database.open(new DatabaseSettings(made, user, password, 2)).close();
        return made;
    }

    Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(database, properties);
    }

    /** Has everything written that waits to be, so that no measurement pays for what was before it. */
    void settle() throws SQLException {
        try (Connection connection = connect(url);
                Statement sql = connection.createStatement()) {
            sql.execute("checkpoint");
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) { // somebody else's server may not let us
                throw e;
            }
        }
    }

    String version() throws SQLException {
        try (Connection connection = connect(url);
                Statement sql = connection.createStatement();
                var row = sql.executeQuery("select current_setting('server_version')")) {
            row.next();
            return "PostgreSQL " + row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        if (own != null) {
            own.close();
            return;
        }
        try (Connection connection = connect(url);
                Statement sql = connection.createStatement()) {
            for (String name : made) {
                sql.execute("drop database if exists " + name + " with (force)");
            }
        }
    }
}
