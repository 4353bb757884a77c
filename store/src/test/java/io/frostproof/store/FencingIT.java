package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.notify.OutboxMessage;
import io.frostproof.ingest.device.Heard;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.ingest.lane.CommitOutcome;
import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.ingest.lane.LogUnavailableException;
import io.frostproof.ingest.lane.ReadingLog;
import io.frostproof.ingest.lane.SavedState;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import io.frostproof.testing.notify.OutboxContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One server is active; what the one before it still wants to write is not written. */
@Timeout(120)
class FencingIT {

    private static final long MINUTE_MICROS = 60_000_000L;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aTakerWaitsForTheTransactionInFlightAndNoneGetsInAfterIt(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String url = server.newDatabase("fencing");
        try (Database first = open(server, url);
                Database second = open(server, url);
                Database third = open(server, url)) {
            new NetworkImporter(first).run(TestStore.fridge());
            assertThat(first.becomeActive()).isTrue();
            assertThat(third.becomeActive()).isFalse();
            var log = new PostgresReadingLog(first);
            int channel = channel(first).id();
            assertThat(log.commit(fresh(1, channel, 1))).isInstanceOf(CommitOutcome.Committed.class);

            // A desk in the middle of its transaction, whose session for the lock is lost.
            var inTheMiddle = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            var desk = async(() -> first.write(connection -> {
                first.place().check(connection, "test");
                inTheMiddle.countDown();
                await(goOn);
                return Sql.update(connection, "insert into batch (id, messages, readings) values (77, 0, 0)");
            }));
            inTheMiddle.await();
            endSessionThatHoldsTheLock(server, url);
            var taken = async(second::becomeActive);
            awaitALockThatIsWaitedFor(first);
            assertThat(taken).isNotDone();

            goOn.countDown();

            assertThat(desk.get(10, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(taken.get(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> log.commit(fresh(2, channel, 2))).isInstanceOf(FencedOffException.class);
            // What was committed before is known as that, so that it can be acknowledged.
            assertThat(log.commit(fresh(1, channel, 1))).isInstanceOf(CommitOutcome.CommittedBefore.class);
            assertThat(new PostgresReadingLog(second).commit(fresh(3, channel, 3)))
                    .isInstanceOf(CommitOutcome.Committed.class);
            assertThat(numbers(first, "select id from batch order by id")).containsExactly(1L, 3L, 77L);
            assertThat(numbers(first, "select seq from reading order by seq")).containsExactly(1L, 3L);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aTakerEndsATransactionInWhichTheServerBeforeIsFrozen(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String url = server.newDatabase("fencing");
        try (Database first = open(server, url);
                Database second = open(server, url)) {
            new NetworkImporter(first).run(TestStore.fridge());
            assertThat(first.becomeActive()).isTrue();
            var inTheMiddle = new CountDownLatch(1);
            var thaw = new CountDownLatch(1);
            var frozen = async(() -> first.write(connection -> {
                first.place().check(connection, "test");
                inTheMiddle.countDown();
                await(thaw);
                return Sql.update(connection, "insert into batch (id, messages, readings) values (77, 0, 0)");
            }));
            inTheMiddle.await();
            endSessionThatHoldsTheLock(server, url);

            assertThat(second.becomeActive()).as("at first it waits").isFalse();
            assertThat(second.becomeActive()).isTrue();

            thaw.countDown();
            assertThatThrownBy(() -> frozen.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreException.class);
            assertThat(numbers(second, "select id from batch")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aBatchThatMeetsTheTakerInTheMiddleIsNotWritten(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String url = server.newDatabase("fencing");
        try (Database first = open(server, url)) {
            new NetworkImporter(first).run(TestStore.fridge());
            first.becomeActive();
            int channel = channel(first).id();
            try (Connection taker = server.connect(url)) {
                taker.setAutoCommit(false);
                Sql.update(taker, "update server_epoch set epoch = epoch + 1");
                var log = new PostgresReadingLog(first);
                var batch = async(() -> log.commit(fresh(1, channel, 1)));
                awaitALockThatIsWaitedFor(first);
                taker.commit();

                assertThatThrownBy(() -> batch.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(FencedOffException.class);
            }
            assertThat(numbers(first, "select id from batch")).isEmpty();
            assertThat(numbers(first, "select seq from reading")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void nothingThatOnlyTheActiveServerMayWriteGetsInOnceItIsFencedOff(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String url = server.newDatabase("fencing");
        try (Database first = open(server, url)) {
            new NetworkImporter(first).run(TestStore.fridge());
            // The stock of the network has left work.
            first.write(connection -> Sql.update(connection, "delete from desk_queue"));
            first.becomeActive();
            var lost = new CompletableFuture<Boolean>();
            first.guardPlace(() -> lost.complete(true));
            first.write(connection -> Sql.update(
                    connection,
                    "insert into desk_queue (region_id, channel_id, from_time,"
                            + " batch_id) values ('north', 1, now(), 1)"));
            first.write(connection -> Sql.update(connection, "update server_epoch set epoch = epoch + 1"));
            KnownChannel channel = channel(first);

            var desks = new PostgresDeskStore(first);
            assertThatThrownBy(() -> desks.inTransaction(desk -> desk.takeWork("north", 10)))
                    .isInstanceOf(FencedOffException.class);
            // One that finds nothing to do changes nothing, so it may find that.
            assertThat(desks.<List<?>>inTransaction(desk -> desk.takeWork("south", 10)))
                    .isEmpty();
            var log = new PostgresReadingLog(first);
            assertThatThrownBy(() -> log.beginReevaluation(channel.id(), channel.plan(), 0, 0))
                    .isInstanceOf(FencedOffException.class);
            var mark = new ReadingLog.DirtyMark(0, 1);
            assertThatThrownBy(() -> log.replaceConclusions(new ReadingLog.Reevaluation(
                            9,
                            TestStore.BEGIN,
                            channel.id(),
                            "north",
                            mark,
                            0,
                            List.of(transition(1)),
                            List.of(),
                            null)))
                    .isInstanceOf(FencedOffException.class);
            var devices = new PostgresDeviceStore(first);
            assertThatThrownBy(() -> devices.take(List.<Heard>of(), List.of(letter())))
                    .isInstanceOf(FencedOffException.class);
            assertThatThrownBy(devices::repeat).isInstanceOf(FencedOffException.class);
            assertThatThrownBy(() -> devices.expire(TestStore.BEGIN)).isInstanceOf(FencedOffException.class);
            assertThatThrownBy(() -> devices.sent(List.of(), TestStore.BEGIN)).isInstanceOf(FencedOffException.class);
            var outbox = new PostgresOutbox(first);
            assertThatThrownBy(() -> outbox.delivered(
                            new OutboxMessage(1, "webhook", OutboxContract.notice("n-1"), 0),
                            TestStore.BEGIN,
                            Duration.ZERO,
                            "200"))
                    .isInstanceOf(FencedOffException.class);

            assertThat(lost.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(numbers(first, "select count(*) from desk_queue")).containsExactly(1L);
            for (String table : List.of("transition", "channel_dirty", "dead_letter", "outbox_attempt")) {
                assertThat(numbers(first, "select count(*) from " + table))
                        .as(table)
                        .containsExactly(0L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aServerThatLosesTheSessionOfItsLockTakesItAgain(PostgresFlavour flavour) throws Exception {
        try (TestDatabase server = TestDatabase.start(flavour)) {
            String url = server.newDatabase("fencing");
            try (Database first = open(server, url);
                    Database second = open(server, url)) {
                new NetworkImporter(first).run(TestStore.fridge());
                first.becomeActive();
                assertThat(second.becomeActive()).isFalse();
                int channel = channel(first).id();

                server.restart();
                // The standby looks first, and leaves the database that has just started to the other one.
                assertThat(second.becomeActive()).isFalse();
                first.place().hold();

                assertThat(second.becomeActive()).isFalse();
                assertThat(commitAsALaneDoes(first, fresh(1, channel, 1))).isInstanceOf(CommitOutcome.Committed.class);
                assertThat(first.place().epoch()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aServerThatFindsACompetitorAfterARestartOfTheDatabaseIsFencedOff(PostgresFlavour flavour) throws Exception {
        try (TestDatabase server = TestDatabase.start(flavour)) {
            String url = server.newDatabase("fencing");
            try (Database first = open(server, url)) {
                new NetworkImporter(first).run(TestStore.fridge());
                first.becomeActive();
                int channel = channel(first).id();
                server.restart();
                try (Database second = open(server, url)) {
                    assertThat(second.becomeActive()).isTrue();
                    var lost = new CompletableFuture<Boolean>();

                    first.guardPlace(() -> lost.complete(true));

                    assertThat(lost.get(10, TimeUnit.SECONDS)).isTrue();
                    assertThatThrownBy(() -> new PostgresReadingLog(first).commit(fresh(1, channel, 1)))
                            .isInstanceOf(FencedOffException.class);
                    assertThat(second.place().epoch()).isEqualTo(2);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whatAnEarlierRunHadSpooledIsMergedWhoeverIsActive(PostgresFlavour flavour) throws Exception {
        TestDatabase server = TestDatabases.shared(flavour);
        String url = server.newDatabase("fencing");
        try (Database standby = open(server, url);
                Database active = open(server, url)) {
            new NetworkImporter(active).run(TestStore.fridge());
            active.becomeActive();
            KnownChannel channel = channel(active);
            // The active server has gone on since: minutes 3 to 5.
            new PostgresReadingLog(active).commit(fresh(1, channel.id(), 3, 4, 5));
            Instant decidedAt = Instant.parse("2026-01-01T00:02:30Z");
            var leftover = new Batch(
                    900,
                    decidedAt,
                    4,
                    readings(channel.id(), 1, 2, 3),
                    List.of(new Reading(channel.id(), at(2), 99, Reading.GOOD, at(2), 0, 0)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(new Batch.ChannelTransitions(channel.id(), "north", List.of(transition(2)))),
                    List.of(SavedState.of(channel.id(), at(2), new ChannelMonitor(channel.plan()))),
                    Map.of(),
                    Set.of());
            var log = new PostgresReadingLog(standby);

            CommitOutcome outcome = log.commitLeftover(leftover);

            assertThat(outcome).isEqualTo(new CommitOutcome.Committed(2, 1, 1, Map.of(channel.id(), at(1))));
            assertThat(log.commitLeftover(leftover)).isInstanceOf(CommitOutcome.CommittedBefore.class);
            assertThat(numbers(active, "select seq from reading order by time")).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(log.dirtyMarks()).containsExactly(Map.entry(channel.id(), at(1)));
            var silence = new Batch(
                    901,
                    decidedAt,
                    0,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(new Batch.ChannelTransitions(channel.id(), "north", List.of(transition(0)))),
                    List.of(),
                    Map.of(),
                    Set.of());
            log.commitLeftover(silence);
            assertThat(log.dirtyMarks()).containsExactly(Map.entry(channel.id(), at(0)));
            assertThat(numbers(active, "select count(*) from channel_snapshot")).containsExactly(0L);
            List<Instant> decided = active.read(connection ->
                    Sql.list(connection, row -> Sql.instant(row, "decided_at"), "select decided_at from transition"));
            assertThat(decided).containsOnly(decidedAt).hasSize(2);
        }
    }

    /** On a thread of its own: the common pool has one thread on a machine with two cores. */
    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void endSessionThatHoldsTheLock(TestDatabase server, String url) throws SQLException {
        try (Connection connection = server.connect(url)) {
            assertThat(Sql.list(
                            connection,
                            row -> row.getBoolean(1),
                            "select pg_terminate_backend(a.pid, 5000) from pg_locks l join pg_stat_activity a on a.pid = l.pid"
                                    + " where l.locktype = 'advisory' and a.datname = current_database()"))
                    .containsExactly(true);
        }
    }

    private static void awaitALockThatIsWaitedFor(Database database) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (numbers(
                                database,
                                "select count(*) from pg_stat_activity where datname = current_database()"
                                        + " and wait_event_type = 'Lock'")
                        .getFirst()
                == 0) {
            assertThat(System.nanoTime()).as("nobody waits for a lock").isLessThan(deadline);
        }
    }

    /** Again under the same number, as long as the pool has connections of before the restart. */
    private static CommitOutcome commitAsALaneDoes(Database database, Batch batch) {
        while (true) {
            try {
                return new PostgresReadingLog(database).commit(batch);
            } catch (LogUnavailableException e) {
                // One dead connection less.
            }
        }
    }

    private static List<Long> numbers(Database database, String sql) {
        return database.read(connection -> Sql.list(connection, row -> row.getLong(1), sql));
    }

    private static Database open(TestDatabase server, String url) {
        return Database.open(new DatabaseSettings(url, server.user(), server.password(), 4));
    }

    private static KnownChannel channel(Database database) {
        return new PostgresDeviceDirectory(database)
                .all().stream()
                        .flatMap(device -> device.channels().values().stream())
                        .findFirst()
                        .orElseThrow();
    }

    private static Batch fresh(long id, int channel, int... minutes) {
        return new Batch(
                id,
                TestStore.BEGIN,
                1,
                readings(channel, minutes),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Set.of());
    }

    private static List<Reading> readings(int channel, int... minutes) {
        return IntStream.of(minutes)
                .mapToObj(minute -> new Reading(channel, at(minute), 4, Reading.GOOD, at(minute), 1, minute))
                .toList();
    }

    private static long at(int minute) {
        return Sql.micros(TestStore.BEGIN) + minute * MINUTE_MICROS;
    }

    private static Transition transition(int minute) {
        return new Transition(
                "too_warm", "fridge-1", Transition.Kind.STARTED, Level.WARNING, at(minute), at(minute - 1), 9);
    }

    private static DeadLetter letter() {
        return new DeadLetter("mqtt", "nowhere", DeadLetter.Payload.of(new byte[] {1}), "bad_topic", "test", at(1));
    }
}
