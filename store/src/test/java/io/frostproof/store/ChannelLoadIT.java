package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.ingest.lane.SavedState;
import io.frostproof.ingest.lane.Snapshot;
import io.frostproof.ingest.lane.StoredChannel;
import io.frostproof.testing.PostgresFlavour;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loading many channels at once says of each what looking at it alone would. */
class ChannelLoadIT {

    private static final int CHANNELS = 60;
    private static final long MINUTE_MICROS = 60_000_000L;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void saysOfEachChannelWhatLookingAtItAloneWould(PostgresFlavour flavour) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ChannelLoadIT -Dseed=" + seed);
        var random = new Random(seed);
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(probes());
            var log = new PostgresReadingLog(database);
            List<KnownChannel> channels = channels(database);
            long batch = 1;
            for (KnownChannel channel : channels) {
                batch = fill(database, log, channel, batch, random);
            }

            Map<Integer, StoredChannel> loaded = log.load(channels);

            assertThat(loaded).hasSize(CHANNELS);
            assertThat(loaded.values().stream()
                            .filter(stored -> stored.watermarkMicros() != Long.MIN_VALUE)
                            .count())
                    .isBetween(CHANNELS / 2L, CHANNELS - 1L);
            assertThat(loaded.values().stream()
                            .filter(stored -> stored.dirtyFromMicros() != null)
                            .count())
                    .isPositive();
            for (KnownChannel channel : channels) {
                assertThat(text(Objects.requireNonNull(loaded.get(channel.id()))))
                        .as("channel %d", channel.id())
                        .isEqualTo(text(alone(database, log, channel)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void ofAChannelThatIsToBeEvaluatedAgainOnlyTheNewestReadingsAreRead(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(probes());
            KnownChannel channel = channels(database).getFirst();
            int count = 3 * ChannelLoad.NEWEST_READINGS;
            // Too warm at first; the newest ones are as they should be.
            database.write(connection -> {
                Sql.first(
                        connection,
                        row -> true,
                        "select make_room_for_readings('2026-01-01T00:00:00Z', '2026-01-08T00:00:00Z')");
                Sql.update(
                        connection,
                        "insert into reading select ?, timestamptz '2026-01-01T00:00:00Z' + n * interval '1 minute',"
                                + " case when n <= ? then 20 else 5 end, 0, now(), 1, n, 1 from generate_series(1, ?) n",
                        channel.id(),
                        count - ChannelLoad.NEWEST_READINGS,
                        count);
                return Sql.update(
                        connection, "insert into channel_dirty values (?, '2026-01-01T00:00:00Z')", channel.id());
            });

            StoredChannel loaded = Objects.requireNonNull(
                    new PostgresReadingLog(database).load(List.of(channel)).get(channel.id()));

            assertThat(loaded.watermarkMicros())
                    .isEqualTo(micros(Instant.parse("2026-01-01T00:00:00Z")) + count * MINUTE_MICROS);
            var expected = new ChannelMonitor(channel.plan());
            for (int n = count - ChannelLoad.NEWEST_READINGS + 1; n <= count; n++) {
                expected.accept(micros(Instant.parse("2026-01-01T00:00:00Z")) + n * MINUTE_MICROS, 5, transition -> {});
            }
            assertThat(text(loaded))
                    .isEqualTo(text(new StoredChannel(loaded.watermarkMicros(), expected, loaded.dirtyFromMicros())));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void readsOneChannelAlongItsIndexFromItsSnapshotOn(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(probes());
            KnownChannel channel = channels(database).getFirst();
            // An hour apart over ten weeks, of all channels: enough that an index is worth while.
            database.write(connection -> {
                Sql.first(
                        connection,
                        row -> true,
                        "select make_room_for_readings('2026-01-01T00:00:00Z', '2026-03-11T23:00:00Z')");
                Sql.update(
                        connection,
                        "insert into reading select c.id, t, 4, 0, t, 1, 1, 1 from channel c,"
                                + " generate_series(timestamptz '2026-01-01T00:00:00Z', '2026-03-11T23:00:00Z', '1 hour') t");
                return Sql.update(connection, "analyze reading");
            });
            long after = micros(Instant.parse("2026-03-08T00:00:00Z"));

            List<String> lines = database.read(connection -> Sql.list(
                    connection,
                    row -> row.getString(1),
                    "explain (analyze, costs off, timing off, summary off) "
                            + ChannelLoad.readingsSince(Map.of(channel.id(), after))));
            String plan = String.join("\n", lines);

            assertThat(plan)
                    .contains("Index")
                    .doesNotContain("Seq Scan on _hyper")
                    .doesNotContain("Seq Scan on reading");
            // Chunks and months before the snapshot are not opened.
            assertThat(plan).containsAnyOf("never executed", "Chunks excluded during runtime");
        }
    }

    private static Network probes() {
        Network fridge = TestStore.fridge();
        List<Device> devices = IntStream.rangeClosed(1, CHANNELS)
                .mapToObj(number -> new Device(
                        "probe-" + number,
                        "hub",
                        Duration.ofMinutes(1),
                        List.of(new Channel(
                                "t1",
                                Quantity.TEMPERATURE,
                                MeasureUnit.CELSIUS,
                                Duration.ofMinutes(2),
                                List.of(new Placement("fridge-1", TestStore.BEGIN, null))))))
                .toList();
        return new Network(
                fridge.regions(),
                fridge.nodes(),
                fridge.profiles(),
                fridge.units(),
                devices,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static List<KnownChannel> channels(Database database) {
        return new PostgresDeviceDirectory(database)
                .all().stream()
                        .flatMap(device -> device.channels().values().stream())
                        .toList();
    }

    /** A life of a channel by chance: readings over months or none, gaps, snapshots that can be read and others, silence, a mark. */
    private static long fill(
            Database database, PostgresReadingLog log, KnownChannel channel, long firstBatch, Random random) {
        long batch = firstBatch;
        if (random.nextInt(6) == 0) {
            return batch;
        }
        var monitor = new ChannelMonitor(channel.plan());
        long time = micros(TestStore.BEGIN);
        var readings = new ArrayList<Reading>();
        var snapshots = new ArrayList<SavedState>();
        var transitions = new ArrayList<Transition>();
        int count = 1 + random.nextInt(120);
        boolean snapshotting = random.nextInt(4) > 0;
        for (int i = 0; i < count; i++) {
            time += (random.nextInt(30) == 0 ? random.nextInt(40_000) : 1 + random.nextInt(3)) * MINUTE_MICROS;
            Reading reading = reading(channel, time, random.nextInt(10) - 1);
            readings.add(reading);
            monitor.accept(time, reading.value(), transitions::add);
            if (snapshotting && random.nextInt(20) == 0) {
                snapshots.add(SavedState.of(channel.id(), time, monitor.copy()));
            }
        }
        if (random.nextInt(3) == 0) {
            monitor.silence(time + Duration.ofHours(1).toNanos() / 1000, transitions::add);
        }
        commit(
                log,
                batch++,
                readings,
                snapshots,
                transitions.isEmpty()
                        ? List.of()
                        : List.of(new Batch.ChannelTransitions(channel.id(), "north", transitions)));
        // Up to five of the newest cannot be read: the fifth one hides what is behind it.
        int unreadable = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
        for (int i = 0; i < unreadable; i++) {
            Instant at = Sql.instant(time + i);
            database.write(connection -> Sql.update(
                    connection,
                    "insert into channel_snapshot values (?, ?, '\\x00') on conflict (channel_id, time) do nothing",
                    channel.id(),
                    at));
        }
        if (random.nextInt(4) == 0) {
            Instant at = Sql.instant(time - MINUTE_MICROS);
            database.write(
                    connection -> Sql.update(connection, "insert into channel_dirty values (?, ?)", channel.id(), at));
        }
        return batch;
    }

    private static void commit(
            PostgresReadingLog log,
            long id,
            List<Reading> readings,
            List<SavedState> snapshots,
            List<Batch.ChannelTransitions> transitions) {
        log.commit(new Batch(
                id,
                TestStore.BEGIN,
                1,
                readings,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                transitions,
                snapshots,
                Map.of(),
                Set.of()));
    }

    private static Reading reading(KnownChannel channel, long timeMicros, double value) {
        return new Reading(channel.id(), timeMicros, value, Reading.GOOD, timeMicros, 1, 1);
    }

    private static long micros(Instant instant) {
        return Sql.micros(instant);
    }

    /** One channel after the other, by the questions that are asked of single ones. */
    private static StoredChannel alone(Database database, PostgresReadingLog log, KnownChannel channel) {
        Snapshot snapshot = database.read(connection -> PostgresReadingLog.snapshotBefore(
                connection, channel.id(), channel.plan(), micros(Instant.parse("9999-01-01T00:00:00Z"))));
        ChannelMonitor monitor = snapshot == null ? new ChannelMonitor(channel.plan()) : snapshot.monitor();
        long[] watermark = {snapshot == null ? Long.MIN_VALUE : snapshot.timeMicros()};
        log.readingsAfter(channel.id(), watermark[0], Integer.MAX_VALUE, (time, value) -> {
            monitor.accept(time, value, transition -> {});
            watermark[0] = time;
        });
        if (watermark[0] != Long.MIN_VALUE) {
            Long concluded = database.read(connection -> Sql.first(
                    connection,
                    row -> Sql.microsOrNull(row, "latest"),
                    "select max(time) as latest from transition where channel_id = ? and time > ?",
                    channel.id(),
                    Sql.instant(watermark[0])));
            if (concluded != null) {
                monitor.silence(concluded + 1, transition -> {});
            }
        }
        var marks = new HashMap<>(log.dirtyMarks());
        return new StoredChannel(watermark[0], monitor, marks.get(channel.id()));
    }

    private static String text(StoredChannel stored) {
        var bytes = new ByteArrayOutputStream();
        try {
            stored.monitor().write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return stored.watermarkMicros() + " " + stored.dirtyFromMicros() + " "
                + HexFormat.of().formatHex(bytes.toByteArray());
    }
}
