package io.frostproof.store;

import io.frostproof.alerts.action.ActionKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Actions on their way, with every attempt kept beside them. At least once: a crash between telling and recording repeats it with the same key. For a server that is no
 * longer the active one nothing is due, and it records nothing: {@link io.frostproof.ingest.lane.FencedOffException}. Thread-safe; calls block.
 */
public final class ActionQueue {

    /** How long an action may be with its receiver without being confirmed before people are told, unless somebody says otherwise. */
    public static final Duration OVERDUE_AFTER = Duration.ofMinutes(30);

    private final Database database;
    private final @Nullable Duration overdueAfter;

    /** @param overdueAfter an action that was sent, or whose goods should have arrived, so long ago without being confirmed is overdue; null: nobody is expected to confirm it, and it never is */
    public ActionQueue(Database database, @Nullable Duration overdueAfter) {
        this.database = database;
        this.overdueAfter = overdueAfter;
    }

    /**
     * An action whose time has come.
     *
     * @param number in the order in which they were written
     * @param payload JSON, the same text every time
     * @param attempts before this one
     * @param attemptsBefore how many of them do not count towards the limit
     */
    public record Due(
            UUID id,
            long number,
            String key,
            UUID decision,
            ActionKind kind,
            String target,
            String payload,
            int attempts,
            int attemptsBefore,
            Instant createdAt) {}

    /**
     * Up to {@code limit} actions that are due, oldest first.
     *
     * @param target null: of all targets of the kind
     */
    public List<Due> due(ActionKind kind, @Nullable String target, Instant now, int limit) {
        Filter filter = new Filter()
                .and("state = 'waiting' and kind = ?", kind.id())
                .andIfGiven("target = ?", target)
                .and("next_attempt_at <= ?", now)
                .and("(select epoch from server_epoch) = ?", database.place().epoch());
        var parameters = new ArrayList<Object>(filter.parameters());
        parameters.add(limit);
        return database.read(connection -> Sql.list(
                connection,
                row -> new Due(
                        Sql.uuid(row, "id"),
                        row.getLong("number"),
                        row.getString("key"),
                        Sql.uuid(row, "decision_id"),
                        kind,
                        row.getString("target"),
                        row.getString("payload"),
                        row.getInt("attempts"),
                        row.getInt("attempts_before"),
                        Sql.instant(row, "created_at")),
                "select * from action" + filter.where() + " order by number limit ?",
                parameters.toArray()));
    }

    /** How many wait by kind and target, as {@code kind/target}; commands to devices are {@code mqtt} together. */
    public Map<String, Long> waiting() {
        return database.read(connection -> {
            var counts = new TreeMap<String, Long>();
            Sql.list(connection, row -> counts.put(row.getString(1), row.getLong(2)), """
                    select case kind when 'mqtt' then 'mqtt' else kind || '/' || target end, count(*) from action where state = 'waiting' group by 1
                    """);
            return counts;
        });
    }

    /**
     * The receiver has it.
     *
     * @param receipt what it is to the receiver; null: it said none
     * @param confirmed whether the answer says that it is done
     */
    public void sent(
            Due action, Instant at, Duration took, String detail, @Nullable String receipt, boolean confirmed) {
        record(action, at, took, "sent", detail, confirmed ? "confirmed" : "sent", at, receipt);
    }

    /** This attempt failed; the next one is due at {@code nextAttempt}. */
    public void failed(Due action, Instant at, Duration took, String detail, Instant nextAttempt) {
        record(action, at, took, "failed", detail, "waiting", nextAttempt, null);
    }

    /** This attempt failed and there will be no other, unless somebody asks for it. */
    public void dead(Due action, Instant at, Duration took, String detail) {
        record(action, at, took, "dead", detail, "dead", at, null);
    }

    private void record(
            Due action,
            Instant at,
            Duration took,
            String outcome,
            String detail,
            String state,
            Instant nextAttempt,
            @Nullable String receipt) {
        database.write(connection -> {
            database.place().check(connection, "an attempt at an action");
            // The attempt's number is its identity: recording it twice changes nothing.
            int recorded = Sql.update(
                    connection,
                    "insert into action_attempt (action_id, attempt, at, took_s, outcome, detail) values (?, ?, ?, ?, ?, ?)"
                            + " on conflict (action_id, attempt) do nothing",
                    action.id(),
                    action.attempts() + 1,
                    at,
                    took.toNanos() / 1e9,
                    outcome,
                    detail.replace("\0", "\\0"));
            return recorded == 0
                    ? 0
                    : move(
                            connection,
                            action,
                            at,
                            detail,
                            state,
                            nextAttempt,
                            receipt,
                            overdueAfter == null ? null : at.plus(overdueAfter));
        });
    }

    /** Somebody may have confirmed it or given it up meanwhile: that stands. */
    private static int move(
            Connection connection,
            Due action,
            Instant at,
            String detail,
            String state,
            Instant nextAttempt,
            @Nullable String receipt,
            @Nullable Instant overdueAt)
            throws SQLException {
        boolean told = state.equals("sent") || state.equals("confirmed");
        return Sql.update(
                connection,
                """
                update action set attempts = ?, next_attempt_at = ?, receipt = coalesce(?, receipt),
                    sent_at = case when ? then ?::timestamptz else sent_at end,
                    overdue_at = case when ? then greatest(?::timestamptz, (select d.arrives_at + (?::timestamptz - ?::timestamptz)
                                                                            from decision d where d.id = action.decision_id)) else overdue_at end,
                    confirmed_at = case when state = 'waiting' and ? then ?::timestamptz else confirmed_at end,
                    confirmed_by = case when state = 'waiting' and ? then 'receiver' else confirmed_by end,
                    detail = case when state = 'waiting' then ? else detail end,
                    state = case when state = 'waiting' then ? else state end
                where id = ?
                """,
                action.attempts() + 1,
                nextAttempt,
                receipt,
                told,
                at,
                told,
                overdueAt,
                overdueAt,
                at,
                state.equals("confirmed"),
                at,
                state.equals("confirmed"),
                detail.replace("\0", "\\0"),
                state,
                action.id());
    }
}
