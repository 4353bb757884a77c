package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database of an earlier version, with rows in it. */
class UpgradeIT {

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void movementsFromBeforeKnowTheEndOfTheirStay(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String old = server.newDatabase("old");
        if (flavour == PostgresFlavour.TIMESCALEDB) {
            try (Connection connection = server.connect(old);
                    Statement statement = connection.createStatement()) {
                statement.execute("create extension if not exists timescaledb");
            }
        }
        Flyway.configure()
                .dataSource(old, server.user(), server.password())
                .locations(
                        "classpath:io/frostproof/store/migrations",
                        "classpath:io/frostproof/store/flavours/"
                                + (flavour == PostgresFlavour.PLAIN ? "postgresql" : "timescaledb"))
                .table("schema_version")
                .target("6")
                .load()
                .migrate();
        try (Connection connection = server.connect(old);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into region values ('north', 'North');
                    insert into node values ('n1', 'north', 'Dock', 'dock', 'UTC');
                    insert into storage_profile values ('chilled', 'Chilled', 2, 8, 'test', '[]');
                    insert into unit values ('lk-1', 'n1', 'Locker 1', 'locker', null), ('lk-2', 'n1', 'Locker 2', 'locker', null);
                    insert into product values ('milk', 'Milk', 'chilled');
                    insert into lot values ('lot-1', 'milk', null);
                    insert into handling_unit (id, lot_id, quantity, quantity_unit) values ('hu-1', 'lot-1', 1, 'kg');
                    insert into movement values ('hu-1', '2026-01-03T00:00:00Z', null), ('hu-1', '2026-01-01T00:00:00Z', 'lk-1'),
                        ('hu-1', '2026-01-02T00:00:00Z', 'lk-2'), ('hu-1', '2026-01-04T00:00:00Z', 'lk-1');
                    """);
        }

        try (Database database = Database.open(new DatabaseSettings(old, server.user(), server.password(), 2))) {
            List<String> stays = database.read(connection -> Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select concat_ws(' ', unit_id, extract(day from from_time at time zone 'UTC'),"
                            + " extract(day from to_time at time zone 'UTC')) from stay order by from_time"));
            assertThat(stays).containsExactly("lk-1 1 2", "lk-2 2 3", "lk-1 4");
        }
    }
}
