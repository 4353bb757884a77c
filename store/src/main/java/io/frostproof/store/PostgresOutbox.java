package io.frostproof.store;

import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The outbox as a table, with every attempt kept beside it. For a server that is no longer the active one nothing is due, and it records
 * nothing: {@link io.frostproof.ingest.lane.FencedOffException}. Messages with a negative id are another outbox's: they are recorded under
 * their key and target.
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

    /**
     * Takes over what became of notices in another outbox. What is known there wins, unless the notice is delivered here or more attempts
     * have failed here. Doing it twice changes nothing.
     */
    public void takeOver(List<KeptNotice> notices) {
        database.write(connection -> {
            database.place().check(connection, "notices of an outage");
            var rows = new ArrayList<@Nullable Object[]>();
            var attempts = new ArrayList<@Nullable Object[]>();
            for (KeptNotice kept : notices) {
                String key = kept.notice().key();
                rows.add(new @Nullable Object[] {
                    key,
                    kept.target(),
                    Sql.json(kept.notice()),
                    kept.state().id(),
                    kept.attempts(),
                    kept.createdAt(),
                    kept.nextAttemptAt(),
                    kept.state() == KeptNotice.State.DELIVERED ? kept.nextAttemptAt() : null
                });
                for (KeptNotice.Attempt attempt : kept.made()) {
                    attempts.add(new @Nullable Object[] {
                        attempt.number(),
                        attempt.at(),
                        attempt.took().toNanos() / 1e9,
                        attempt.ended().id(),
                        attempt.detail().replace("\0", "\\0"),
                        key,
                        kept.target()
                    });
                }
            }
            Sql.batch(connection, """
                    insert into outbox as o (key, target, notice, state, attempts, created_at, next_attempt_at, delivered_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?::timestamptz)
                    on conflict (key, target) do update
                    set state = excluded.state, attempts = greatest(o.attempts, excluded.attempts),
                        next_attempt_at = excluded.next_attempt_at, delivered_at = excluded.delivered_at
                    where o.state <> 'delivered' and (excluded.state <> 'waiting' or o.attempts <= excluded.attempts)
                    """, rows);
            Sql.batch(connection, """
                    insert into outbox_attempt (outbox_id, attempt, at, took_s, outcome, detail)
                    select o.id, ?::integer, ?::timestamptz, ?::double precision, ?, ? from outbox o
                    where o.key = ? and o.target = ?
                    on conflict (outbox_id, attempt) do nothing
                    """, attempts);
            return rows.size();
        });
    }

    /** The row of a message: of its id, or of its key when it comes from another outbox. */
    private static long row(Connection connection, OutboxMessage message) throws SQLException {
        if (message.id() >= 0) {
            return message.id();
        }
        return Sql.number(
                connection,
                "select id from outbox where key = ? and target = ?",
                message.notice().key(),
                message.target());
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
            long id = row(connection, message);
            // The attempt's number is its identity: recording it twice changes nothing.
            int recorded = Sql.update(
                    connection,
                    """
                    insert into outbox_attempt (outbox_id, attempt, at, took_s, outcome, detail) values (?, ?, ?, ?, ?, ?)
                    on conflict (outbox_id, attempt) do nothing
                    """,
                    id,
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
                            """, state, message.attempts() + 1, nextAttempt, state, at, id);
        });
    }
}
