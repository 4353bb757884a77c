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
 * the product and one in the air; and those of the goods of one unit after late readings of it:
 * {@code ./frostproof test store -Dtest=ExposureLedgerBench}. Not run with the other tests, since it holds nobody to anything.
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
            for (int wanted : new int[] {1, 1, 1, 100, 100, HANDLING_UNITS, HANDLING_UNITS}) {
                List<String> ids =
                        IntStream.range(0, wanted).mapToObj(i -> "h" + i).toList();
                measured(wanted + " handling units", () -> exposures.of(ids, NOW));
            }
            late(database);
            List<String> there = database.read(connection -> Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select distinct handling_unit_id from movement where to_unit_id = 'u0'"));
            measured(
                    there.size() + " that were in one unit, after late readings of it", () -> exposures.of(there, NOW));
        }
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
                "  %s: %.2f s, of which the thread of the server worked %.2f s; %,d readings looked at%n",
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

    private static void late(Database database) {
        var readings = new ArrayList<Reading>();
        int channel = (int) (long) database.<Long>read(
                connection -> Sql.number(connection, "select id from channel where device_id = 'd0' and name = 'a'"));
        for (int i = 0; i < 600; i++) {
            long time = Sql.micros(BEGIN.plus(Duration.ofDays(20)).plusSeconds(30 + 60L * i));
            readings.add(new Reading(channel, time, 12, (short) 0, time, 1, i));
        }
        new PostgresReadingLog(database)
                .commit(new Batch(
                        1, BEGIN, 1, List.of(), List.of(), readings, List.of(), List.of(), List.of(), List.of(),
                        Map.of(), Set.of()));
    }
}
