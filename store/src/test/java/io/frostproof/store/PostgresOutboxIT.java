package io.frostproof.store;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
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
        protected Outbox outbox() {
            return new PostgresOutbox(database);
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
