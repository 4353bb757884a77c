package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the outside was told because of decisions, what became of it, and what people say of that. Thread-safe; calls block. */
public final class ActionQueries {

    private static final PageCursor NEWEST = PageCursor.of("actions", Part.descending("a.number", Kind.NUMBER));

    private static final String SELECT =
            "select a.*, a.state = 'sent' and a.overdue_at <= now() as overdue, d.disposition from action a join decision d on d.id = a.decision_id";

    private final Database database;

    public ActionQueries(Database database) {
        this.database = database;
    }

    /**
     * An action in a list.
     *
     * @param key the same for every attempt
     * @param disposition of its decision
     * @param nextAttemptAt null once there will be no other
     * @param overdue whether the receiver has had it for too long without confirming it
     * @param detail what the last attempt or the confirmation said
     */
    public record Summary(
            UUID id,
            String key,
            UUID decisionId,
            String disposition,
            String kind,
            String target,
            String state,
            int attempts,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant sentAt,
            @Nullable Instant confirmedAt,
            @Nullable String confirmedBy,
            boolean overdue,
            @Nullable String detail) {}

    /** One attempt. */
    public record Attempt(int attempt, Instant at, double tookS, String outcome, String detail) {}

    /**
     * An action with what is told and every attempt, oldest first.
     *
     * @param receipt what it is to the receiver
     */
    public record Detail(
            @JsonUnwrapped Summary action, @Nullable String receipt, JsonNode payload, List<Attempt> attemptList) {}

    /** Actions, newest first; null: all. */
    public Page<Summary> list(
            @Nullable String state, @Nullable UUID decision, @Nullable String kind, PageRequest request) {
        Filter filter = new Filter()
                .andIfGiven("a.state = ?", state)
                .andIfGiven("a.decision_id = ?", decision)
                .andIfGiven("a.kind = ?", kind);
        return database.read(connection -> Pages.of(
                        connection,
                        request,
                        NEWEST,
                        row -> new Numbered(row.getLong("number"), summary(row)),
                        numbered -> List.of(numbered.number()),
                        SELECT,
                        filter))
                .map(Numbered::action);
    }

    private record Numbered(long number, Summary action) {}

    /** One action. */
    public Optional<Detail> find(UUID id) {
        return database.read(connection -> {
            List<Attempt> attempts = Sql.list(
                    connection,
                    row -> new Attempt(
                            row.getInt("attempt"),
                            Sql.instant(row, "at"),
                            row.getDouble("took_s"),
                            row.getString("outcome"),
                            row.getString("detail")),
                    "select * from action_attempt where action_id = ? order by attempt",
                    id);
            return Optional.ofNullable(Sql.first(
                    connection,
                    row -> new Detail(
                            summary(row),
                            row.getString("receipt"),
                            Sql.fromJson(row.getString("payload"), JsonNode.class),
                            attempts),
                    SELECT + " where a.id = ?",
                    id));
        });
    }

    /** How many actions each state has; every state is there. */
    public Map<String, Long> counts() {
        return database.read(connection -> {
            var counts = new TreeMap<String, Long>(Map.of("waiting", 0L, "sent", 0L, "confirmed", 0L, "dead", 0L));
            Sql.list(
                    connection,
                    row -> counts.put(row.getString(1), row.getLong(2)),
                    "select state, count(*) from action group by state");
            return counts;
        });
    }

    /** How many are dead: nobody was told, or it was not done, and nothing more happens by itself. */
    public long dead() {
        return database.read(connection -> Sql.number(connection, "select count(*) from action where state = 'dead'"));
    }

    /** It is done, somebody says: from any state but confirmed, in which it changes nothing. */
    public Move confirm(UUID id, String by, @Nullable String detail, Instant now) {
        return database.write(connection -> {
            int moved = Sql.update(
                    connection,
                    "update action set state = 'confirmed', confirmed_at = ?, confirmed_by = ?, detail = coalesce(?, detail)"
                            + " where id = ? and state <> 'confirmed'",
                    now,
                    by,
                    detail,
                    id);
            Move move = move(connection, id, moved);
            return move instanceof Move.Refused ? new Move.Made() : move;
        });
    }

    /** Tell it again, now and with all attempts anew: from sent or dead. */
    public Move retry(UUID id, String by, Instant now) {
        return database.write(connection -> move(
                connection,
                id,
                Sql.update(
                        connection,
                        "update action set state = 'waiting', next_attempt_at = ?, attempts_before = attempts, detail = ?"
                                + " where id = ? and state in ('sent', 'dead')",
                        now,
                        by + " has it sent again",
                        id)));
    }

    /** It is not going to be told, or done: from waiting or sent. */
    public Move giveUp(UUID id, String by, String reason, Instant now) {
        return database.write(connection -> move(
                connection,
                id,
                Sql.update(
                        connection,
                        "update action set state = 'dead', next_attempt_at = ?, detail = ? where id = ? and state in ('waiting', 'sent')",
                        now,
                        "given up by " + by + ": " + reason,
                        id)));
    }

    private static Move move(Connection connection, UUID id, int moved) throws SQLException {
        if (moved > 0) {
            return new Move.Made();
        }
        String state = Sql.first(connection, row -> row.getString(1), "select state from action where id = ?", id);
        return state == null ? new Move.NotFound() : new Move.Refused(state);
    }

    private static Summary summary(ResultSet row) throws SQLException {
        boolean waiting = row.getString("state").equals("waiting");
        return new Summary(
                Sql.uuid(row, "id"),
                row.getString("key"),
                Sql.uuid(row, "decision_id"),
                row.getString("disposition"),
                row.getString("kind"),
                row.getString("target"),
                row.getString("state"),
                row.getInt("attempts"),
                Sql.instant(row, "created_at"),
                waiting ? Sql.instant(row, "next_attempt_at") : null,
                Sql.instantOrNull(row, "sent_at"),
                Sql.instantOrNull(row, "confirmed_at"),
                row.getString("confirmed_by"),
                row.getBoolean("overdue"),
                row.getString("detail"));
    }
}
