package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.KeptNotice.Ended;
import io.frostproof.alerts.notify.KeptNotice.State;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.OutboxMessage;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.notify.MemoryOutbox;
import io.frostproof.testing.notify.OutboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The table keeps the contract of every outbox, on both databases. */
class PostgresOutboxIT {

    @Nested
    class OnPostgres extends OnDatabase {
        OnPostgres() {
            super(PostgresFlavour.PLAIN);
        }
    }

    @Nested
    class OnTimescale extends OnDatabase {
        OnTimescale() {
            super(PostgresFlavour.TIMESCALEDB);
        }
    }

    abstract static class OnDatabase extends OutboxContract {
        private static final Instant NOW = Instant.parse("2026-11-21T01:00:00Z");
        private static final Duration TOOK = Duration.ofMillis(12);

        private final PostgresFlavour flavour;
        private Database database;

        OnDatabase(PostgresFlavour flavour) {
            this.flavour = flavour;
        }

        @BeforeEach
        void open() {
            database = TestStore.open(flavour);
        }

        @AfterEach
        void close() {
            database.close();
        }

        @Override
        protected PostgresOutbox outbox() {
            return new PostgresOutbox(database);
        }

        private static KeptNotice kept(String key, KeptNotice.State state, int attempts, KeptNotice.Attempt... made) {
            return new KeptNotice(notice(key), "webhook", NOW, state, attempts, NOW.plusSeconds(60), List.of(made));
        }

        private static KeptNotice.Attempt made(int number, KeptNotice.Ended ended) {
            return new KeptNotice.Attempt(number, NOW, TOOK, ended, "from memory");
        }

        private List<String> states() {
            return database.read(connection -> Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select key || ' ' || state || ' ' || attempts || coalesce(' ' || to_char(delivered_at at time zone 'UTC',"
                            + " 'HH24:MI:SS'), '') from outbox order by key"));
        }

        @Test
        void takesOverWhatBecameOfNoticesElsewhereAndTwiceIsAsOnce() {
            var notices = List.of(
                    kept("delivered", State.DELIVERED, 2, made(1, Ended.FAILED), made(2, Ended.DELIVERED)),
                    kept("given-up", State.GAVE_UP, 1, made(1, Ended.GAVE_UP)),
                    kept("waits", State.WAITING, 1, made(1, Ended.FAILED)));

            outbox().takeOver(notices);
            outbox().takeOver(notices);

            String at = NOW.plusSeconds(60).toString().substring(11, 19);
            assertThat(states())
                    .containsExactly("delivered delivered 2 " + at, "given-up gave_up 1", "waits waiting 1");
            assertThat(attempts("webhook", "delivered"))
                    .extracting(MemoryOutbox.Attempt::result)
                    .containsExactly(MemoryOutbox.Result.FAILED, MemoryOutbox.Result.DELIVERED);
            assertThat(outbox().due("webhook", NOW.plusSeconds(60), 10))
                    .singleElement()
                    .satisfies(message -> assertThat(message.attempts()).isEqualTo(1));
        }

        @Test
        void whatIsKnownElsewhereWinsUnlessItIsDeliveredHereOrMoreAttemptsFailedHere() {
            write("webhook", notice("was-waiting"), NOW);
            write("webhook", notice("was-delivered"), NOW);
            outbox().delivered(due("was-delivered"), NOW, TOOK, "200");
            write("webhook", notice("was-tried"), NOW);
            outbox().failed(due("was-tried"), NOW, TOOK, "503", NOW);
            outbox().failed(due("was-tried"), NOW, TOOK, "503", NOW.plusSeconds(9));

            outbox().takeOver(List.of(
                    kept("was-waiting", State.DELIVERED, 1, made(1, Ended.DELIVERED)),
                    kept("was-delivered", State.WAITING, 1, made(1, Ended.FAILED)),
                    kept("was-tried", State.WAITING, 1, made(1, Ended.FAILED))));

            assertThat(states())
                    .anySatisfy(state -> assertThat(state).startsWith("was-waiting delivered 1"))
                    .anySatisfy(state -> assertThat(state).startsWith("was-delivered delivered 1"))
                    .contains("was-tried waiting 2");
        }

        @Test
        void aMessageOfAnotherOutboxIsRecordedUnderItsKey() {
            write("webhook", notice("a"), NOW);

            outbox().delivered(new OutboxMessage(-3, "webhook", notice("a"), 0), NOW, TOOK, "200");

            assertThat(outbox().waiting()).isEmpty();
            assertThat(attempts("webhook", "a")).hasSize(1);
        }

        private OutboxMessage due(String key) {
            return outbox().due("webhook", NOW.plusSeconds(60), 10).stream()
                    .filter(message -> message.notice().key().equals(key))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        protected void write(String target, Notice notice, Instant due) {
            new PostgresDeskStore(database).inTransaction(transaction -> {
                transaction.send(notice, target, due);
                return true;
            });
        }

        @Override
        protected List<MemoryOutbox.Attempt> attempts(String target, String key) {
            return database.read(connection -> Sql.list(
                    connection,
                    row -> new MemoryOutbox.Attempt(
                            Sql.instant(row, "at"),
                            Duration.ofNanos(Math.round(row.getDouble("took_s") * 1e9)),
                            MemoryOutbox.Result.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                            row.getString("detail")),
                    "select a.* from outbox_attempt a join outbox o on o.id = a.outbox_id"
                            + " where o.target = ? and o.key = ? order by a.attempt",
                    target,
                    key));
        }
    }
}
