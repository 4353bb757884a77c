package io.frostproof.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notices in the outbox, and what became of them. Thread-safe; calls block. */
public final class NoticeQueries {

    private static final String SELECT =
            "select id, key, target, state, created_at, next_attempt_at, delivered_at, notice ->> 'kind' as kind,"
                    + " notice ->> 'incidentId' as incident_id, notice ->> 'decisionId' as decision_id from outbox ";

    private final Database database;

    public NoticeQueries(Database database) {
        this.database = database;
    }

    /**
     * A notice on its way to one target.
     *
     * @param key the same for every attempt
     * @param nextAttemptAt null once there will be no other
     * @param attempts oldest first
     */
    public record Row(
            long id,
            String key,
            String kind,
            String target,
            String state,
            @Nullable UUID incidentId,
            @Nullable UUID decisionId,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant deliveredAt,
            List<Attempt> attempts) {}

    /** One attempt to hand a notice over. */
    public record Attempt(int attempt, Instant at, double tookS, String outcome, String detail) {}

    /**
     * Notices, newest first.
     *
     * @param state only those in this state; null: all
     */
    public List<Row> list(@Nullable String state, int limit) {
        return database.read(connection -> rows(
                connection,
                "where (?::text is null or state = ?::text) order by created_at desc, id desc limit ?",
                state,
                state,
                limit));
    }

    /** Notices about an incident, oldest first. */
    static List<Row> of(Connection connection, UUID incidentId) throws SQLException {
        return rows(connection, "where notice ->> 'incidentId' = ? order by id", incidentId.toString());
    }

    private static List<Row> rows(Connection connection, String where, @Nullable Object... parameters)
            throws SQLException {
        Map<Long, List<Attempt>> attempts = new HashMap<>();
        List<Row> rows = Sql.list(
                connection,
                row -> row(row, attempts.computeIfAbsent(row.getLong("id"), id -> new ArrayList<>())),
                SELECT + where,
                parameters);
        Cursor.each(
                connection,
                row -> Objects.requireNonNull(attempts.get(row.getLong("outbox_id")))
                        .add(new Attempt(
                                row.getInt("attempt"),
                                Sql.instant(row, "at"),
                                row.getDouble("took_s"),
                                row.getString("outcome"),
                                row.getString("detail"))),
                "select * from outbox_attempt where outbox_id = any (?) order by outbox_id, attempt",
                new Sql.Array("bigint", List.copyOf(attempts.keySet())));
        return rows;
    }

    private static Row row(ResultSet row, List<Attempt> attempts) throws SQLException {
        boolean waiting = row.getString("state").equals("waiting");
        return new Row(
                row.getLong("id"),
                row.getString("key"),
                row.getString("kind").toLowerCase(Locale.ROOT),
                row.getString("target"),
                row.getString("state"),
                uuid(row.getString("incident_id")),
                uuid(row.getString("decision_id")),
                Sql.instant(row, "created_at"),
                waiting ? Sql.instant(row, "next_attempt_at") : null,
                Sql.instantOrNull(row, "delivered_at"),
                attempts);
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }
}
