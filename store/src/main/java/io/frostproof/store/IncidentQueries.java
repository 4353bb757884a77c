package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Incidents, their excursions, and what people do with them. Thread-safe; calls block. */
public final class IncidentQueries {

    private static final String SELECT = """
            select i.*, u.name as unit_name, u.node_id from incident i join unit u on u.id = i.unit_id
            """;
    private static final String SELECT_EXCURSION = """
            select e.*, c.device_id, c.name as channel_name, c.quantity from excursion e join channel c on c.id = e.channel_id
            """;

    private final Database database;

    public IncidentQueries(Database database) {
        this.database = database;
    }

    /**
     * An incident in a list.
     *
     * @param startedAt event time at which its first excursion began
     * @param recoveredAt event time at which its last excursion ended
     * @param openedAt server time at which it was found
     */
    public record Summary(
            UUID id,
            String unit,
            String unitName,
            String node,
            String region,
            String slot,
            String level,
            String state,
            Instant startedAt,
            @Nullable Instant recoveredAt,
            Instant openedAt,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable Instant resolvedAt,
            @Nullable String resolvedBy,
            @Nullable String cause) {}

    /** An incident with everything that is known of it; history oldest first. */
    public record Detail(
            @JsonUnwrapped Summary incident,
            List<Excursion> excursions,
            List<Exposure> exposures,
            List<DecisionQueries.Summary> decisions,
            List<NoticeQueries.Row> notices,
            List<HistoryLine> history) {}

    /**
     * An excursion.
     *
     * @param endedAt null while it lasts
     * @param unknownS seconds of it for which no reading stood
     * @param valueUnit UCUM code of {@code worstValue}
     * @param foundAt server time at which it was first known
     * @param decidedAt server time at which it last changed
     */
    public record Excursion(
            UUID id,
            String unit,
            String device,
            String channel,
            String slot,
            String level,
            Instant startedAt,
            Instant confirmedAt,
            @Nullable Instant endedAt,
            double unknownS,
            @Nullable Instant unknownSince,
            double worstValue,
            String valueUnit,
            String rule,
            UUID incidentId,
            Instant foundAt,
            Instant decidedAt) {}

    /** What one handling unit lived through of one excursion; {@code to} is null while both go on. */
    public record Exposure(
            UUID excursionId,
            String handlingUnit,
            String lot,
            String product,
            Instant from,
            @Nullable Instant to) {}

    /** One line of the history. */
    public record HistoryLine(Instant at, String actor, String event, JsonNode detail) {}

    /**
     * Incidents, newest first.
     *
     * @param state only those in this state; null: all
     * @param unit only those of this unit; null: all
     */
    public List<Summary> list(@Nullable String state, @Nullable String unit, int limit) {
        return database.read(connection ->
                Sql.list(connection, IncidentQueries::summary, SELECT + """
                where (?::text is null or i.state = ?::text) and (?::text is null or i.unit_id = ?::text)
                order by i.opened_at desc, i.id limit ?
                """, state, state, unit, unit, limit));
    }

    static List<Summary> openOf(Connection connection, String unit) throws SQLException {
        return Sql.list(
                connection,
                IncidentQueries::summary,
                SELECT + "where i.unit_id = ? and i.state in ('open', 'acknowledged') order by i.opened_at desc, i.id",
                unit);
    }

    /** Open and acknowledged ones: critical before warning, open before acknowledged, then newest first. */
    static List<Summary> pressing(Connection connection, int limit) throws SQLException {
        return Sql.list(
                connection,
                IncidentQueries::summary,
                SELECT + "where i.state in ('open', 'acknowledged')"
                        + " order by i.level <> 'critical', i.state <> 'open', i.opened_at desc, i.id limit ?",
                limit);
    }

    /** Excursions of a unit that overlap [from, to), in event-time order. */
    static List<Excursion> overlapping(Connection connection, String unit, Instant from, Instant to)
            throws SQLException {
        return Sql.list(
                connection,
                IncidentQueries::excursion,
                SELECT_EXCURSION + "where e.unit_id = ? and e.started_at < ? and (e.ended_at is null or e.ended_at > ?)"
                        + " order by e.started_at, c.device_id collate \"C\", c.name collate \"C\", e.slot",
                unit,
                to,
                from);
    }

    /** One incident. */
    public Optional<Detail> find(UUID id) {
        return database.read(connection -> {
            Summary incident = Sql.first(connection, IncidentQueries::summary, SELECT + "where i.id = ?", id);
            return incident == null
                    ? Optional.empty()
                    : Optional.of(new Detail(
                            incident,
                            Sql.list(
                                    connection,
                                    IncidentQueries::excursion,
                                    SELECT_EXCURSION + "where e.incident_id = ? order by e.started_at, e.id",
                                    id),
                            exposures(connection, id),
                            DecisionQueries.of(connection, id),
                            NoticeQueries.of(connection, id),
                            history(connection, id)));
        });
    }

    /**
     * Excursions, newest first by event time.
     *
     * @param unit only those of this unit; null: all
     * @param openOnly only those that last
     */
    public List<Excursion> excursions(@Nullable String unit, boolean openOnly, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                IncidentQueries::excursion,
                SELECT_EXCURSION + "where (?::text is null or e.unit_id = ?::text)"
                        + (openOnly ? " and e.ended_at is null" : "")
                        + " order by e.started_at desc, e.id limit ?",
                unit,
                unit,
                limit));
    }

    /** Somebody sees to it: open -> acknowledged. */
    public Move acknowledge(UUID id, String actor, Instant now) {
        return database.write(connection -> {
            int moved = Sql.update(
                    connection,
                    "update incident set state = 'acknowledged', acknowledged_at = ?, acknowledged_by = ?"
                            + " where id = ? and state = 'open'",
                    now,
                    actor,
                    id);
            return moved == 0 ? refused(connection, id) : made(connection, id, actor, "acknowledged", Map.of(), now);
        });
    }

    /**
     * Closes it for good: acknowledged or recovered -> resolved. One that nobody has seen to while it lasts cannot be closed; and one that
     * lasts can, since a probe that is taken away never recovers.
     *
     * @param cause why it happened, in people's words
     */
    public Move resolve(UUID id, String actor, String cause, Instant now) {
        return database.write(connection -> {
            int moved = Sql.update(
                    connection,
                    "update incident set state = 'resolved', resolved_at = ?, resolved_by = ?, cause = ?"
                            + " where id = ? and state in ('acknowledged', 'recovered')",
                    now,
                    actor,
                    cause,
                    id);
            return moved == 0
                    ? refused(connection, id)
                    : made(connection, id, actor, "resolved", Map.of("cause", cause), now);
        });
    }

    private static Move refused(Connection connection, UUID id) throws SQLException {
        String state = Sql.first(connection, row -> row.getString(1), "select state from incident where id = ?", id);
        return state == null ? new Move.NotFound() : new Move.Refused(state);
    }

    private static Move made(
            Connection connection, UUID id, String actor, String event, Map<String, Object> detail, Instant now)
            throws SQLException {
        record(connection, id, actor, event, detail, now);
        return new Move.Made();
    }

    /** Appends a line to the history. */
    static void record(
            Connection connection, UUID id, String actor, String event, Map<String, Object> detail, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into incident_history (incident_id, at, actor, event, detail) values (?, ?, ?, ?, ?)",
                id,
                now,
                actor,
                event,
                Sql.json(new LinkedHashMap<>(detail)));
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                Sql.uuid(row, "id"),
                row.getString("unit_id"),
                row.getString("unit_name"),
                row.getString("node_id"),
                row.getString("region_id"),
                row.getString("slot"),
                row.getString("level"),
                row.getString("state"),
                Sql.instant(row, "started_at"),
                Sql.instantOrNull(row, "recovered_at"),
                Sql.instant(row, "opened_at"),
                Sql.instantOrNull(row, "acknowledged_at"),
                row.getString("acknowledged_by"),
                Sql.instantOrNull(row, "resolved_at"),
                row.getString("resolved_by"),
                row.getString("cause"));
    }

    private static Excursion excursion(ResultSet row) throws SQLException {
        return new Excursion(
                Sql.uuid(row, "id"),
                row.getString("unit_id"),
                row.getString("device_id"),
                row.getString("channel_name"),
                row.getString("slot"),
                row.getString("level"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "confirmed_at"),
                Sql.instantOrNull(row, "ended_at"),
                row.getDouble("unknown_s"),
                Sql.instantOrNull(row, "unknown_since"),
                row.getDouble("worst_value"),
                ConditionJson.quantity(row.getString("quantity"))
                        .canonicalUnit()
                        .ucum(),
                row.getString("rule"),
                Sql.uuid(row, "incident_id"),
                Sql.instant(row, "found_at"),
                Sql.instant(row, "decided_at"));
    }

    private static List<Exposure> exposures(Connection connection, UUID id) throws SQLException {
        return Sql.list(
                connection,
                row -> new Exposure(
                        Sql.uuid(row, "excursion_id"),
                        row.getString("handling_unit_id"),
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        Sql.instant(row, "from_time"),
                        Sql.instantOrNull(row, "to_time")),
                """
                select x.*, h.lot_id, l.product_id
                from exposure x join excursion e on e.id = x.excursion_id join handling_unit h on h.id = x.handling_unit_id
                join lot l on l.id = h.lot_id
                where e.incident_id = ? order by x.from_time, x.handling_unit_id collate "C"
                """,
                id);
    }

    private static List<HistoryLine> history(Connection connection, UUID id) throws SQLException {
        return Sql.list(
                connection,
                row -> new HistoryLine(
                        Sql.instant(row, "at"),
                        row.getString("actor"),
                        row.getString("event"),
                        Sql.fromJson(row.getString("detail"), JsonNode.class)),
                "select at, actor, event, detail from incident_history where incident_id = ? order by id",
                id);
    }
}
