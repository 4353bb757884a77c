package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.lane.BatchIds;
import io.frostproof.ingest.lane.BatchKeeper;
import io.frostproof.ingest.lane.Lane;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.lane.LaneListener;
import io.frostproof.ingest.lane.Lanes;
import io.frostproof.protocol.JsonTelemetryEncoder;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.testing.PostgresFlavour;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promises 2 and 3: stored once, and the order of arrival does not matter. */
class ArrivalOrderIT {

    private static final long MINUTE_MICROS = 60_000_000L;
    private static final String TOPIC = "frostproof/1/hub/probe-1/telemetry";
    private static Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void shuffledAndRepeatedMessagesEndInTheSameRowsAsTheOrderedStream(PostgresFlavour flavour) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ArrivalOrderIT -Dseed=" + seed);
        var random = new Random(seed);
        List<byte[]> messages = messages(random);

        String ordered = rowsAfter(flavour, List.of(messages), random);
        assertThat(ordered).contains("excursion fridge-1 too_warm").contains("conflict");

        var shuffled = new ArrayList<>(messages);
        for (int i = 0; i < messages.size() / 10; i++) {
            shuffled.add(messages.get(random.nextInt(messages.size())));
        }
        Collections.shuffle(shuffled, random);
        assertThat(rowsAfter(flavour, List.of(shuffled), random)).isEqualTo(ordered);

        // And with the server stopped and started again on the way.
        Collections.shuffle(shuffled, random);
        int third = shuffled.size() / 3;
        assertThat(rowsAfter(
                        flavour,
                        List.of(
                                shuffled.subList(0, third),
                                shuffled.subList(third, 2 * third),
                                shuffled.subList(2 * third, shuffled.size())),
                        random))
                .isEqualTo(ordered);
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whatNobodyTrustsConcludesTheSameWheneverItCameAndWheneverThatWasSaid(PostgresFlavour flavour)
            throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ArrivalOrderIT -Dseed=" + seed);
        var random = new Random(seed);
        List<byte[]> messages = messages(random);
        String trusted = rowsAfter(flavour, List.of(messages), random);
        List<@Nullable Instant> times =
                Arrays.asList(hour(3 + random.nextInt(4)), hour(9), hour(12 + random.nextInt(3)), null);
        SaidBy before = (trust, at) -> {
            if (at == 0) {
                distrust(trust, times);
            }
        };

        String expected = rowsAfter(flavour, List.of(messages), before, random);
        assertThat(expected).isNotEqualTo(trusted).contains("excursion fridge-1");
        assertThat(expected.lines().filter(row -> row.startsWith("reading") || row.startsWith("conflict")))
                .as("what was measured stays as it is")
                .containsExactlyElementsOf(trusted.lines()
                        .filter(row -> row.startsWith("reading") || row.startsWith("conflict"))
                        .toList());

        // Said by people long after, to a server that has concluded something else, while readings are late.
        var shuffled = new ArrayList<>(messages);
        Collections.shuffle(shuffled, random);
        int half = shuffled.size() / 2;
        List<List<byte[]>> halves = List.of(shuffled.subList(0, half), shuffled.subList(half, shuffled.size()));
        SaidBy after = (trust, at) -> {
            if (at == 2) {
                distrust(trust, times);
            }
        };
        assertThat(withoutIncidents(rowsAfter(flavour, halves, after, random))).isEqualTo(withoutIncidents(expected));
        SaidBy between = (trust, at) -> {
            if (at == 1) {
                distrust(trust, times);
            }
        };
        assertThat(withoutIncidents(rowsAfter(flavour, halves, between, random)))
                .isEqualTo(withoutIncidents(expected));
    }

    /** Whoever takes the trust from a channel closes its incidents, and which these are depends on when that is said. */
    private static String withoutIncidents(String rows) {
        return rows.lines().filter(row -> !row.startsWith("incident")).collect(Collectors.joining("\n"));
    }

    private static Instant hour(int hours) {
        return TestStore.BEGIN.plus(Duration.ofHours(hours));
    }

    /** Not trusted from each first to each second of these. */
    private static void distrust(ChannelTrust trust, List<@Nullable Instant> times) {
        var probe = new ReadingQueries.ChannelPath("probe-1", "t1");
        var done = new ChannelTrust.Outcome.Done();
        for (int i = 0; i < times.size(); i += 2) {
            assertThat(trust.distrust(probe, times.get(i), "broken", "ann", hour(100)))
                    .isEqualTo(done);
            Instant to = times.get(i + 1);
            if (to != null) {
                assertThat(trust.trust(probe, to, "replaced", "ann", hour(100))).isEqualTo(done);
            }
        }
    }

    /** What people say in the middle of the messages of a server: after none of them (0), or all (2), or before the next server (1). */
    private interface SaidBy {
        void say(ChannelTrust trust, int at);
    }

    /** A day of a fridge: warm and cold spells, gaps, several claims on one key, steps of the clock. */
    private static List<byte[]> messages(Random random) {
        long begin = TestStore.BEGIN.toEpochMilli() * 1000;
        var messages = new ArrayList<byte[]>();
        double temperature = 5;
        double target = 5;
        long time = begin;
        for (int seq = 0; seq < 1_000; seq++) {
            var samples = new ArrayList<Sample>();
            int readings = 1 + random.nextInt(3);
            for (int i = 0; i < readings; i++) {
                if (random.nextInt(40) == 0) {
                    target = List.of(5.0, 5.0, 9.0, 14.0, -2.0).get(random.nextInt(5));
                }
                temperature += (target - temperature) / 4 + random.nextGaussian() / 5;
                int step = random.nextInt(100);
                time += step == 0
                        ? random.nextInt(60) * MINUTE_MICROS
                        : step == 1 ? -random.nextInt(10) * MINUTE_MICROS : MINUTE_MICROS;
                samples.add(new Sample("t1", Math.max(begin, time), Math.round(temperature * 4) / 4.0));
            }
            messages.add(JsonTelemetryEncoder.encode(new Telemetry(new MessageId(1, seq), samples)));
        }
        return messages;
    }

    /** Runs the messages through lanes and desk of one server after the other, and returns the rows that promise 3 is about. */
    private static String rowsAfter(PostgresFlavour flavour, List<List<byte[]>> servers, Random random)
            throws Exception {
        return rowsAfter(flavour, servers, (trust, at) -> {}, random);
    }

    private static String rowsAfter(PostgresFlavour flavour, List<List<byte[]>> servers, SaidBy people, Random random)
            throws Exception {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            var trust = new ChannelTrust(database);
            people.say(trust, 0);
            for (int i = 0; i < servers.size(); i++) {
                boolean last = i == servers.size() - 1;
                run(database, servers.get(i), random, () -> people.say(trust, last ? 2 : 3));
                if (!last) {
                    people.say(trust, 1);
                }
            }
            return rows(database);
        }
    }

    private static void run(Database database, List<byte[]> messages, Random random, Runnable people) throws Exception {
        var directory = new PostgresDeviceDirectory(database);
        var trust = new ChannelTrust(database);
        trust.evaluate(directory.version());
        var log = new PostgresReadingLog(database);
        var ids = new BatchIds(database.beginRun("test"));
        var counters = new IngestCounters();
        var desk = new Desk(
                new PostgresDeskStore(database),
                "north",
                new NoticeTargets(List.of("webhook"), List.of()),
                InstantSource.system());
        // Readings of the past, heard just now: nothing is silent.
        var config = new LaneConfig(1, 1 + random.nextInt(200), 100, Duration.ofDays(1));
        var keeper = BatchKeeper.withoutSpool(log, counters, new Quiet());
        var lanes = new Lanes(
                vertx,
                keeper,
                1,
                directory.all(),
                devices -> new Lane(config, log, keeper, ids, InstantSource.system(), counters, new Quiet(), devices));
        lanes.start().await(10, TimeUnit.SECONDS);
        var intake = new Intake(directory, PlausibleTimes.DEFAULT, InstantSource.system(), counters);
        var stored = new CountDownLatch(messages.size());
        for (byte[] message : messages) {
            lanes.submit(intake.judge("test", TOPIC, message, stored::countDown));
            // What the desk has made of half of the readings must not be seen in the end.
            if (random.nextInt(100) == 0) {
                workOff(desk);
            }
        }
        assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
        awaitClean(database);
        people.run();
        if (directory.refresh()) {
            lanes.devicesChanged(directory.all());
            lanes.dirtied(trust.evaluate(directory.version()));
            awaitClean(database);
        }
        lanes.stop().await(10, TimeUnit.SECONDS);
        workOff(desk);
        assertThat(counters.readingsReceived.sum())
                .isEqualTo(counters.readingsStored.sum()
                        + counters.readingsDuplicate.sum()
                        + counters.readingsConflicting.sum());
    }

    private static void workOff(Desk desk) {
        while (desk.work()) {
            // until nothing waits
        }
    }

    private static void awaitClean(Database database) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(30);
        while (database.read(connection -> Sql.number(connection, "select count(*) from channel_dirty") > 0)) {
            assertThat(Instant.now()).isBefore(deadline);
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
    }

    private static String rows(Database database) {
        return database.read(connection -> {
            var rows = new ArrayList<String>();
            rows.addAll(
                    Sql.list(
                            connection,
                            row -> row.getString(1),
                            "select 'reading ' || time || ' ' || value || ' ' || boot || ' ' || seq from reading order by time"));
            rows.addAll(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select 'conflict ' || time || ' ' || value || ' ' || boot || ' ' || seq from reading_conflict"
                            + " order by time, value"));
            rows.addAll(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select concat_ws(' ', 'transition', slot, time, ordinal, kind, level, since, worst) from transition"
                            + " order by slot, time, ordinal"));
            rows.addAll(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select concat_ws(' ', 'excursion', unit_id, slot, level, started_at, confirmed_at, ended_at, unknown_s,"
                            + " unknown_until, worst_value) from excursion order by slot, started_at"));
            rows.addAll(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select concat_ws(' ', 'incident', unit_id, slot, level, state, started_at, recovered_at, unknown_until, times_opened)"
                            + " from incident where state <> 'retracted' order by slot, started_at"));
            rows.addAll(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select concat_ws(' ', 'exposure', handling_unit_id, from_time, to_time) from exposure"
                            + " order by from_time, handling_unit_id"));
            return String.join("\n", rows);
        });
    }

    private static final class Quiet implements LaneListener {
        @Override
        public void workForDesk(String region) {}

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            return true;
        }
    }
}
