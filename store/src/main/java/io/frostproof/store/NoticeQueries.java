package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
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

    private static final PageCursor NEWEST =
            PageCursor.of("notices", Part.descending("created_at", Kind.TIME), Part.descending("id", Kind.NUMBER));

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
    public Page<Row> list(@Nullable String state, PageRequest request) {
        Filter filter = new Filter().andIfGiven("state = ?", state);
        return database.read(connection -> {
            var attempts = new Attempts();
            Page<Row> page = Pages.of(
                    connection,
                    request,
                    NEWEST,
                    attempts::row,
                    notice -> List.of(notice.createdAt(), notice.id()),
                    SELECT,
                    filter);
            attempts.load(connection);
            return page;
        });
    }

    /** Notices about an incident, oldest first. */
    static List<Row> of(Connection connection, UUID incidentId) throws SQLException {
        var attempts = new Attempts();
        List<Row> rows = Sql.list(
                connection,
                attempts::row,
                SELECT + "where notice ->> 'incidentId' = ? order by id",
                incidentId.toString());
        attempts.load(connection);
        return rows;
    }

    /** Attempts of all rows that were read, in one statement. */
    private static final class Attempts {
        private final Map<Long, List<Attempt>> byNotice = new HashMap<>();

        Row row(ResultSet row) throws SQLException {
            return NoticeQueries.row(row, byNotice.computeIfAbsent(row.getLong("id"), id -> new ArrayList<>()));
        }

        void load(Connection connection) throws SQLException {
            Cursor.each(
                    connection,
                    row -> Objects.requireNonNull(byNotice.get(row.getLong("outbox_id")))
                            .add(new Attempt(
                                    row.getInt("attempt"),
                                    Sql.instant(row, "at"),
                                    row.getDouble("took_s"),
                                    row.getString("outcome"),
                                    row.getString("detail"))),
                    "select * from outbox_attempt where outbox_id = any (?) order by outbox_id, attempt",
                    new Sql.Array("bigint", List.copyOf(byNotice.keySet())));
        }
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
