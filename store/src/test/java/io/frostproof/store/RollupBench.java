package io.frostproof.store;

import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What roll-ups cost the log, and what they spare readers: {@code ./frostproof test store -Dtest=RollupBench}. Prints medians. Either pair is measured
 * in turns, so that what else runs on the machine meets both. Not run with the other tests, since it holds nobody to anything.
 */
class RollupBench {

    private static final int TIMES = 60;
    /** Enough that most run compiled. */
    private static final int BATCHES = 300;

    private static final int CHANNELS = 5_000;
    private static final int DAYS = 30;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void costsAndSpares(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            System.out.println(database.flavour().title());
            month(database);
            batches(database);
        }
    }

    /** One channel at one a minute, before and after it is rolled up. */
    private static void month(Database database) {
        database.write(connection -> {
            Sql.first(
                    connection,
                    row -> true,
                    "select make_room_for_readings('2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z')");
            return Sql.update(
                    connection,
                    "insert into reading select id, t, 4 + random(), 0, t, 1, 1, 1 from channel,"
                            + " generate_series(?::timestamptz, ?::timestamptz, '1 minute') t",
                    TestStore.BEGIN.toString(),
                    TestStore.BEGIN.plus(Duration.ofDays(DAYS)).minusSeconds(60).toString());
        });
        database.write(connection ->
                Sql.first(connection, row -> true, "select roll_up_again(id, '-infinity', null) from channel"));
        double reckoned = days(database);
        var rollups = new Rollups(database);
        Instant now = TestStore.BEGIN.plus(Duration.ofDays(DAYS + 1));
        long begin = System.nanoTime();
        while (rollups.work(now)) {
            // until nothing is due
        }
        double made = (System.nanoTime() - begin) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "  %d days of one-minute readings: %.1f ms from readings, %.1f ms from roll-ups; made in %.0f ms%n",
                DAYS,
                reckoned,
                days(database),
                made);
    }

    private static double days(Database database) {
        var queries = new DayQueries(database);
        LocalDate first = LocalDate.parse("2026-01-01");
        var range = new DayQueries.Range(first, first.plusDays(DAYS - 1));
        var millis = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            queries.days("fridge-1", today -> range, TestStore.BEGIN.plus(Duration.ofDays(DAYS + 1)));
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        return median(millis);
    }

    /** A batch of one reading of each of many channels, registered as it is and as it was before there were roll-ups. */
    private static void batches(Database database) {
        var log = new PostgresReadingLog(database);
        var with = new double[BATCHES];
        var without = new double[BATCHES];
        for (int i = 0; i < BATCHES; i++) {
            Batch batch = batch(i * 2 + 1, i * 2);
            with[i] = commit(database, log, batch);
            without[i] = commit(database, null, batch(i * 2 + 2, i * 2 + 1));
        }
        System.out.printf(
                Locale.ROOT,
                "  batch of %,d readings of as many channels: %.2f ms with, %.2f ms without, %.3f times%n",
                CHANNELS,
                median(with),
                median(without),
                median(with) / median(without));
    }

    private static Batch batch(long id, int minute) {
        var readings = new ArrayList<Reading>();
        long time = Sql.micros(TestStore.BEGIN.plus(Duration.ofDays(90)).plus(Duration.ofMinutes(minute)));
        for (int channel = 0; channel < CHANNELS; channel++) {
            readings.add(new Reading(1_000 + channel, time + channel, 4, (short) 0, time, 1, minute));
        }
        return new Batch(
                id,
                TestStore.BEGIN,
                1,
                readings,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Set.of());
    }

    private static double commit(Database database, @Nullable PostgresReadingLog log, Batch batch) {
        long begin = System.nanoTime();
        if (log != null) {
            log.commit(batch);
        } else {
            database.write(connection -> {
                Sql.update(
                        connection,
                        """
                        with ours as (select epoch from server_epoch where epoch = ? for share)
                        insert into batch (id, messages, readings) select ?, ?, ? from ours on conflict (id) do nothing
                        """,
                        database.place().epoch(),
                        batch.id(),
                        batch.messages(),
                        batch.fresh().size());
                BinaryCopy.readings(connection, "reading", batch.fresh(), batch.id());
                return true;
            });
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
