package io.frostproof.store;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outbox as a table, with every attempt kept beside it. For a server that is no longer the active one nothing is due, and it records
 * nothing: {@link io.frostproof.ingest.lane.FencedOffException}.
 */
public final class PostgresOutbox implements Outbox {

    private final Database database;

    public PostgresOutbox(Database database) {
        this.database = database;
    }

    @Override
    public List<OutboxMessage> due(String target, Instant now, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                row -> new OutboxMessage(
                        row.getLong("id"),
                        row.getString("target"),
                        Sql.fromJson(row.getString("notice"), Notice.class),
                        row.getInt("attempts")),
                """
                select id, target, notice, attempts from outbox
                where state = 'waiting' and target = ? and next_attempt_at <= ? and (select epoch from server_epoch) = ?
                order by id limit ?
                """,
                target,
                now,
                database.place().epoch(),
                limit));
    }

    @Override
    public Map<String, Long> waiting() {
        return database.read(connection -> {
            var counts = new TreeMap<String, Long>();
            Sql.list(
                    connection,
                    row -> counts.put(row.getString(1), row.getLong(2)),
                    "select target, count(*) from outbox where state = 'waiting' group by target");
            return counts;
        });
    }

    @Override
    public void delivered(OutboxMessage message, Instant at, Duration took, String detail) {
        record(message, at, took, "delivered", detail, "delivered", at);
    }

    @Override
    public void failed(OutboxMessage message, Instant at, Duration took, String detail, Instant nextAttempt) {
        record(message, at, took, "failed", detail, "waiting", nextAttempt);
    }

    @Override
    public void gaveUp(OutboxMessage message, Instant at, Duration took, String detail) {
        record(message, at, took, "gave_up", detail, "gave_up", at);
    }

    private void record(
            OutboxMessage message,
            Instant at,
            Duration took,
            String outcome,
            String detail,
            String state,
            Instant nextAttempt) {
        database.write(connection -> {
            database.place().check(connection, "an attempt at a notice");
            // The attempt's number is its identity: recording it twice changes nothing.
            int recorded = Sql.update(
                    connection,
                    """
                    insert into outbox_attempt (outbox_id, attempt, at, took_s, outcome, detail) values (?, ?, ?, ?, ?, ?)
                    on conflict (outbox_id, attempt) do nothing
                    """,
                    message.id(),
                    message.attempts() + 1,
                    at,
                    took.toNanos() / 1e9,
                    outcome,
                    detail.replace("\0", "\\0"));
            return recorded == 0
                    ? 0
                    : Sql.update(connection, """
                            update outbox set state = ?, attempts = ?, next_attempt_at = ?,
                                              delivered_at = case when ? = 'delivered' then ?::timestamptz end
                            where id = ?
                            """, state, message.attempts() + 1, nextAttempt, state, at, message.id());
        });
    }
}
