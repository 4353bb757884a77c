package io.frostproof.store;

import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.PostgresFlavour;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long the exposures of 1, 100 and 10,000 handling units over 30 days take out of a database with one-minute readings of two probes in each of 100 units, one in
 * the product and one in the air: when nothing is kept, when nothing has changed since, and after late readings of one unit, before and after these are rolled up; and what a reading costs
 * whoever writes it: {@code ./frostproof test store -Dtest=ExposureLedgerBench}. Not run with the other tests, since it holds nobody to anything.
 */
class ExposureLedgerBench {

    private static final int UNITS = Integer.getInteger("bench.units", 100);
    private static final int HANDLING_UNITS = 10_000;
    private static final int DAYS = 30;
    private static final Instant BEGIN = TestStore.BEGIN;
    private static final Instant NOW = BEGIN.plus(Duration.ofDays(DAYS));

    private final Random random = new Random(1);

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void takes(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(network());
            long rows = readings(database);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %,d readings of %d probes%n",
                    database.flavour().title(),
                    rows,
                    2 * UNITS);
            var exposures = new ExposureQueries(database);
            for (int wanted : new int[] {1, 1, 100, 100, HANDLING_UNITS, HANDLING_UNITS}) {
                List<String> ids =
                        IntStream.range(0, wanted).mapToObj(i -> "h" + i).toList();
                measured(wanted + " handling units", () -> exposures.of(ids, NOW));
            }
            List<String> all =
                    IntStream.range(0, HANDLING_UNITS).mapToObj(i -> "h" + i).toList();
            measured("nothing of them kept: " + all.size(), () -> new ExposureQueries(database).of(all, NOW));
            measured(
                    "the list of " + all.size() + " in a node",
                    () -> exposures
                            .there(null, "hub", null, NOW, HANDLING_UNITS)
                            .ledgers());
            lives(database, all);
            List<String> there = database.read(connection -> Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select distinct handling_unit_id from movement where to_unit_id = 'u0'"));
            String goods = there.size() + " that were in one unit";
            measured(goods + ", nothing changed", () -> exposures.of(there, NOW));
            measured(goods + ", nothing kept", () -> new ExposureQueries(database).of(there, NOW));
            var rollups = new Rollups(database);
            late(database, rollups, exposures, there, "an hour of it 3 days ago", Duration.ofDays(DAYS - 3), 60);
            late(
                    database,
                    rollups,
                    exposures,
                    there,
                    "the newest minute",
                    Duration.ofDays(DAYS).minusMinutes(1),
                    1);
            late(database, rollups, exposures, there, "a day of it 20 days ago", Duration.ofDays(DAYS - 20), 1440);
            late(database, rollups, exposures, all, "a day of one unit 10 days ago", Duration.ofDays(DAYS - 10), 1440);
            adding(database);
        }
    }

    private static void late(
            Database database,
            Rollups rollups,
            ExposureQueries exposures,
            List<String> goods,
            String what,
            Duration begin,
            int minutes) {
        late(database, BEGIN.plus(begin), minutes);
        String asked = goods.size() + " after late readings, " + what;
        measured(asked, () -> exposures.of(goods, NOW));
        measured(asked + ", again", () -> exposures.of(goods, NOW));
        while (rollups.work(NOW.plus(Duration.ofDays(1)))) {
            // Portion after portion.
        }
        measured(asked + ", rolled up", () -> exposures.of(goods, NOW));
        measured(asked + ", rolled up, again", () -> exposures.of(goods, NOW));
    }

    private static void lives(Database database, List<String> all) {
        long begin = System.nanoTime();
        database.read(connection -> ExposureQueries.ask(connection, new KeptLives(0), all));
        System.out.printf(
                Locale.ROOT,
                "  where %d were, out of what was told: %.2f s%n",
                all.size(),
                (System.nanoTime() - begin) / 1e9);
    }

    /** What readings do to tables of stock: what whoever writes them looks at and changes there. */
    private static void adding(Database database) {
        var log = new PostgresReadingLog(database);
        long before = touched(database);
        double millis = minutes(database, log, 0);
        System.out.printf(
                Locale.ROOT,
                "  200 batches of one reading of each probe: %.2f ms each; they looked at rows of stock, or changed them, %d times%n",
                millis,
                touched(database) - before);
    }

    /** Sessions tell of their work a second later. */
    private static long touched(Database database) {
        sleep(3_000);
        long touched = 0;
        for (int look = 0; look < 5; look++) {
            // Each session of the pool has to end one more transaction to tell.
            touched = database.look(connection -> Sql.number(connection, """
                            select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd + n_tup_del)
                            from pg_stat_user_tables
                            where relname in ('handling_unit', 'movement', 'lot', 'product', 'stock_event', 'stock_carrier', 'stock_event_carrier', 'stock_event_good')
                            """));
        }
        return touched;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double minutes(Database database, PostgresReadingLog log, int first) {
        List<Integer> channels = database.read(
                connection -> Sql.list(connection, row -> row.getInt(1), "select id from channel order by id"));
        long begin = System.nanoTime();
        for (int minute = first; minute < first + 200; minute++) {
            long time = Sql.micros(NOW.plus(Duration.ofMinutes(minute)));
            var readings = new ArrayList<Reading>();
            for (int channel : channels) {
                readings.add(new Reading(channel, time, 5, (short) 0, time, 1, minute));
            }
            commit(log, 100 + minute, readings);
        }
        return (System.nanoTime() - begin) / 200e6;
    }

    private interface Question {
        ExposureQueries.Ledgers ask();
    }

    private static void measured(String what, Question question) {
        long cpu = cpu();
        long begin = System.nanoTime();
        ExposureQueries.Ledgers ledgers = question.ask();
        System.out.printf(
                Locale.ROOT,
                "  %s: %.3f s, of which the thread of the server worked %.3f s; %,d readings looked at%n",
                what,
                (System.nanoTime() - begin) / 1e9,
                (cpu() - cpu) / 1e9,
                ledgers.readings());
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private Network network() {
        var units = new ArrayList<Unit>();
        var devices = new ArrayList<Device>();
        for (int i = 0; i < UNITS; i++) {
            units.add(new Unit("u" + i, "hub", "Unit " + i, UnitKind.FRIDGE, "fridge"));
            devices.add(new Device(
                    "d" + i,
                    "hub",
                    Duration.ofMinutes(1),
                    List.of(probe("a", Sense.AIR, i), probe("p", Sense.PRODUCT, i))));
        }
        var products = new ArrayList<Product>();
        var lots = new ArrayList<Lot>();
        for (int i = 0; i < 10; i++) {
            products.add(new Product("product-" + i, "Product " + i, "fridge"));
            lots.add(new Lot("lot-" + i, "product-" + i, null));
        }
        var handlingUnits = new ArrayList<HandlingUnit>();
        var movements = new ArrayList<Movement>();
        for (int i = 0; i < HANDLING_UNITS; i++) {
            handlingUnits.add(new HandlingUnit("h" + i, "lot-" + i % 10, BigDecimal.TEN, "boxes"));
            movements.add(new Movement("h" + i, BEGIN, "u" + random.nextInt(UNITS)));
            for (int move = 1; move <= 4; move++) {
                movements.add(new Movement(
                        "h" + i,
                        BEGIN.plusSeconds(move * 500_000L + random.nextInt(400_000)),
                        "u" + random.nextInt(UNITS)));
            }
        }
        return new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo"))),
                List.of(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(), "bench")),
                units,
                devices,
                products,
                lots,
                handlingUnits,
                movements);
    }

    private static Channel probe(String name, Sense sense, int unit) {
        return new Channel(
                name,
                Quantity.TEMPERATURE,
                MeasureUnit.CELSIUS,
                Duration.ofMinutes(5),
                sense,
                null,
                List.of(new Placement("u" + unit, BEGIN.minus(Duration.ofDays(1)), null)));
    }

    /** Cooling cycles, defrosts, and some noise; the probes in the product miss a tenth of the days. */
    private static long readings(Database database) {
        return database.write(connection -> {
            Sql.first(
                    connection,
                    row -> true,
                    "select make_room_for_readings('2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z')");
            int all = 0;
            for (int day = 0; day < DAYS; day++) {
                all += Sql.update(
                        connection,
                        """
                        insert into reading
                        select c.id, t, round((4.5 + 1.5 * sin(extract(epoch from t) / 360 + c.id) + 0.4 * random()
                                 + case when extract(minute from t) < 15 and extract(hour from t)::int % 6 = 0 then 6 else 0 end)::numeric, 2)::float8,
                               0, t, 1, 1, 1
                        from channel c, generate_series(?::timestamptz, ?::timestamptz, '1 minute') t
                        where c.name = 'a' or (c.id + ?) % 10 > 0
                        """,
                        BEGIN.plus(Duration.ofDays(day)).toString(),
                        BEGIN.plus(Duration.ofDays(day + 1)).minusSeconds(60).toString(),
                        day);
            }
            return (long) all;
        });
    }

    private static void late(Database database, Instant begin, int minutes) {
        var readings = new ArrayList<Reading>();
        int channel = (int) (long) database.<Long>read(
                connection -> Sql.number(connection, "select id from channel where device_id = 'd0' and name = 'a'"));
        for (int i = 0; i < minutes; i++) {
            long time = Sql.micros(begin.plusSeconds(30 + 60L * i));
            readings.add(new Reading(channel, time, 12, (short) 0, time, 1, i));
        }
        commit(new PostgresReadingLog(database), begin.getEpochSecond(), readings);
    }

    private static void commit(PostgresReadingLog log, long number, List<Reading> readings) {
        log.commit(new Batch(
                number, BEGIN, 1, List.of(), List.of(), readings, List.of(), List.of(), List.of(), List.of(), Map.of(),
                Set.of()));
    }
}
