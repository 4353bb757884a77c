package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.PostgresFlavour;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the mirror of the desks costs: {@code ./frostproof test store -Dtest=MirrorBench}. Prints milliseconds, of the quick ones the median
 * and the worst of 50, with database and JVM on this machine. Not run with the other tests, since it holds nobody to anything.
 */
class MirrorBench {

    private static final int TIMES = 50;

    @ParameterizedTest
    @CsvSource({"2000, 10000, 4000", "20000, 50000, 400000"})
    void costs(int units, int handlingUnits, int channels) {
        try (Database database = TestStore.open(PostgresFlavour.PLAIN)) {
            make(database, units, handlingUnits, channels);
            var changes = new ChangeLog(database);
            publish(changes);
            var mirror = new DeskMirror(database, InstantSource.system());
            long before = used();
            long begin = System.nanoTime();
            int rows = mirror.refresh();
            double all = millis(begin);
            long held = used() - before;
            mirror.reloadAll();
            begin = System.nanoTime();
            mirror.refresh();
            double again = millis(begin);
            System.out.printf(
                    Locale.ROOT,
                    "%,d units, %,d handling units, %,d channels: %s%n",
                    units,
                    handlingUnits,
                    channels,
                    mirror.counts());
            System.out.printf(
                    Locale.ROOT,
                    "  everything: %.0f ms at first, %.0f ms again, %,d rows, %,d KiB held%n",
                    all,
                    again,
                    rows,
                    held / 1024);
            System.out.printf(Locale.ROOT, "  nothing new: %s%n", times(() -> {}, mirror));
            var channel = new int[1];
            System.out.printf(
                    Locale.ROOT,
                    "  100 channels touched by lanes and desks: %s%n",
                    times(
                            () -> {
                                var touched = new ArrayList<Integer>();
                                for (int i = 0; i < 100; i++) {
                                    touched.add(1 + channel[0]++ % channels);
                                }
                                mirror.touched(touched, List.of());
                            },
                            mirror));
            System.out.printf(
                    Locale.ROOT,
                    "  100 incidents and 100 stays changed: %s%n",
                    times(
                            () -> {
                                database.write(connection -> Sql.update(connection, """
                                update incident set assignee = coalesce(assignee, '') || 'x' where id in (select id from incident limit 100)
                                """));
                                database.write(connection -> Sql.update(connection, """
                                insert into movement (handling_unit_id, time, to_unit_id)
                                select 'hu-' || (1 + floor(random() * ?))::int, clock_timestamp(), 'u-' || h from generate_series(1, 100) h
                                on conflict do nothing
                                """, handlingUnits));
                                publish(changes);
                            },
                            mirror));
            begin = System.nanoTime();
            DeskMirror.Seed seed = mirror.seed();
            System.out.printf(Locale.ROOT, "  a seed: %.1f ms%n", millis(begin));
            assertThat(seed.desk().units()).hasSize(units);
        }
    }

    private static void make(Database database, int units, int handlingUnits, int channels) {
        database.write(connection -> {
            Sql.first(connection, row -> true, "select set_config('frostproof.importing', 'on', true)");
            Sql.update(connection, "insert into region select 'r-' || r, 'Region ' || r from generate_series(1, 5) r");
            Sql.update(
                    connection,
                    "insert into node select 'n-' || n, 'r-' || (1 + n % 5), 'Cold Store ' || n, 'cold_store',"
                            + " 'Europe/Berlin' from generate_series(1, 100) n");
            Sql.update(connection, """
                    insert into storage_profile values ('bench', 'Chilled food', 2, 8, 'benchmark', '[
                    {"slot": "too_warm", "level": "warning", "quantity": "temperature", "operator": ">", "threshold": 8, "delay_s": 600, "clear_margin": 0.5},
                    {"slot": "too_cold", "level": "critical", "quantity": "temperature", "operator": "<", "threshold": 0, "delay_s": 600, "clear_margin": 0.5}]')
                    """);
            Sql.update(
                    connection,
                    "insert into unit select 'u-' || u, 'n-' || (1 + u % 100), 'Locker ' || u, 'locker', 'bench'"
                            + " from generate_series(1, ?) u",
                    units);
            Sql.update(
                    connection,
                    "insert into device select 'd-' || u, 'n-' || (1 + u % 100), 60 from generate_series(1, ?) u",
                    units);
            Sql.update(
                    connection,
                    "insert into channel (device_id, name, quantity, unit, max_hold_s)"
                            + " select 'd-' || (1 + c % ?), 't' || c, 'temperature', 'Cel', 120 from generate_series(1, ?) c",
                    units,
                    channels);
            Sql.update(connection, "insert into product values ('p', 'Milk', 'bench')");
            Sql.update(connection, "insert into lot (id, product_id) values ('l', 'p')");
            Sql.update(
                    connection,
                    "insert into handling_unit select 'hu-' || h, 'l', 10, 'box' from generate_series(1, ?) h",
                    handlingUnits);
            Sql.update(
                    connection,
                    "insert into movement (handling_unit_id, time, to_unit_id) select 'hu-' || h, now() - interval '3 days',"
                            + " 'u-' || (1 + h % ?) from generate_series(1, ?) h",
                    units,
                    handlingUnits);
            // Each channel had 20 excursions in its past; of the first 200 one goes on, and 2,000 incidents were not
            // closed.
            Sql.update(connection, """
                    insert into transition
                    select c, 'too_warm', now() - interval '1 day' * (d + 1) + interval '1 hour' * k, 0, case k when 0 then 'started' else 'ended' end,
                           case k when 0 then 'warning' end, 'u-' || (1 + c % ?), now() - interval '1 day' * (d + 1), 9, 1, now()
                    from generate_series(1, least(?, 4000)) c, generate_series(1, 20) d, generate_series(0, 1) k
                    """, units, channels);
            Sql.update(connection, """
                    insert into transition
                    select c, 'too_warm', now() - interval '2 hours', 0, 'started', 'warning', 'u-' || (1 + c % ?), now() - interval '3 hours', 9, 2, now()
                    from generate_series(1, 200) c
                    """, units);
            Sql.update(connection, """
                    insert into incident (id, region_id, unit_id, slot, level, state, started_at, recovered_at, opened_at)
                    select gen_random_uuid(), 'r-1', 'u-' || (1 + i % ?), 'too_warm', 'warning', case when i <= 200 then 'open' else 'recovered' end,
                           now() - interval '3 hours', case when i > 200 then now() end, now()
                    from generate_series(1, 2200) i on conflict do nothing
                    """, units);
            Sql.update(connection, """
                    insert into excursion
                    select gen_random_uuid(), substr(i.unit_id, 3)::int - 1, i.unit_id, 'too_warm', 'warning', i.started_at + random() * interval '1 second',
                           now() - interval '2 hours', i.recovered_at, 0, null, 9, 'rule', i.id, now(), now()
                    from incident i where substr(i.unit_id, 3)::int > 1
                    """);
            Sql.update(connection, """
                    insert into decision select gen_random_uuid(), i.id, 'quarantine', 'proposed', now(), '1', '{}' from incident i
                    """);
            return Sql.update(connection, "update network_version set version = version + 1");
        });
        database.write(connection -> Sql.update(connection, "analyze"));
    }

    private static void publish(ChangeLog changes) {
        while (!changes.publish(10_000).isEmpty()) {
            // until nothing waits
        }
    }

    private static String times(Runnable change, DeskMirror mirror) {
        var times = new double[TIMES];
        int rows = 0;
        for (int i = 0; i < TIMES; i++) {
            change.run();
            long begin = System.nanoTime();
            rows = mirror.refresh();
            times[i] = millis(begin);
        }
        Arrays.sort(times);
        return String.format(
                Locale.ROOT, "%.1f ms, at worst %.1f ms, %,d rows", times[TIMES / 2], times[TIMES - 1], rows);
    }

    private static double millis(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e6;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
