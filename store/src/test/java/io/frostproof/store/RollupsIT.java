package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.ingest.lane.CommitOutcome;
import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.store.ReadingQueries.ChannelPath;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Roll-ups are what the readings say, however they came and whoever changed what meanwhile. */
@Timeout(300)
class RollupsIT {

    private static final Instant BEGIN = TestStore.BEGIN;
    private static final int DAYS = 3;
    private static final long DAY_S = 86_400;
    private static final Instant LATER = BEGIN.plus(Duration.ofDays(DAYS + 2));
    private static final List<String> NAMES = List.of("t1", "slow", "door");

    /** Half an hour off the hours of UTC; the probe t1 moves from one unit to the other in the middle of an hour. */
    private static Network network() {
        Instant moved = BEGIN.plus(Duration.ofMinutes(29 * 60 + 17));
        return new Network(
                List.of(new Region("south", "South")),
                List.of(new Node("hub", "south", "Hub", NodeKind.COLD_STORE, ZoneId.of("Asia/Kolkata"))),
                List.of(),
                List.of(
                        new Unit("room-1", "hub", "Room 1", UnitKind.FRIDGE, null),
                        new Unit("room-2", "hub", "Room 2", UnitKind.FRIDGE, null)),
                List.of(new Device(
                        "probe-1",
                        "hub",
                        Duration.ofMinutes(1),
                        List.of(
                                channel(
                                        "t1",
                                        Quantity.TEMPERATURE,
                                        Duration.ofMinutes(12),
                                        new Placement("room-1", BEGIN, moved),
                                        new Placement("room-2", moved, null)),
                                channel(
                                        "slow",
                                        Quantity.TEMPERATURE,
                                        Duration.ofMinutes(200),
                                        new Placement("room-1", BEGIN, null)),
                                channel(
                                        "door",
                                        Quantity.DOOR,
                                        Duration.ofMinutes(60),
                                        new Placement("room-2", BEGIN.plus(Duration.ofHours(5)), null))))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Channel channel(String id, Quantity quantity, Duration hold, Placement... placements) {
        return new Channel(
                id,
                quantity,
                quantity == Quantity.TEMPERATURE ? MeasureUnit.CELSIUS : quantity.canonicalUnit(),
                hold,
                List.of(placements));
    }

    private static Map<String, Integer> channels(Database database) {
        return database.read(connection -> {
            var ids = new HashMap<String, Integer>();
            Sql.list(
                    connection,
                    row -> ids.put(row.getString("name"), row.getInt("id")),
                    "select id, name from channel");
            return ids;
        });
    }

    private static int id(Map<String, Integer> channels, String name) {
        return Objects.requireNonNull(channels.get(name));
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void areWhatTheReadingsSayInAnyOrderOfArrival(PostgresFlavour flavour) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RollupsIT seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 3; round++) {
            try (Database database = TestStore.open(flavour)) {
                new NetworkImporter(database).run(network());
                Map<String, Integer> channels = channels(database);
                var log = new PostgresReadingLog(database);
                var rollups = new Rollups(database);
                long batch = 1;
                for (List<Reading> readings : batches(random, readings(random, channels))) {
                    assertThat(log.commit(staged(batch++, readings))).isInstanceOf(CommitOutcome.Committed.class);
                    if (random.nextInt(4) == 0) {
                        rollups.work(BEGIN.plus(Duration.ofMinutes(random.nextInt((DAYS + 1) * 24 * 60))));
                    }
                    if (random.nextInt(12) == 0) {
                        change(database, random);
                    }
                    if (random.nextInt(40) == 0) {
                        assertDays(database, channels, random);
                    }
                }
                assertDays(database, channels, random);
                finish(rollups);
                assertRows(database, channels);
                assertDays(database, channels, random);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void areMadeOfEveryHourThatLongerHoldsReach(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(network());
            Map<String, Integer> channels = channels(database);
            int t1 = id(channels, "t1");
            var log = new PostgresReadingLog(database);
            var rollups = new Rollups(database);
            long begin = BEGIN.getEpochSecond();
            log.commit(staged(1, List.of(reading(t1, begin + 1800, 5, 1), reading(t1, begin + 10 * 3600, 6, 2))));
            Instant early = BEGIN.plus(Duration.ofHours(3));
            rollups.work(early);
            hold(database, t1, 300);
            // The hours between have not ended, and no reading of theirs has marked them.
            rollups.work(early);
            finish(rollups);
            assertRows(database, channels);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void areTakenBackOfEveryHourThatShorterHoldsDoNotReach(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(network());
            int t1 = id(channels(database), "t1");
            var log = new PostgresReadingLog(database);
            var rollups = new Rollups(database);
            hold(database, t1, 300);
            long begin = BEGIN.getEpochSecond();
            long week = begin + 7 * DAY_S;
            // A stretch is gone through in steps of a week: one ends where only a reading from before it stands.
            log.commit(staged(1, List.of(reading(t1, begin, 5, 1), reading(t1, week - 2 * 3600, 6, 2))));
            Instant later = Instant.ofEpochSecond(week + 2 * DAY_S);
            while (rollups.work(later)) {
                // until nothing is due
            }
            assertThat(hours(database)).isEqualTo(5 + 5);
            hold(database, t1, 30);
            while (rollups.work(later)) {
                // until nothing is due
            }
            assertThat(hours(database)).isEqualTo(1 + 1);
        }
    }

    private static void hold(Database database, int channel, int minutes) {
        database.write(connection ->
                Sql.update(connection, "update channel set max_hold_s = ? where id = ?", 60.0 * minutes, channel));
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void loseNothingThatComesWhileTheyAreMade(PostgresFlavour flavour) throws Exception {
        var random = new Random(7);
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(network());
            Map<String, Integer> channels = channels(database);
            var log = new PostgresReadingLog(database);
            var rollups = new Rollups(database);
            var over = new AtomicBoolean();
            var worker = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    rollups.work(LATER);
                }
            });
            long batch = 1;
            for (List<Reading> readings : batches(random, readings(random, channels))) {
                log.commit(staged(batch++, readings));
                if (random.nextInt(10) == 0) {
                    change(database, random);
                }
            }
            over.set(true);
            worker.get(60, TimeUnit.SECONDS);
            finish(rollups);
            assertRows(database, channels);
        }
    }

    /** Readings on whole seconds, with pauses, repeats and several claims on one time. */
    private static List<Reading> readings(Random random, Map<String, Integer> channels) {
        long begin = Sql.micros(BEGIN) / 1_000_000;
        var all = new ArrayList<Reading>();
        int seq = 0;
        for (String name : NAMES) {
            int channel = id(channels, name);
            int usual = name.equals("slow") ? 5_000 : 400;
            for (long time = begin + random.nextInt(4000); time < begin + DAYS * DAY_S; ) {
                double value = name.equals("door")
                        ? random.nextInt(2)
                        : Math.round(40 * (4 + random.nextGaussian() * 6)) / 40.0;
                var reading = reading(channel, time, value, seq++);
                all.add(reading);
                if (random.nextInt(15) == 0) {
                    all.add(reading);
                }
                if (random.nextInt(15) == 0) {
                    all.add(reading(channel, time, name.equals("door") ? 1 - value : value + 3, seq++));
                }
                time += random.nextInt(30) == 0 ? random.nextInt(30_000) : 1 + random.nextInt(usual);
            }
        }
        return all;
    }

    private static Reading reading(int channel, long timeS, double value, long seq) {
        return new Reading(channel, timeS * 1_000_000, value, (short) 0, timeS * 1_000_000, 1, seq);
    }

    /** As they came, or in any order; late ones are far behind. */
    private static List<List<Reading>> batches(Random random, List<Reading> readings) {
        var order = new ArrayList<>(readings);
        if (random.nextBoolean()) {
            order.sort(Comparator.comparingLong(Reading::timeMicros));
            for (int i = 0; i < order.size() / 10; i++) {
                order.add(order.remove(random.nextInt(order.size())));
            }
        } else {
            Collections.shuffle(order, random);
        }
        var batches = new ArrayList<List<Reading>>();
        for (int from = 0; from < order.size(); ) {
            int to = Math.min(order.size(), from + 1 + random.nextInt(40));
            batches.add(order.subList(from, to));
            from = to;
        }
        return batches;
    }

    private static Batch staged(long id, List<Reading> readings) {
        return new Batch(
                id, BEGIN, 1, List.of(), List.of(), readings, List.of(), List.of(), List.of(), List.of(), Map.of(),
                Set.of());
    }

    /** What people and imports do: take trust away, give it back, say that readings stand for longer. */
    private static void change(Database database, Random random) {
        var trust = new ChannelTrust(database);
        var path = new ChannelPath("probe-1", NAMES.get(random.nextInt(NAMES.size())));
        Instant at = BEGIN.plusSeconds(random.nextInt((int) (DAYS * DAY_S)));
        switch (random.nextInt(4)) {
            case 0 -> trust.distrust(path, at, "broken", "ann", BEGIN.plus(Duration.ofDays(DAYS)));
            case 1, 2 -> trust.trust(path, at, "well", "ann", BEGIN.plus(Duration.ofDays(DAYS)));
            default ->
                database.write(connection -> Sql.update(
                        connection,
                        "update channel set max_hold_s = ? where name = ?",
                        (double) (60 * (1 + random.nextInt(300))),
                        path.channel()));
        }
    }

    private static void finish(Rollups rollups) {
        while (rollups.work(LATER)) {
            // until nothing is due
        }
        assertThat(rollups.waiting()).isEqualTo(new Rollups.Waiting(0, 0, 0));
    }

    private static void assertRows(Database database, Map<String, Integer> channels) {
        for (String name : NAMES) {
            int channel = id(channels, name);
            RollupOracle oracle = RollupOracle.of(database, channel);
            Map<Long, double[]> rows = database.read(connection -> {
                var found = new HashMap<Long, double[]>();
                Sql.list(
                        connection,
                        row -> found.put(Sql.micros(row, "hour") / 1_000_000, new double[] {
                            row.getDouble("min"),
                            row.getDouble("max"),
                            row.getDouble("mean"),
                            row.getDouble("kinetic_rate"),
                            row.getLong("known_us"),
                            row.getLong("readings"),
                            row.getLong("unknown_us")
                        }),
                        "select * from reading_rollup where channel_id = ?",
                        channel);
                return found;
            });
            long begin = Sql.micros(BEGIN) / 1_000_000;
            for (long hour = begin - 3600; hour < begin + (DAYS + 1) * DAY_S; hour += 3600) {
                RollupOracle.Sum expected = oracle.sum(Long.MIN_VALUE, hour, hour + 3600);
                double[] row = rows.remove(hour);
                RollupOracle.same(
                        expected, oracle, row == null ? 0 : (long) row[4], row == null ? 0 : (long) row[5], row);
                assertThat(row == null ? 0 : row[4] + row[6]).isEqualTo(row == null ? 0 : 3.6e9);
            }
            assertThat(rows).isEmpty();
        }
    }

    /** At any time, whatever waits: as far as the log says. */
    private static void assertDays(Database database, Map<String, Integer> channels, Random random) {
        LocalDate first = LocalDate.parse("2025-12-31");
        LocalDate last = LocalDate.parse("2026-01-05");
        Instant now = BEGIN.plusSeconds(random.nextInt((int) ((DAYS + 2) * DAY_S)));
        for (String unit : List.of("room-1", "room-2")) {
            DayQueries.Days days = new DayQueries(database)
                    .days(unit, today -> new DayQueries.Range(first, last), now)
                    .orElseThrow();
            assertThat(days.timeZone()).isEqualTo("Asia/Kolkata");
            for (DayQueries.Day day : days.items()) {
                RollupOracle oracle = RollupOracle.of(database, id(channels, day.channel()));
                Placement placement = placement(day.channel(), unit);
                long placed = placement.from().getEpochSecond();
                long from = Math.max(placed, day.from().getEpochSecond());
                Instant until = placement.to();
                long to = Math.min(
                        Math.min(day.to().getEpochSecond(), now.getEpochSecond()),
                        until == null ? Long.MAX_VALUE : until.getEpochSecond());
                RollupOracle.Sum expected = oracle.sum(placed, from, to);
                Double low = day.min();
                Double high = day.max();
                Double mean = day.mean();
                boolean known = low != null && high != null && mean != null;
                RollupOracle.same(
                        expected,
                        oracle,
                        Math.round(day.knownS() * 1e6),
                        day.readings(),
                        known ? new double[] {low, high, mean, expected == null ? 0 : expected.kinetic()} : null);
                assertThat(day.knownS() + day.unknownS()).isCloseTo((double) (to - from), within(1e-6));
                Double kinetic = day.meanKinetic();
                if (expected != null && kinetic != null) {
                    assertThat(kinetic)
                            .isCloseTo(
                                    Math.clamp(
                                            10_000 / (10_000 / 293.15 - Math.log(expected.kinetic())) - 273.15,
                                            expected.min(),
                                            expected.max()),
                                    within(1e-6));
                }
            }
        }
    }

    private static Placement placement(String channel, String unit) {
        return network().devices().getFirst().channels().stream()
                .filter(candidate -> candidate.id().equals(channel))
                .flatMap(candidate -> candidate.placements().stream())
                .filter(candidate -> candidate.unit().equals(unit))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void areTakenWhereTheyHoldAndNowhereElse(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(network());
            int slow = id(channels(database), "slow");
            var log = new PostgresReadingLog(database);
            var rollups = new Rollups(database);
            long begin = BEGIN.getEpochSecond();
            var readings = new ArrayList<Reading>();
            for (int minute = 0; minute < 48 * 60; minute++) {
                readings.add(reading(slow, begin + minute * 60L, 5, minute));
            }
            log.commit(staged(1, readings));
            assertThat(looked(database)).isEqualTo(readings.size());
            finish(rollups);
            // The first 200 minutes, into which a reading from before the placement might reach; the days cut two
            // hours, which need the readings that
            // may stand into them.
            assertThat(looked(database)).isLessThan(1_000).isGreaterThan(0);

            assertThat(log.commit(staged(1, readings))).isInstanceOf(CommitOutcome.CommittedBefore.class);
            assertThat(rollups.waiting().batches()).isZero();
            log.commit(staged(2, List.of(reading(slow, begin + 100 * 60 + 1, 7, 9_999))));
            assertThat(rollups.waiting()).isEqualTo(new Rollups.Waiting(1, 0, 0));
            assertThat(day(database, LocalDate.parse("2026-01-01")).max()).isEqualTo(7);
            // Not ended by that clock, so it is marked and not made.
            assertThat(rollups.work(BEGIN.plus(Duration.ofHours(1)))).isFalse();
            assertThat(rollups.waiting()).isEqualTo(new Rollups.Waiting(0, 1 + 4, 0));
            assertThat(day(database, LocalDate.parse("2026-01-01")).max()).isEqualTo(7);
            finish(rollups);
            assertThat(day(database, LocalDate.parse("2026-01-01")).max()).isEqualTo(7);
            assertThat(day(database, LocalDate.parse("2026-01-02")).max()).isEqualTo(5);
        }
    }

    private static long looked(Database database) {
        return database.read(connection -> {
            long from = Sql.micros(BEGIN.minus(Duration.ofMinutes(330)));
            long to = from + 3 * DAY_S * 1_000_000;
            var channels = PostgresUnitLog.channels(connection, "room-1", from, to).stream()
                    .filter(channel -> channel.name().equals("slow"))
                    .toList();
            var reader = new RollupReader(connection, channels, from, to, Sql.micros(LATER));
            reader.read(
                    channels.getFirst(), new long[] {from, from + DAY_S * 1_000_000, from + 2 * DAY_S * 1_000_000, to});
            return reader.readings();
        });
    }

    private static DayQueries.Day day(Database database, LocalDate day) {
        return new DayQueries(database)
                .days("room-1", today -> new DayQueries.Range(day, day), LATER).orElseThrow().items().stream()
                        .filter(candidate -> candidate.channel().equals("slow"))
                        .findFirst()
                        .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void areKeptWhenTheirReadingsHaveHadTheirTime(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(network());
            int slow = id(channels(database), "slow");
            long begin = BEGIN.getEpochSecond();
            var log = new PostgresReadingLog(database);
            var rollups = new Rollups(database);
            log.commit(staged(
                    1, List.of(reading(slow, begin + 60, 5, 1), reading(slow, begin + 2 * DAY_S + 60, 6, 2))));
            finish(rollups);
            assertThat(hours(database)).isEqualTo(8);
            database.write(connection ->
                    Sql.update(connection, "delete from reading where time < ?", BEGIN.plus(Duration.ofDays(1))));
            database.write(
                    connection -> Sql.update(connection, "update channel set max_hold_s = 600 where id = ?", slow));
            finish(rollups);
            assertThat(hours(database)).isEqualTo(4 + 1);
        }
    }

    private static long hours(Database database) {
        return database.read(connection -> Sql.number(connection, "select count(*) from reading_rollup"));
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void areMadeByTheActiveServerOnly(PostgresFlavour flavour) {
        TestDatabase server = TestDatabases.shared(flavour);
        String url = server.newDatabase("rollups");
        var settings = new DatabaseSettings(url, server.user(), server.password(), 3);
        try (Database database = Database.open(settings)) {
            new NetworkImporter(database).run(network());
            assertThat(database.becomeActive()).isTrue();
            int slow = id(channels(database), "slow");
            new PostgresReadingLog(database).commit(staged(1, List.of(reading(slow, BEGIN.getEpochSecond(), 5, 1))));
            database.write(connection -> Sql.update(connection, "update server_epoch set epoch = epoch + 1"));
            var rollups = new Rollups(database);
            assertThatThrownBy(() -> rollups.work(LATER)).isInstanceOf(FencedOffException.class);
            assertThat(rollups.waiting()).isEqualTo(new Rollups.Waiting(1, 0, 0));
        }
    }
}
