package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.network.UnitKind;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database of an earlier version, with rows in it. */
class UpgradeIT {

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void movementsFromBeforeKnowTheEndOfTheirStay(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String old = of(flavour, "6");
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

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void movementsFromBeforeAreEventsFromWhichTheSameFollows(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String old = of(flavour, "26");
        try (Connection connection = server.connect(old);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into region values ('north', 'North');
                    insert into node values ('n1', 'north', 'Dock', 'dock', 'UTC');
                    insert into storage_profile values ('chilled', 'Chilled', 2, 8, 'test', '[]');
                    insert into unit values ('lk-1', 'n1', 'Locker 1', 'locker', null), ('lk-2', 'n1', 'Locker 2', 'locker', null);
                    insert into product values ('milk', 'Milk', 'chilled');
                    insert into lot values ('lot-1', 'milk', null);
                    insert into handling_unit (id, lot_id, quantity, quantity_unit)
                    select h, 'lot-1', 2.50, 'kg' from unnest(array['never', 'stays', 'left', 'back', 'twice', 'again']) h;
                    insert into movement (handling_unit_id, time, to_unit_id) values
                        ('stays', '2026-01-01T00:00:00.000001Z', 'lk-1'), ('stays', '2026-01-02T00:00:00Z', 'lk-2'),
                        ('left', '2026-01-01T00:00:00Z', 'lk-1'), ('left', '2026-01-02T00:00:00Z', null),
                        ('back', '2026-01-01T00:00:00Z', 'lk-1'), ('back', '2026-01-02T00:00:00Z', null), ('back', '2026-01-03T00:00:00Z', 'lk-1'),
                        ('twice', '2026-01-01T00:00:00Z', 'lk-1'), ('twice', '2026-01-02T00:00:00Z', null), ('twice', '2026-01-03T00:00:00Z', null),
                        ('again', '2026-01-01T00:00:00Z', 'lk-1'), ('again', '2026-01-02T00:00:00Z', 'lk-1'), ('again', '2026-01-03T00:00:00Z', 'lk-2');
                    """);
        }
        try (Database database = Database.open(new DatabaseSettings(old, server.user(), server.password(), 2))) {
            List<String> units = stock(database, """
                    select concat_ws(' ', id, quantity, quantity_known, declared_quantity) from handling_unit order by id""");
            assertThat(units)
                    .containsExactly(
                            "again 2.50 t 2.50",
                            "back 2.50 f 2.50",
                            "left 0 t 2.50",
                            "never 2.50 t 2.50",
                            "stays 2.50 t 2.50",
                            "twice 0 t 2.50");
            List<String> movements = stock(database, MOVEMENTS);
            assertThat(movements).hasSize(11);
            assertThat(stock(database, "select id from stock_event")).hasSize(13);
            // Nothing is different when all of it is worked out again.
            List<String> all = stock(database, "select id from handling_unit");
            List<String> regions = database.write(
                    connection -> StockLog.declared(connection, all, Instant.parse("2026-02-01T00:00:00Z")));
            assertThat(regions).isEmpty();
            assertThat(stock(database, MOVEMENTS)).isEqualTo(movements);
            assertThat(stock(database, """
                    select concat_ws(' ', id, quantity, quantity_known, declared_quantity) from handling_unit order by id""")).isEqualTo(units);
            assertThat(new MovementLog(database)
                            .record("stays", "lk-2", Instant.parse("2026-01-02T00:00:00Z"), Instant.EPOCH))
                    .isInstanceOf(MovementLog.Outcome.Known.class);
        }
    }

    private static final String MOVEMENTS =
            "select concat_ws(' ', handling_unit_id, time, to_unit_id, until) from movement order by handling_unit_id, time";

    private static List<String> stock(Database database, String sql) {
        return database.read(connection -> Sql.list(connection, row -> row.getString(1), sql));
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void rulesFromBeforeHoldFromTheBeginningAndAreTheSameWhenTheyAreImportedAgain(PostgresFlavour flavour)
            throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String old = of(flavour, "16");
        try (Connection connection = server.connect(old);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into region values ('north', 'North');
                    insert into node values ('hub', 'north', 'Hub', 'cold_store', 'Europe/Oslo');
                    insert into storage_profile values ('fridge', 'Fridge', 2, 8, 'test', '[
                        {"slot": "too_warm", "level": "warning", "quantity": "temperature", "operator": ">", "threshold": 8.0,
                         "delay_s": 300.0, "clear_margin": 0.5}, {"slot": "too_warm", "level": "critical", "quantity": "temperature",
                         "operator": ">", "threshold": 12.0, "delay_s": 120.0, "clear_margin": 0.5}, {"slot": "too_cold",
                         "level": "critical", "quantity": "temperature", "operator": "<=", "threshold": -0.5, "delay_s": 180.0,
                         "clear_margin": 0.5}]');
                    insert into unit values ('fridge-1', 'hub', 'Fridge 1', 'fridge', 'fridge');
                    insert into device values ('probe-1', 'hub', 60);
                    insert into channel (device_id, name, quantity, unit, max_hold_s) values ('probe-1', 't1', 'temperature', 'Cel', 120);
                    insert into placement select id, 'fridge-1', '2026-01-01T00:00:00Z', null from channel;
                    insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at)
                    values ('00000000-0000-0000-0000-0000000000a1', 'north', 'fridge-1', 'too_cold', 'critical', 'open', now(), now());
                    insert into excursion select '00000000-0000-0000-0000-0000000000b1', id, 'fridge-1', 'too_cold', 'critical',
                        '2026-01-02T00:00:00Z', '2026-01-02T01:00:00Z', null, 0, null, -3, '<= -0.5 °C for 3 min (fridge)',
                        '00000000-0000-0000-0000-0000000000a1', now(), now() from channel;
                    """);
        }

        try (Database database = Database.open(new DatabaseSettings(old, server.user(), server.password(), 2))) {
            List<String> versions = database.read(connection -> Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select concat_ws(' ', scope, ref, effective_from, kind, profile_id, product_lag_s, recorded_by)"
                            + " from rule_version order by id"));
            assertThat(versions).containsExactly("profile fridge upgrade", "unit fridge-1 fridge fridge 10800 upgrade");
            assertThat(new IncidentQueries(database)
                            .excursions("fridge-1", false, PageRequest.first(10))
                            .items())
                    .singleElement()
                    .satisfies(excursion -> {
                        assertThat(excursion.ruleVersion()).isNull();
                        assertThat(excursion.valueUnit()).isEqualTo("Cel");
                    });
            NetworkImporter.Report report = new NetworkImporter(database).run(TestStore.fridge());
            assertThat(report.changed()).isZero();
            assertThat(report.changedRules()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void marksFromBeforeHaveAVersionEach(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String old = of(flavour, "17");
        try (Connection connection = server.connect(old);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into channel_dirty values (1, '2026-01-01T00:00:00Z'), (2, '2026-01-02T00:00:00Z')");
        }

        try (Database database = Database.open(new DatabaseSettings(old, server.user(), server.password(), 2))) {
            assertThat(new PostgresReadingLog(database).dirtyMarks()).containsOnlyKeys(1, 2);
            List<Long> versions = database.read(connection ->
                    Sql.list(connection, row -> row.getLong(1), "select version from channel_dirty order by version"));
            assertThat(versions).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void readingsFromBeforeAreRolledUpPortionByPortionAndAnsweredMeanwhile(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String old = of(flavour, "23");
        try (Connection connection = server.connect(old);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into region values ('north', 'North');
                    insert into node values ('n1', 'north', 'Dock', 'dock', 'UTC');
                    insert into unit values ('lk-1', 'n1', 'Locker 1', 'locker', null);
                    insert into device values ('probe-1', 'n1', 60), ('probe-2', 'n1', 60);
                    insert into channel (device_id, name, quantity, unit, max_hold_s) values ('probe-1', 't1', 'temperature', 'Cel', 900),
                        ('probe-2', 't1', 'temperature', 'Cel', 900);
                    insert into placement select id, 'lk-1', '2026-01-01T00:00:00Z', null from channel;
                    select make_room_for_readings('2026-01-01T00:00:00Z', '2026-02-28T00:00:00Z');
                    insert into reading select id, t, 4 + extract(hour from t), 0, t, 1, 1, 1
                    from channel, generate_series('2026-01-01T00:00:00Z'::timestamptz, '2026-01-20T23:50:00Z', '10 minutes') t
                    where device_id = 'probe-1';
                    """);
        }
        try (Database database = Database.open(new DatabaseSettings(old, server.user(), server.password(), 2))) {
            var rollups = new Rollups(database, 1);
            var days = new DayQueries(database);
            Instant now = Instant.parse("2026-03-01T00:00:00Z");
            assertThat(rollups.waiting()).isEqualTo(new Rollups.Waiting(0, 0, 2));
            DayQueries.Days before = january(days, now);
            assertThat(before.items().getFirst().mean()).isEqualTo(4 + 11.5);
            assertThat(before.items().getFirst().unknownS()).isZero();
            int portions = 0;
            while (rollups.work(now)) {
                portions++;
                assertThat(january(days, now)).isEqualTo(before);
            }
            assertThat(portions).isGreaterThanOrEqualTo(4);
            assertThat(rollups.waiting()).isEqualTo(new Rollups.Waiting(0, 0, 0));
            assertThat(january(days, now)).isEqualTo(before);
            long hours = database.read(connection ->
                    Sql.number(connection, "select count(*) from reading_rollup where known_us = 3600000000"));
            assertThat(hours).isEqualTo(20 * 24);
        }
    }

    private static DayQueries.Days january(DayQueries days, Instant now) {
        return days.days(
                        "lk-1",
                        today -> new DayQueries.Range(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31")),
                        now)
                .orElseThrow();
    }

    /** The defaults of the migration are those of the program, unless one of them was changed since, which then changes rules. */
    @ParameterizedTest
    @EnumSource(UnitKind.class)
    void theMigrationKnowsTheLagOfEachKind(UnitKind kind) throws Exception {
        try (var migration = UpgradeIT.class.getResourceAsStream("migrations/V017__rule_versions.sql")) {
            String sql = new String(Objects.requireNonNull(migration).readAllBytes(), StandardCharsets.UTF_8);
            if (kind == UnitKind.GENERATOR) {
                assertThat(sql).contains("else 0 end");
            } else {
                assertThat(sql)
                        .contains("when '" + kind.id() + "' then "
                                + kind.productLag().toSeconds());
            }
        }
    }

    private static String of(PostgresFlavour flavour, String version) throws Exception {
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
                .target(version)
                .load()
                .migrate();
        return old;
    }
}
