package io.frostproof.store;

import io.frostproof.alerts.govern.Approval;
import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.Needs;
import io.frostproof.alerts.govern.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision that this transaction has locked.
 *
 * @param node at which its goods are, or were when it was proposed; null: nobody knows
 * @param value null: not known
 * @param needs null: no rule was looked at yet
 * @param items handling units, in the order of their ids
 */
record DecisionRow(
        UUID id,
        @Nullable UUID incident,
        String disposition,
        String state,
        Instant proposedAt,
        @Nullable String node,
        @Nullable String region,
        @Nullable String toNode,
        @Nullable Double value,
        @Nullable Needs needs,
        @Nullable Instant decidedAt,
        List<String> items) {

    /** Whoever tells of stock refers to decisions while it has handling units locked, which who decides locks after the decision: so the key is left to others. */
    private static final String LOCK = "select 1 from decision where id = ? for no key update";

    DecisionRow {
        items = List.copyOf(items);
    }

    /** Locks one; null when there is none. The incident before the decision, as the desk locks them, so that the two never wait for each other. */
    static @Nullable DecisionRow lock(Connection connection, UUID id) throws SQLException {
        Sql.first(
                connection,
                row -> true,
                "select 1 from incident where id = (select incident_id from decision where id = ?) for update",
                id);
        if (Sql.first(connection, row -> true, LOCK, id) == null) {
            return null;
        }
        List<String> items = Sql.list(
                connection,
                row -> row.getString(1),
                "select handling_unit_id from decision_item where decision_id = ? order by handling_unit_id collate \"C\"",
                id);
        return Sql.first(
                connection,
                row -> new DecisionRow(
                        id,
                        row.getObject("incident_id", UUID.class),
                        row.getString("disposition"),
                        row.getString("state"),
                        Sql.instant(row, "proposed_at"),
                        row.getString("node"),
                        row.getString("region_id"),
                        row.getString("to_node"),
                        row.getObject("value_amount", Double.class),
                        GovernanceRows.needs(row.getString("needs")),
                        Sql.instantOrNull(row, "decided_at"),
                        items),
                """
                select d.*, n.id as node, n.region_id
                from decision d left join incident i on i.id = d.incident_id left join unit u on u.id = i.unit_id
                left join node n on n.id = coalesce(d.from_node, u.node_id) where d.id = ?
                """,
                id);
    }

    Subject subject(String disposition) {
        return new Subject(disposition, value, region, node);
    }

    /**
     * The same with who has to approve it. A proposal of the desk has no rule yet: it gets the one that counts now, with the value of its goods.
     */
    DecisionRow governed(Connection connection) throws SQLException {
        if (needs != null) {
            return this;
        }
        String currency = GovernanceRows.currency(connection);
        Sql.update(connection, """
                update decision_item x set value = v.value
                from (select h.id, case when h.quantity_known and p.value_currency = ? and p.value_per = h.quantity_unit
                                        then h.quantity * p.value_amount end as value
                      from handling_unit h join lot l on l.id = h.lot_id join product p on p.id = l.product_id where h.id = any (?)) v
                where x.decision_id = ? and x.handling_unit_id = v.id
                """, currency, Sql.texts(items), id);
        Double worth = value(connection, id);
        Needs rule = GovernanceRows.read(connection).needs(new Subject(disposition, worth, region, node));
        Sql.update(
                connection,
                "update decision set needs = ?, value_amount = ?::double precision, value_currency = ?, from_node = ?::text, due_at = ? where id = ?",
                GovernanceRows.json(rule),
                worth,
                worth == null ? null : currency,
                node,
                due(proposedAt, rule),
                id);
        return new DecisionRow(
                id, incident, disposition, state, proposedAt, node, region, toNode, worth, rule, decidedAt, items);
    }

    /** What its goods are worth together; null when that is not known of one of them. */
    static @Nullable Double value(Connection connection, UUID id) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getObject(1, Double.class),
                "select case when bool_and(value is not null) then sum(value) end from decision_item where decision_id = ?",
                id);
    }

    /** Until when it has to be decided before others are told. */
    static @Nullable Instant due(Instant proposedAt, Needs needs) {
        Duration after = needs.escalateAfter();
        return after == null || needs.persons() == 0 ? null : proposedAt.plus(after);
    }

    /** Who has approved it, or its being taken back, in the order of time. */
    static List<Approval> approvals(Connection connection, UUID id, String purpose) throws SQLException {
        return Sql.list(
                connection,
                row -> new Approval(
                        row.getString("by"), row.getString("role"), Sql.instant(row, "at"), row.getString("reason")),
                "select * from decision_approval where decision_id = ? and purpose = ? order by at, by",
                id,
                purpose);
    }

    /** Who has to approve that it is taken back: what frees goods is decided like a release, what holds them again like a hold. */
    Needs needsToRevert(Governance governance) {
        Needs own = switch (disposition) {
            case "quarantine", "hold", "discard" -> governance.needs(subject("release"));
            case "release" -> governance.needs(subject("hold"));
            default -> governance.needs(subject(disposition));
        };
        // Whoever takes something back is a person, also where nobody was asked before.
        return own.persons() == 0 ? new Governance(List.of()).needs(subject("hold")) : own;
    }
}
