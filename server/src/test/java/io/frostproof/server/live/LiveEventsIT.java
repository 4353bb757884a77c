package io.frostproof.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.store.ChangeLog;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to its connection, a watcher gets every change once and in order. */
class LiveEventsIT {

    private final TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
    private final String url = server.newDatabase("live_events");
    private final Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 6));
    private final LiveReadings readings = new LiveReadings(List.of());
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private @Nullable ChangeFeed feed;

    @BeforeEach
    void open() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(LiveEventsIT.class.getResourceAsStream("/io/frostproof/store/sample.sql"))) {
            execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        execute("insert into handling_unit (id, lot_id, quantity, quantity_unit)"
                + " select 'w-' || g, 'lot-1', 1, 'kg' from generate_series(0, 2000) g");
        var log = new ChangeLog(database);
        while (!log.publish(1000).isEmpty()) {}
        feed = new ChangeFeed(log);
        feed().start();
    }

    @AfterEach
    void close() {
        watchers.forEach(Watcher::hangUp);
        feed().close();
        database.close();
    }

    private ChangeFeed feed() {
        return Objects.requireNonNull(feed);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void quarantine(int number) throws SQLException {
        execute("update handling_unit set disposition = 'quarantined' where id = 'w-" + number + "'");
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " within 30 s").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A watcher that notes what it gets, and can be made to wait. */
    private final class Watcher implements EventOut {
        final List<Long> changes = new CopyOnWriteArrayList<>();
        final List<String> names = new CopyOnWriteArrayList<>();
        final Semaphore pace;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final AtomicBoolean gone = new AtomicBoolean();
        private volatile Runnable whenClosed = () -> {};
        volatile long lastId = -1;

        Watcher(@Nullable Long after, int pace) {
            this.pace = new Semaphore(pace);
            watchers.add(this);
            var events = new LiveEvents(
                    feed(), readings, "test", FakeClock.at("2026-11-21T12:00:00Z"), Duration.ofMillis(100));
            Thread.ofVirtual().start(() -> events.stream(null, after, this));
        }

        @Override
        public void event(@Nullable String id, String name, String json) {
            pace.acquireUninterruptibly();
            if (gone.get()) {
                return; // lost with the connection
            }
            names.add(name);
            lastId = Long.parseLong(Objects.requireNonNull(id));
            if (name.equals("change")) {
                changes.add(lastId);
            }
        }

        @Override
        public void comment(String text) {
            names.add("comment");
        }

        @Override
        public boolean closed() {
            return gone.get();
        }

        @Override
        public void whenClosed(Runnable action) {
            whenClosed = action;
        }

        @Override
        public void end() {
            ended.countDown();
        }

        void hangUp() {
            gone.set(true);
            pace.release(1_000_000);
            whenClosed.run();
        }

        void awaitEnd() {
            await("the end of the stream", () -> ended.getCount() == 0);
        }
    }

    private Watcher connected(@Nullable Long after) {
        var watcher = new Watcher(after, 1_000_000);
        await("hello", () -> watcher.lastId >= 0);
        return watcher;
    }

    @Test
    void aWatcherThatKeepsLosingItsConnectionMissesNothingAndGetsNothingTwice() throws Exception {
        Watcher steady = connected(null);
        long start = steady.lastId;
        int count = 300;
        var writing = new AtomicBoolean(true);
        Thread writers = Thread.ofVirtual().start(() -> {
            var random = new Random(7);
            try {
                for (int i = 0; i < count; i += 2) {
                    // Two at a time, which commit in either order, and now and then nothing for longer than a poll.
                    try (Connection one = server.connect(url);
                            Connection other = server.connect(url)) {
                        one.setAutoCommit(false);
                        other.setAutoCommit(false);
                        change(one, i);
                        change(other, i + 1);
                        boolean swapped = random.nextBoolean();
                        (swapped ? other : one).commit();
                        feed().poke();
                        (swapped ? one : other).commit();
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                writing.set(false);
            }
        });
        var seen = new ArrayList<Long>();
        long last = start;
        int connections = 0;
        while (writing.get() || seen.size() < count) {
            Watcher restless = connected(last);
            connections++;
            long before = last;
            int wanted = connections % 7;
            await("changes", () -> restless.changes.size() >= wanted || !writing.get());
            restless.hangUp();
            restless.awaitEnd();
            assertThat(restless.names).doesNotContain("reset");
            assertThat(restless.changes).allSatisfy(id -> assertThat(id).isGreaterThan(before));
            seen.addAll(restless.changes);
            last = seen.isEmpty() ? start : seen.getLast();
            assertThat(connections).isLessThan(10_000);
        }
        writers.join();
        List<Long> all =
                LongStream.rangeClosed(start + 1, start + count).boxed().toList();
        assertThat(seen).isEqualTo(all);
        await("all at the steady one", () -> steady.changes.size() == count);
        assertThat(steady.changes).isEqualTo(all);
    }

    private static void change(Connection connection, int number) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("update handling_unit set disposition = 'quarantined' where id = 'w-" + number + "'");
        }
    }

    @Test
    void aWatcherThatIsTooSlowGetsWhatItMissedFromTheTable() throws Exception {
        var slow = new Watcher(null, 1); // takes hello, and then nothing
        await("hello", () -> slow.lastId >= 0);
        long start = slow.lastId;
        int count = 4 * Mailbox.CHANGES_MOST;
        for (int i = 0; i < count; i += 64) {
            execute(
                    "update handling_unit set disposition = 'quarantined' where id in (select 'w-' || g from generate_series("
                            + i + ", " + (i + 63) + ") g)");
        }
        Watcher quick = connected(start);
        await("all at the quick one", () -> quick.changes.size() == count);
        assertThat(slow.changes).isEmpty();
        slow.pace.release(1_000_000);
        await("all at the slow one", () -> slow.changes.size() == count);
        assertThat(slow.changes)
                .isEqualTo(
                        LongStream.rangeClosed(start + 1, start + count).boxed().toList());
        assertThat(slow.names).doesNotContain("reset");
    }

    @Test
    void beatsWhileNothingHappens() {
        Watcher watcher = connected(null);
        await(
                "two beats",
                () -> watcher.names.stream().filter("comment"::equals).count() >= 2);
        assertThat(watcher.changes).isEmpty();
    }

    @Test
    void aWatcherThatHasGoneIsForgotten() {
        Watcher watcher = connected(null);
        assertThat(feed().watchers()).isEqualTo(1);
        watcher.hangUp();
        watcher.awaitEnd();
        await("nobody watches", () -> feed().watchers() == 0);
    }

    @Test
    void streamsEndWithTheFeed() {
        Watcher watcher = connected(null);
        feed().close();
        watcher.awaitEnd();
    }

    @Test
    void goesOnAfterTheDatabaseLostItsConnections() throws Exception {
        Watcher watcher = connected(null);
        execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid()");
        quarantine(1);
        await("the change", () -> watcher.changes.size() == 1);
    }
}
