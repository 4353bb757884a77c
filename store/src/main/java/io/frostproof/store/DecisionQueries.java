package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.math.BigDecimal;
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

/** Decisions about stock, and what people say to them. Thread-safe; calls block. */
public final class DecisionQueries {

    private static final String SELECT = """
            select d.*, i.unit_id, u.name as unit_name, i.slot, i.level,
                   (select count(*) from decision_item x where x.decision_id = d.id) as items
            from decision d join incident i on i.id = d.incident_id join unit u on u.id = i.unit_id
            """;

    private static final PageCursor NEWEST =
            PageCursor.of("decisions", Part.descending("d.proposed_at", Kind.TIME), Part.ascending("d.id", Kind.UUID));

    private final Database database;
    private final ActionOutbox actions;

    public DecisionQueries(Database database) {
        this(database, ActionOutbox.OWN);
    }

    /** @param actions told of what is approved, in the same transaction */
    public DecisionQueries(Database database, ActionOutbox actions) {
        this.database = database;
        this.actions = actions;
    }

    /**
     * A decision in a list.
     *
     * @param level of its incident, now
     * @param handlingUnits how many handling units it is about
     */
    public record Summary(
            UUID id,
            UUID incidentId,
            String unit,
            String unitName,
            String slot,
            String level,
            String disposition,
            String state,
            int handlingUnits,
            Instant proposedAt,
            String policyVersion,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable String reason) {}

    /** A decision with its evidence, as the proposer left it, and its stock. */
    public record Detail(@JsonUnwrapped Summary decision, JsonNode evidence, List<Item> items) {}

    /** A handling unit and where it stands now. */
    public record Item(
            String handlingUnit,
            String lot,
            String product,
            String productName,
            BigDecimal quantity,
            String quantityUnit,
            String disposition) {}

    /**
     * Decisions, newest first by the time at which they were proposed.
     *
     * @param state only those in this state; null: all
     * @param unit only those about stock of this unit; null: all
     */
    public Page<Summary> list(@Nullable String state, @Nullable String unit, PageRequest request) {
        Filter filter = new Filter().andIfGiven("d.state = ?", state).andIfGiven("i.unit_id = ?", unit);
        return database.read(connection -> Pages.of(
                connection,
                request,
                NEWEST,
                DecisionQueries::summary,
                decision -> List.of(decision.proposedAt(), decision.id()),
                SELECT,
                filter));
    }

    static List<Summary> of(Connection connection, UUID incidentId) throws SQLException {
        return Sql.list(
                connection,
                DecisionQueries::summary,
                SELECT + "where d.incident_id = ? order by d.proposed_at, d.id",
                incidentId);
    }

    /** Those about a handling unit, oldest first. */
    static List<Summary> about(Connection connection, String handlingUnit) throws SQLException {
        return Sql.list(
                connection,
                DecisionQueries::summary,
                SELECT + "where d.id in (select x.decision_id from decision_item x where x.handling_unit_id = ?)"
                        + " order by d.proposed_at, d.id",
                handlingUnit);
    }

    /** One decision. */
    public Optional<Detail> find(UUID id) {
        return database.read(connection -> {
            List<Item> items = items(connection, id);
            return Optional.ofNullable(Sql.first(
                    connection,
                    row -> new Detail(summary(row), Sql.fromJson(row.getString("evidence"), JsonNode.class), items),
                    SELECT + "where d.id = ?",
                    id));
        });
    }

    private static List<Item> items(Connection connection, UUID id) throws SQLException {
        return Sql.list(
                connection,
                row -> new Item(
                        row.getString("id"),
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        row.getString("product_name"),
                        row.getBigDecimal("quantity"),
                        row.getString("quantity_unit"),
                        row.getString("disposition")),
                """
                select h.*, l.product_id, p.name as product_name
                from decision_item x join handling_unit h on h.id = x.handling_unit_id join lot l on l.id = h.lot_id
                join product p on p.id = l.product_id
                where x.decision_id = ? order by h.id collate "C"
                """,
                id);
    }

    /**
     * Puts the proposal into force: proposed -> approved, and its handling units are quarantined.
     *
     * @param reason null when none was given
     */
    public Move approve(UUID id, String actor, @Nullable String reason, Instant now) {
        return decide(id, "approved", actor, reason, now, true);
    }

    /** Turns the proposal down: proposed -> rejected; its handling units stay as they are. */
    public Move reject(UUID id, String actor, String reason, Instant now) {
        return decide(id, "rejected", actor, reason, now, false);
    }

    private Move decide(UUID id, String state, String actor, @Nullable String reason, Instant now, boolean quarantine) {
        return database.write(connection -> {
            // Incident before decision, as the desk locks them, so that the two never wait for each other.
            UUID incidentId = Sql.first(
                    connection,
                    row -> Sql.uuid(row, "id"),
                    "select id from incident where id = (select incident_id from decision where id = ?) for update",
                    id);
            if (incidentId == null) {
                return new Move.NotFound();
            }
            int moved = Sql.update(
                    connection,
                    "update decision set state = ?, decided_at = ?, decided_by = ?, reason = ?"
                            + " where id = ? and state = 'proposed'",
                    state,
                    now,
                    actor,
                    reason,
                    id);
            if (moved == 0) {
                String standing =
                        Sql.first(connection, row -> row.getString(1), "select state from decision where id = ?", id);
                return standing == null ? new Move.NotFound() : new Move.Refused(standing);
            }
            List<String> items = Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select handling_unit_id from decision_item where decision_id = ? order by 1",
                    id);
            if (quarantine) {
                // In the order in which all lock them.
                Sql.update(connection, """
                        update handling_unit h set disposition = 'quarantined'
                        from (select id from handling_unit where id = any (?) order by id collate "C" for no key update) l
                        where h.id = l.id
                        """, Sql.texts(items));
                actions.write(connection, id, now);
            }
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("decision", id.toString());
            detail.put("handling_units", items);
            if (reason != null) {
                detail.put("reason", reason);
            }
            IncidentQueries.record(connection, incidentId, actor, "quarantine_" + state, detail, now);
            return new Move.Made();
        });
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                Sql.uuid(row, "id"),
                Sql.uuid(row, "incident_id"),
                row.getString("unit_id"),
                row.getString("unit_name"),
                row.getString("slot"),
                row.getString("level"),
                row.getString("disposition"),
                row.getString("state"),
                row.getInt("items"),
                Sql.instant(row, "proposed_at"),
                row.getString("policy_version"),
                Sql.instantOrNull(row, "decided_at"),
                row.getString("decided_by"),
                row.getString("reason"));
    }
}
