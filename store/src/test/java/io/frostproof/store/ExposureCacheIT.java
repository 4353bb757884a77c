package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Lives;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.testing.PostgresFlavour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is kept between questions is what would be read anew, whatever has happened to readings, their roll-ups, the network and the stock since. {@link ExposureLedgerIT} says that
 * what is read anew is right.
 */
@Timeout(300)
class ExposureCacheIT {

    private static final int SECONDS = ExposureWorld.SECONDS;
    private static final int CHANGES = 60;

    /** Room for some hours of some places, and for all. */
    private static final long[] SIZES = {20_000, 64L << 20};

    private static long seed() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ExposureCacheIT seed " + seed);
        return seed;
    }

    private static long micros(int second) {
        return (ExposureWorld.BEGIN + second) * 1_000_000;
    }

    /** An answer, and how many readings it took. */
    private record Answer(Map<String, LifeExposure> exposures, long readings) {}

    private static Answer ask(
            Database database, ExposureCache cache, Collection<Life> lives, Tolerance tolerance, int now, int few) {
        return database.read(connection -> {
            var reckoner = new ExposureReckoner(cache, micros(now), few);
            lives.forEach(life -> reckoner.ask(life, tolerance));
            reckoner.read(connection);
            var exposures = new HashMap<String, LifeExposure>();
            lives.forEach(life -> exposures.put(life.handlingUnit(), reckoner.exposure(life, tolerance)));
            return new Answer(exposures, reckoner.readings());
        });
    }

    /** What is asked for changes too: another product, other stock, another moment. */
    private static final class Question {
        private final Random random;
        private Tolerance tolerance;
        private List<Life> lives;
        private int now;

        Question(Random random) {
            this.random = random;
            tolerance = ExposureWorld.tolerance(random);
            lives = lives();
            now = SECONDS / 2;
        }

        private List<Life> lives() {
            return List.copyOf(
                    Lives.of(ExposureWorld.stock(random, 60).events()).values());
        }

        void change() {
            switch (random.nextInt(12)) {
                case 0 -> tolerance = ExposureWorld.tolerance(random);
                case 1 -> lives = lives();
                case 2 -> now = random.nextInt(SECONDS);
                default -> now = Math.min(SECONDS, now + random.nextInt(1800));
            }
        }

        /** Sometimes one handling unit, mostly all of them. */
        Collection<Life> some() {
            return random.nextInt(5) == 0 ? List.of(lives.get(random.nextInt(lives.size()))) : lives;
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whatIsKeptIsWhatWouldBeReadAnew(PostgresFlavour flavour) {
        var random = new Random(seed());
        int compared = 0;
        for (int round = 0; round < 3; round++) {
            try (Database database = TestStore.open(flavour)) {
                ExposureWorld world = ExposureWorld.into(database, random);
                var rollups = new Rollups(database);
                rollUp(rollups, SECONDS * 2);
                var caches = List.of(new ExposureCache(SIZES[0]), new ExposureCache(SIZES[1]));
                var question = new Question(random);
                long readings = 0;
                long anew = 0;
                for (int i = 0; i < CHANGES; i++) {
                    String change = change(world, rollups, random);
                    question.change();
                    Collection<Life> lives = question.some();
                    Tolerance tolerance = question.tolerance;
                    Answer fresh = ask(database, new ExposureCache(0), lives, tolerance, question.now, 8);
                    for (ExposureCache cache : caches) {
                        Answer answer =
                                ask(database, cache, lives, tolerance, question.now, random.nextBoolean() ? 0 : 8);
                        assertAlike("change " + i + ": " + change, fresh.exposures(), answer.exposures());
                        assertThat(cache.bytes()).isLessThanOrEqualTo(SIZES[caches.indexOf(cache)]);
                        compared += lives.size();
                        readings += cache == caches.get(0) ? 0 : answer.readings();
                    }
                    anew += fresh.readings();
                }
                assertThat(readings).as("readings that had to be read again").isLessThan(anew * 2 / 3);
            }
        }
        assertThat(compared).isGreaterThan(3_000);
    }

    private static void rollUp(Rollups rollups, int now) {
        while (rollups.work(ExposureWorld.instant(now))) {
            // Portion after portion.
        }
    }

    /** Something happens; says what. */
    private static String change(ExposureWorld world, Rollups rollups, Random random) {
        int from = random.nextInt(SECONDS);
        return switch (random.nextInt(16)) {
            case 0, 1 -> {
                world.send(world.readings(world.channel(), from, from + random.nextInt(9000)));
                yield "late readings";
            }
            case 2 -> {
                world.send(List.of(one(world, from, 30, 1)));
                yield "a late reading";
            }
            case 3 -> {
                List<Reading> some = world.readings(world.channel(), from, from + 3600);
                some.forEach(reading -> world.send(List.of(reading)));
                var corrected = new ArrayList<Reading>();
                some.forEach(reading ->
                        corrected.add(reading(reading.channelId(), reading.timeMicros(), random.nextInt(20), 9)));
                world.send(corrected);
                yield "corrections";
            }
            case 4 -> {
                world.distrust();
                yield "distrust";
            }
            case 5 -> {
                execute(
                        world,
                        "update channel_distrust set to_time = from_time + interval '20 minutes', trusted_at = now(), trusted_by = 'ann', trust_reason = 'well'"
                                + " where to_time is null");
                yield "trust";
            }
            case 6 -> {
                world.lag();
                yield "a lag";
            }
            case 7 -> {
                execute(
                        world,
                        "update placement set valid_to = valid_from + (valid_to - valid_from) / 2 where valid_to is not null"
                                + " and channel_id = (select id from channel where name = '" + world.channel() + "')");
                yield "placements";
            }
            case 8 -> {
                execute(
                        world,
                        "update channel set max_hold_s = " + (60 + random.nextInt(5000)) + " where name = '"
                                + world.channel() + "'");
                yield "a max hold";
            }
            case 9 -> {
                execute(
                        world,
                        "update channel set senses = case senses when 'air' then 'product' else 'air' end where name = '"
                                + world.channel() + "'");
                yield "a probe put into the product, or out of it";
            }
            case 10 -> {
                String begin = "'" + ExposureWorld.instant(from) + "'::timestamptz";
                execute(
                        world,
                        "with gone as (delete from reading where time >= " + begin + " and time < " + begin
                                + " + interval '1 hour' returning channel_id) select roll_up_again(channel_id, " + begin
                                + ", " + begin + " + interval '1 hour') from gone");
                yield "readings taken away by hand";
            }
            case 11, 12 -> {
                rollUp(rollups, random.nextInt(2 * SECONDS));
                yield "all roll-ups";
            }
            default -> {
                rollups.work(ExposureWorld.instant(random.nextInt(2 * SECONDS)));
                yield "some roll-ups";
            }
        };
    }

    private static Reading one(ExposureWorld world, int second, double celsius, int boot) {
        return reading(Objects.requireNonNull(world.channels.get(world.channel())), micros(second), celsius, boot);
    }

    private static Reading reading(int channel, long micros, double celsius, int boot) {
        return new Reading(channel, micros, celsius, Reading.GOOD, micros, boot, 1);
    }

    private static void execute(ExposureWorld world, String sql) {
        world.database.write(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** But for the rounding of sums that begin elsewhere, place by place and in all. */
    private static void assertAlike(String what, Map<String, LifeExposure> fresh, Map<String, LifeExposure> kept) {
        assertThat(kept.keySet()).isEqualTo(fresh.keySet());
        fresh.forEach((id, one) -> {
            LifeExposure other = Objects.requireNonNull(kept.get(id));
            for (int i = 0; i < one.strands().size(); i++) {
                var places = one.strands().get(i).places();
                for (int j = 0; j < places.size(); j++) {
                    assertAlike(
                            what + ", " + id + " at " + places.get(j).sojourn(),
                            places.get(j).sum(),
                            other.strands().get(i).places().get(j).sum());
                }
                assertAlike(
                        what + ", " + id,
                        one.strands().get(i).sum(),
                        other.strands().get(i).sum());
            }
        });
    }

    private static void assertAlike(String what, ExposureSum fresh, ExposureSum kept) {
        assertThat(exact(kept)).as(what).isEqualTo(exact(fresh));
        assertThat(kept.warmDegreeMinutes()).as(what).isCloseTo(fresh.warmDegreeMinutes(), within(1e-8));
        assertThat(kept.coldDegreeMinutes()).as(what).isCloseTo(fresh.coldDegreeMinutes(), within(1e-8));
        assertThat(kept.shelfLifeUsed()).as(what).isCloseTo(fresh.shelfLifeUsed(), within(1e-11));
        assertThat(kept.kineticMicros()).as(what).isCloseTo(fresh.kineticMicros(), within(1e-2));
    }

    private static ExposureSum exact(ExposureSum sum) {
        return new ExposureSum(
                sum.knownMicros(),
                sum.unknownMicros(),
                sum.warmMicros(),
                sum.coldMicros(),
                sum.bothMicros(),
                0,
                0,
                sum.freezes(),
                sum.firstFrozen(),
                sum.lastFrozen(),
                0,
                0,
                sum.coldestCelsius(),
                sum.warmestCelsius(),
                sum.allowanceMicros(),
                sum.bounds());
    }

    /** The comparison sees what is kept for too long: a reading whose mark is lost, before it is rolled up and after. */
    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aLostMarkShows(PostgresFlavour flavour) {
        var random = new Random(seed());
        try (Database database = TestStore.open(flavour)) {
            ExposureWorld world = ExposureWorld.into(database, random);
            rollUp(new Rollups(database), SECONDS * 2);
            List<Life> lives = new Question(random).lives;
            Tolerance tolerance = ExposureWorld.tolerance(random);
            var cache = new ExposureCache(SIZES[1]);
            Map<String, LifeExposure> before =
                    ask(database, cache, lives, tolerance, SECONDS, 8).exposures();
            for (int second = 0; second < SECONDS; second += 300) {
                world.send(List.of(one(world, second, 40, 1)));
            }
            execute(world, "delete from rollup_news");
            assertThat(exact(ask(database, cache, lives, tolerance, SECONDS, 8).exposures()))
                    .isEqualTo(exact(before));
            assertThat(exact(ask(database, new ExposureCache(0), lives, tolerance, SECONDS, 8)
                            .exposures()))
                    .isNotEqualTo(exact(before));
        }
    }

    /** What does not depend on rounding. */
    private static List<ExposureSum> exact(Map<String, LifeExposure> exposures) {
        return new TreeMap<>(exposures)
                .values().stream()
                        .flatMap(exposure -> exposure.strands().stream())
                        .map(strand -> exact(strand.sum()))
                        .toList();
    }

    /** Readings that the database was let to drop are unknown from then on. */
    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whatIsDroppedIsForgotten(PostgresFlavour flavour) {
        var random = new Random(seed());
        try (Database database = TestStore.open(flavour)) {
            ExposureWorld world = ExposureWorld.into(database, random);
            List<Life> lives = new Question(random).lives;
            Tolerance tolerance = ExposureWorld.tolerance(random);
            var cache = new ExposureCache(SIZES[1]);
            assertThat(ask(database, cache, lives, tolerance, SECONDS, 8)
                            .exposures()
                            .values())
                    .anyMatch(exposure -> exposure.worst(sum -> sum.knownMicros()) > 0);
            execute(
                    world,
                    flavour == PostgresFlavour.TIMESCALEDB
                            ? "select drop_chunks('reading', timestamptz '2100-01-01')"
                            : "do $$ declare part regclass; begin for part in select inhrelid::regclass from pg_inherits"
                                    + " where inhparent = 'reading'::regclass loop execute 'drop table ' || part; end loop; end $$");
            assertThat(ask(database, cache, lives, tolerance, SECONDS, 8)
                            .exposures()
                            .values())
                    .allMatch(exposure -> exposure.worst(sum -> sum.knownMicros()) == 0);
        }
    }

    /** What was rolled up a long time ago is on record no more: then nothing that is kept is taken for good. */
    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aGapInTheRecordOfRollUpsShows(PostgresFlavour flavour) {
        var random = new Random(seed());
        try (Database database = TestStore.open(flavour)) {
            ExposureWorld world = ExposureWorld.into(database, random);
            var rollups = new Rollups(database);
            rollUp(rollups, SECONDS * 2);
            List<Life> lives = new Question(random).lives;
            Tolerance tolerance = ExposureWorld.tolerance(random);
            var cache = new ExposureCache(SIZES[1]);
            ask(database, cache, lives, tolerance, SECONDS, 8);
            for (int second = 0; second < SECONDS; second += 300) {
                world.send(List.of(one(world, second, 40, 1)));
            }
            // A day and more later.
            rollUp(rollups, SECONDS * 2);
            world.send(List.of(one(world, SECONDS - 1, 3, 2)));
            rollUp(rollups, SECONDS * 2 + 100_000);
            assertAlike(
                    "after a day",
                    ask(database, new ExposureCache(0), lives, tolerance, SECONDS, 8)
                            .exposures(),
                    ask(database, cache, lives, tolerance, SECONDS, 8).exposures());
        }
    }

    /** Where goods were, after each thing that is told of them, taken back, moved by hand or declared. */
    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void livesThatAreKeptAreThoseOnRecord(PostgresFlavour flavour) {
        var random = new Random(seed());
        int asked = 0;
        try (Database database = TestStore.open(flavour)) {
            ExposureWorld world = ExposureWorld.into(database, random);
            var log = new StockLog(database);
            Instant now = ExposureWorld.instant(SECONDS);
            var lives = new KeptLives(12);
            var untold = new ArrayList<StockEvent>();
            while (untold.size() < 80) {
                // In the order of time, so that what is told makes sense for a while.
                untold.clear();
                untold.addAll(ExposureWorld.stock(random, 90).events());
                untold.sort(Comparator.comparingLong(StockEvent::timeMicros));
            }
            var told = new ArrayList<String>();
            while (!untold.isEmpty()) {
                switch (told.isEmpty() ? 0 : random.nextInt(6)) {
                    case 1 -> log.withdraw(told.get(random.nextInt(told.size())), "slip", null, now);
                    case 2 ->
                        execute(
                                world,
                                "update handling_unit set declared_lot = 'lot', declared_quantity = "
                                        + (1 + random.nextInt(9))
                                        + " where id = (select id from handling_unit order by random() limit 1)");
                    case 3 ->
                        execute(
                                world,
                                "insert into movement (handling_unit_id, time, to_unit_id, recorded_at) select id, '"
                                        + ExposureWorld.instant(random.nextInt(SECONDS))
                                        + "', 'u1', now() from handling_unit order by random() limit 1 on conflict do nothing");
                    case 4 -> {
                        // Nothing.
                    }
                    default -> {
                        List<StockEvent> batch = untold.subList(0, Math.min(untold.size(), 1 + random.nextInt(4)));
                        batch.forEach(event -> told.add(event.id()));
                        log.record(
                                batch.stream()
                                        .map(event -> new StockLog.Told(event, "test", null))
                                        .toList(),
                                now);
                        batch.clear();
                    }
                }
                asked += database.read(connection -> {
                    List<String> all = Sql.list(
                            connection, row -> row.getString(1), "select id from stock_carrier order by random()");
                    List<String> some = all.subList(0, Math.min(all.size(), 10));
                    Map<String, Life> fresh = new HashMap<>(LifeRows.of(connection, some));
                    fresh.keySet().retainAll(some);
                    assertThat(lives.of(connection, some)).isEqualTo(fresh);
                    return fresh.size();
                });
            }
            assertThat(lives.notKept()).isPositive().isLessThan(asked);
        }
    }
}
