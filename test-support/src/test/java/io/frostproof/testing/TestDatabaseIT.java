package io.frostproof.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestDatabaseIT {
    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void givesEveryTestAnEmptyDatabaseOfItsOwn(PostgresFlavour flavour) throws SQLException {
        TestDatabase server = TestDatabases.shared(flavour);

        String first = server.newDatabase("Same name");
        String second = server.newDatabase("Same name");

        run(server, first, "create table reading (value int)");
        assertThat(first).isNotEqualTo(second);
        assertThat(ask(server, second, "select count(*) from pg_tables where schemaname = 'public'"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void writesCommitsThroughToTheDisk(PostgresFlavour flavour) throws SQLException {
        TestDatabase server = TestDatabases.shared(flavour);

        assertThat(ask(server, server.jdbcUrl(), "show fsync")).isEqualTo("on");
        assertThat(ask(server, server.jdbcUrl(), "show synchronous_commit")).isEqualTo("on");
    }

    @Test
    void offersTheExtensionInTheTimescaleFlavourWithoutCreatingIt() throws SQLException {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.TIMESCALEDB);
        String url = server.newDatabase("extension");

        assertThat(ask(server, url, "select count(*) from pg_extension where extname = 'timescaledb'"))
                .isEqualTo("0");
        run(server, url, "create extension timescaledb");
        run(server, url, "create table reading (time timestamptz not null, value int)");
        assertThat(ask(server, url, "select create_hypertable('reading', by_range('time')) is not null"))
                .isEqualTo("t");
    }

    @Test
    void hasNoExtensionInThePlainFlavour() throws SQLException {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);

        assertThat(ask(
                        server,
                        server.jdbcUrl(),
                        "select count(*) from pg_available_extensions where name = 'timescaledb'"))
                .isEqualTo("0");
    }

    @Test
    void refusesToDisturbTheSharedServer() {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);

        assertThatThrownBy(server::kill9)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TestDatabase.start(PLAIN)");
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void keepsCommittedRowsOverAKillAndTheSamePort(PostgresFlavour flavour) throws SQLException {
        try (TestDatabase server = TestDatabase.start(flavour)) {
            String url = server.newDatabase("kill");
            run(server, url, "create table reading (value int)");
            run(server, url, "insert into reading values (1)");

            server.kill9();
            assertThatThrownBy(() -> server.connect(url)).isInstanceOf(SQLException.class);
            server.restart();

            assertThat(ask(server, url, "select count(*) from reading")).isEqualTo("1");
        }
    }

    @Test
    void stopsAnsweringWhilePausedAndGoesOnAfterwards() throws SQLException {
        try (TestDatabase server = TestDatabase.start(PostgresFlavour.PLAIN)) {
            try (Connection connection = server.connect(server.jdbcUrl() + "?socketTimeout=1");
                    Statement statement = connection.createStatement()) {
                server.pause();
                assertThatThrownBy(() -> statement.execute("select 1"))
                        .rootCause()
                        .isInstanceOf(java.net.SocketTimeoutException.class);
            }
            server.resume();

            assertThat(ask(server, server.jdbcUrl(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesTheWrongPassword() {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);

        assertThatThrownBy(() -> java.sql.DriverManager.getConnection(server.jdbcUrl(), server.user(), "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    private static void run(TestDatabase server, String url, String sql) throws SQLException {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(TestDatabase server, String url, String sql) throws SQLException {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
