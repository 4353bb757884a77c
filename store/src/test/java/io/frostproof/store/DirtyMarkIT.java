package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Placement;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.ingest.lane.BatchIds;
import io.frostproof.ingest.lane.BatchKeeper;
import io.frostproof.ingest.lane.CommitOutcome;
import io.frostproof.ingest.lane.Lane;
import io.frostproof.ingest.lane.LaneConfig;
import io.frostproof.ingest.lane.LaneListener;
import io.frostproof.ingest.lane.Lanes;
import io.frostproof.ingest.lane.ReadingLog;
import io.frostproof.ingest.lane.StoredChannel;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.testing.PostgresFlavour;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A channel that is marked while it is being evaluated stays marked, whoever marks it and whenever. */
@Timeout(120)
class DirtyMarkIT {

    private static final long MINUTE_MICROS = 60_000_000L;
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
    void whatAStandbyStoresBehindAnEvaluationIsEvaluatedToo(PostgresFlavour flavour) throws Exception {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            var log = new Interposed(new PostgresReadingLog(database));
            Lanes lanes = lanes(database, log);
            int channel = channel(database).id();
            // Minutes 5 to 12 are in the spool of a server that was active before.
            submit(database, lanes, IntStream.range(0, 5), 5);
            submit(database, lanes, IntStream.range(13, 30), 5);
            var standby = new PostgresReadingLog(database);
            log.afterReading(() -> standby.commitLeftover(batch(900, warm(channel, 5, 12), List.of())));

            submit(database, lanes, IntStream.of(3), 5.5); // the reason for an evaluation

            assertThat(standby.dirtyMarks()).as("though the lane was not told").containsOnlyKeys(channel);
            lanes.look().await(10, TimeUnit.SECONDS);
            assertThat(standby.dirtyMarks()).isEmpty();
            assertThat(texts(database, "select kind from transition where slot = 'too_warm' order by time, ordinal"))
                    .startsWith("started")
                    .endsWith("ended");
            lanes.stop().await(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void theEndOfAnEvaluationWaitsForWhoIsMarkingTheChannelJustThen(PostgresFlavour flavour) throws Exception {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            KnownChannel channel = channel(database);
            var log = new PostgresReadingLog(database);
            ReadingLog.Beginning beginning = begin(log, channel, at(20));
            var release = new CompletableFuture<Boolean>();
            var held = new CompletableFuture<Boolean>();
            // What a standby writes after its marks has to wait, so its transaction stays open.
            var holder = async(() -> database.write(connection -> {
                Sql.update(connection, "lock table transition in share row exclusive mode");
                held.complete(true);
                return release.join();
            }));
            held.get(10, TimeUnit.SECONDS);
            var concluded = new Batch.ChannelTransitions(channel.id(), "north", List.of(started(12)));
            var standby = async(() -> log.commitLeftover(batch(900, warm(channel.id(), 5, 12), List.of(concluded))));
            awaitLocksThatAreWaitedFor(database, 1);

            var end = async(() -> log.replaceConclusions(end(channel, beginning, List.of())));
            awaitLocksThatAreWaitedFor(database, 2);
            assertThat(end).isNotDone();
            release.complete(true);

            assertThat(holder.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(standby.get(10, TimeUnit.SECONDS)).isInstanceOf(CommitOutcome.Committed.class);
            assertThat(end.get(10, TimeUnit.SECONDS)).hasValue(at(5));
            assertThat(log.dirtyMarks()).containsExactly(Map.entry(channel.id(), at(5)));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whatIsMarkedBeforeItBeginsIsInIt(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            KnownChannel channel = channel(database);
            var log = new PostgresReadingLog(database);
            log.commitLeftover(batch(900, warm(channel.id(), 5, 12), List.of()));

            ReadingLog.Beginning beginning = begin(log, channel, at(20));

            assertThat(beginning.mark().fromMicros()).isEqualTo(at(5));
            assertThat(log.replaceConclusions(end(channel, beginning, List.of())))
                    .isEmpty();
            assertThat(log.dirtyMarks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void anEvaluationThatEndsAfterALaterOneChangesNothing(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            KnownChannel channel = channel(database);
            var log = new PostgresReadingLog(database);
            ReadingLog.Beginning givenUp = begin(log, channel, at(5));
            ReadingLog.Beginning later = begin(log, channel, at(5));
            assertThat(log.replaceConclusions(end(channel, later, List.of(started(12)))))
                    .isEmpty();

            assertThat(log.replaceConclusions(end(channel, givenUp, List.of()))).hasValue(at(5));

            assertThat(texts(database, "select kind from transition")).containsExactly("started");
            assertThat(log.dirtyMarks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void anEvaluationThatEndsBeforeALaterOneLeavesItTheMark(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            KnownChannel channel = channel(database);
            var log = new PostgresReadingLog(database);
            ReadingLog.Beginning givenUp = begin(log, channel, at(5));
            ReadingLog.Beginning later = begin(log, channel, at(5));

            assertThat(log.replaceConclusions(end(channel, givenUp, List.of()))).hasValue(at(5));
            assertThat(log.dirtyMarks()).containsOnlyKeys(channel.id());

            assertThat(log.replaceConclusions(end(channel, later, List.of(started(12)))))
                    .isEmpty();
            assertThat(texts(database, "select kind from transition")).containsExactly("started");
            assertThat(log.dirtyMarks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whatTheLaneStoresMeanwhileIsItsOwnBusiness(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            KnownChannel channel = channel(database);
            var log = new PostgresReadingLog(database);
            ReadingLog.Beginning beginning = begin(log, channel, at(5));

            assertThat(log.commit(batch(1, warm(channel.id(), 5, 12), List.of())))
                    .isInstanceOf(CommitOutcome.Committed.class);

            assertThat(log.replaceConclusions(end(channel, beginning, List.of(started(12)))))
                    .isEmpty();
            assertThat(log.dirtyMarks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void anImportMeanwhileLeavesTheChannelMarked(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            KnownChannel channel = channel(database);
            var log = new PostgresReadingLog(database);
            log.commit(batch(1, warm(channel.id(), 5, 12), List.of()));
            ReadingLog.Beginning beginning = begin(log, channel, at(5));

            new NetworkImporter(database).run(placedLater());

            assertThat(log.replaceConclusions(end(channel, beginning, List.of())))
                    .isPresent();
            assertThat(log.dirtyMarks()).containsOnlyKeys(channel.id());
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aLaneLeavesTheMarkOfAnImportAloneUntilItKnowsThatNetwork(PostgresFlavour flavour) throws Exception {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(TestStore.fridge());
            var log = new PostgresReadingLog(database);
            Lanes lanes = lanes(database, log);
            submit(database, lanes, IntStream.rangeClosed(0, 30), 14);
            assertThat(told(database)).contains("started @2");

            new NetworkImporter(database).run(placedLater());
            lanes.dirtied(log.dirtyMarks());
            lanes.look().await(10, TimeUnit.SECONDS);
            assertThat(log.dirtyMarks()).as("marked as it was").hasSize(1);
            assertThat(told(database)).contains("started @2");

            lanes.devicesChanged(new PostgresDeviceDirectory(database).all());
            lanes.look().await(10, TimeUnit.SECONDS);
            lanes.look().await(10, TimeUnit.SECONDS);
            assertThat(log.dirtyMarks()).isEmpty();
            assertThat(told(database))
                    .as("since it was placed")
                    .contains("started @5")
                    .doesNotContain("started @2");
            lanes.stop().await(10, TimeUnit.SECONDS);
        }
    }

    /** What was told of the fridge being too warm, and at which minute. */
    private static List<String> told(Database database) {
        return texts(
                database,
                "select kind || ' @' || round(extract(epoch from time - timestamptz '" + TestStore.BEGIN
                        + "') / 60) from transition where slot = 'too_warm' order by time, ordinal");
    }

    private static Network placedLater() {
        Network fridge = TestStore.fridge();
        Device device = fridge.devices().getFirst();
        Channel channel = device.channels().getFirst();
        var placed = new Channel(
                channel.id(),
                channel.quantity(),
                channel.unit(),
                Duration.ofMinutes(2),
                List.of(new Placement("fridge-1", TestStore.BEGIN.plus(Duration.ofMinutes(3)), null)));
        return new Network(
                fridge.regions(),
                fridge.nodes(),
                fridge.profiles(),
                fridge.units(),
                List.of(new Device("probe-1", "hub", Duration.ofMinutes(1), List.of(placed))),
                fridge.products(),
                fridge.lots(),
                fridge.handlingUnits(),
                fridge.movements());
    }

    private static ReadingLog.Beginning begin(ReadingLog log, KnownChannel channel, long fromMicros) {
        return log.beginReevaluation(channel.id(), channel.plan(), fromMicros, 0)
                .orElseThrow();
    }

    private static ReadingLog.Reevaluation end(
            KnownChannel channel, ReadingLog.Beginning beginning, List<Transition> transitions) {
        return new ReadingLog.Reevaluation(
                950,
                TestStore.BEGIN,
                channel.id(),
                "north",
                beginning.mark(),
                Long.MIN_VALUE,
                transitions,
                List.of(),
                null);
    }

    private static Transition started(int minute) {
        return new Transition(
                "too_warm", "fridge-1", Transition.Kind.STARTED, Level.WARNING, at(minute), at(minute - 5), 14);
    }

    private static List<Reading> warm(int channel, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(minute -> reading(channel, minute, 14))
                .toList();
    }

    private static Reading reading(int channel, int minute, double value) {
        return new Reading(channel, at(minute), value, Reading.GOOD, at(minute), 1, minute);
    }

    private static long at(int minute) {
        return Sql.micros(TestStore.BEGIN) + minute * MINUTE_MICROS;
    }

    private static Batch batch(long id, List<Reading> staged, List<Batch.ChannelTransitions> transitions) {
        return new Batch(
                id,
                TestStore.BEGIN,
                1,
                List.of(),
                List.of(),
                staged,
                List.of(),
                List.of(),
                transitions,
                List.of(),
                Map.of(),
                Set.of());
    }

    private static KnownChannel channel(Database database) {
        return device(database).channels().values().iterator().next();
    }

    private static KnownDevice device(Database database) {
        return new PostgresDeviceDirectory(database).all().iterator().next();
    }

    /** A lane that does nothing by itself; readings of the past, heard just now, are not silent. */
    private static Lanes lanes(Database database, ReadingLog log) throws Exception {
        var counters = new IngestCounters();
        var config = new LaneConfig(1, 100, 100, Duration.ofDays(1), Duration.ZERO, Duration.ofDays(1));
        var ids = new BatchIds(database.beginRun("test"));
        var keeper = BatchKeeper.withoutSpool(log, counters, new Quiet());
        var lanes = new Lanes(
                vertx,
                keeper,
                1,
                new PostgresDeviceDirectory(database).all(),
                devices -> new Lane(config, log, keeper, ids, InstantSource.system(), counters, new Quiet(), devices));
        lanes.start().await(10, TimeUnit.SECONDS);
        return lanes;
    }

    /** One message, stored and looked at. */
    private static void submit(Database database, Lanes lanes, IntStream minutes, double value) throws Exception {
        KnownDevice device = device(database);
        int channel = channel(database).id();
        var readings = new ArrayList<Reading>();
        minutes.forEach(minute -> readings.add(reading(channel, minute, value)));
        lanes.submit(new Inbound(
                device.id(),
                device,
                new MessageId(1, readings.getFirst().seq()),
                readings,
                List.of(),
                List.of(),
                () -> {}));
        lanes.look().await(10, TimeUnit.SECONDS);
    }

    private static List<String> texts(Database database, String sql) {
        return database.read(connection -> Sql.list(connection, row -> row.getString(1), sql));
    }

    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private static void awaitLocksThatAreWaitedFor(Database database, int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (database.<Long>read(DirtyMarkIT::waiting) < count) {
            assertThat(System.nanoTime()).as("nobody waits for a lock").isLessThan(deadline);
        }
    }

    private static long waiting(Connection connection) throws SQLException {
        return Sql.number(
                connection,
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    }

    private static final class Quiet implements LaneListener {
        @Override
        public void workForDesk(String region) {}

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            return true;
        }
    }

    /** The log, in which something happens once, just when an evaluation has read all there is. */
    private static final class Interposed implements ReadingLog {
        private final ReadingLog log;
        private final AtomicReference<Runnable> next = new AtomicReference<>(() -> {});

        Interposed(ReadingLog log) {
            this.log = log;
        }

        void afterReading(Runnable event) {
            next.set(event);
        }

        @Override
        public Map<Integer, StoredChannel> load(Collection<KnownChannel> channels) {
            return log.load(channels);
        }

        @Override
        public CommitOutcome commit(Batch batch) {
            return log.commit(batch);
        }

        @Override
        public CommitOutcome commitLeftover(Batch batch) {
            return log.commitLeftover(batch);
        }

        @Override
        public Map<Integer, Long> dirtyMarks() {
            return log.dirtyMarks();
        }

        @Override
        public Optional<Beginning> beginReevaluation(
                int channelId, ChannelPlan plan, long fromMicros, long networkVersion) {
            return log.beginReevaluation(channelId, plan, fromMicros, networkVersion);
        }

        @Override
        public int readingsAfter(int channelId, long afterMicros, int limit, ReadingVisitor visitor) {
            int count = log.readingsAfter(channelId, afterMicros, limit, visitor);
            next.getAndSet(() -> {}).run();
            return count;
        }

        @Override
        public OptionalLong replaceConclusions(Reevaluation reevaluation) {
            return log.replaceConclusions(reevaluation);
        }
    }
}
