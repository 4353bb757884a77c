package io.frostproof.store;

import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What a million timers of handling units cost: {@code ./frostproof test store -Dtest=DwellBench}. Prints milliseconds of a desk's look when nothing is due,
 * and of working off those that are, with database and JVM on this machine. Not run with the other tests, since it holds nobody to anything.
 */
class DwellBench {

    private static final int TIMERS = 1_000_000;
    private static final int PORTION = 50_000;
    private static final int TIMES = 200;
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void costs() {
        try (Database database = TestStore.open(PostgresFlavour.PLAIN)) {
            make(database);
            var clock = FakeClock.at(NOW);
            var desk = new Desk(
                    new PostgresDeskStore(database), "north", new NoticeTargets(List.of("webhook"), List.of()), clock);
            look("no timer", desk);
            database.write(connection -> Sql.update(connection, """
                    insert into dwell_look select 'north', 'hu-' || h, ?::timestamptz + interval '1 hour' + h * interval '1 ms'
                    from generate_series(1, ?) h
                    """, NOW, TIMERS));
            database.write(connection -> Sql.update(connection, "analyze dwell_look"));
            look(String.format(Locale.ROOT, "%,d timers, none due", TIMERS), desk);
            clock.advance(Duration.ofHours(1).plusSeconds(1));
            long begin = System.nanoTime();
            while (desk.work()) {
                // until nothing is due
            }
            System.out.printf(
                    Locale.ROOT,
                    "  1,000 due at once in 100 units: %.0f ms, %d incidents, %d excursions%n",
                    (System.nanoTime() - begin) / 1e6,
                    database.read(connection -> Sql.number(connection, "select count(*) from incident")),
                    database.read(connection -> Sql.number(connection, "select count(*) from excursion")));
        }
    }

    private static void look(String what, Desk desk) {
        double[] millis = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            desk.work();
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "  %s: a look takes %.2f ms (median), %.2f ms (worst)%n",
                what,
                millis[TIMES / 2],
                millis[TIMES - 1]);
    }

    private static void make(Database database) {
        database.write(connection -> {
            Sql.update(connection, "insert into region values ('north', 'North')");
            Sql.update(
                    connection,
                    "insert into node (id, region_id, name, kind, time_zone) values ('n', 'north', 'Harbour', 'dock', 'UTC')");
            Sql.update(
                    connection,
                    "insert into storage_profile values ('bench', 'Chilled food', 2, 8, 'benchmark', '[]')");
            Sql.update(
                    connection,
                    "insert into unit (id, node_id, name, kind, profile_id)"
                            + " select 'u-' || u, 'n', 'Dock ' || u, 'dock_zone', 'bench' from generate_series(0, 99) u");
            Sql.update(connection, "insert into product (id, name, profile_id) values ('p', 'Milk', 'bench')");
            Sql.update(connection, "insert into lot (id, product_id) values ('l', 'p')");
            // In portions: what takes longer than a minute is given up.
            for (int from = 1; from <= TIMERS; from += PORTION) {
                Sql.update(
                        connection,
                        "insert into handling_unit (id, lot_id, quantity, quantity_unit)"
                                + " select 'hu-' || h, 'l', 10, 'box' from generate_series(?, ?) h",
                        from,
                        from + PORTION - 1);
                Sql.update(
                        connection,
                        "insert into movement (handling_unit_id, time, to_unit_id)"
                                + " select 'hu-' || h, ?::timestamptz - interval '1 hour' + h * interval '1 ms', 'u-' || h % 100"
                                + " from generate_series(?, ?) h",
                        NOW,
                        from,
                        from + PORTION - 1);
            }
            // After the movements, so that nothing is asked about them.
            Sql.update(connection, """
                    insert into dwell_rule (scope, ref, limits, source, recorded_at, recorded_by) values ('network', '*',
                        '[{"stage": "dock", "in_all": false, "level": "warning", "limit_s": 7200}]', 'benchmark', now(), 'benchmark')
                    """);
            return true;
        });
    }
}
