package io.frostproof.store;

import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Route;
import io.frostproof.store.PlanGroups.Terms;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A decision that an earlier plan proposed, and nobody has decided yet; locked. */
record PlanDecision(UUID id, Terms key, Set<String> items) {

    PlanDecision {
        items = Set.copyOf(items);
    }

    /** All of them, oldest first. */
    static List<PlanDecision> proposed(Connection connection) throws SQLException {
        // Locked in one order, against another plan; people lock one of them at a time.
        Sql.list(
                connection,
                row -> true,
                "select 1 from decision where state = 'proposed' and incident_id is null order by id for no key update");
        return Sql.list(
                connection,
                row -> new PlanDecision(
                        Sql.uuid(row, "id"),
                        new Terms(
                                row.getString("disposition"),
                                row.getString("from_node"),
                                row.getString("to_node"),
                                row.getString("lane_id"),
                                row.getString("temperature_class"),
                                Sql.microsOrNull(row, "departs_at")),
                        Set.of((String[]) row.getArray("items").getArray())),
                """
                select d.*, array(select handling_unit_id from decision_item x where x.decision_id = d.id) as items
                from decision d where d.state = 'proposed' and d.incident_id is null order by d.proposed_at, d.id
                """);
    }

    /** It leaves when the newest plan says; which is about the same time. */
    void shift(Connection connection, Proposal proposal) throws SQLException {
        Route route = proposal.route();
        if (key.to() != null && route != null) {
            Sql.update(
                    connection,
                    "update decision set departs_at = ?, arrives_at = ? where id = ? and (departs_at, arrives_at) is distinct from (?, ?)",
                    Sql.instant(route.departsMicros()),
                    Sql.instant(route.storedMicros()),
                    id,
                    Sql.instant(route.departsMicros()),
                    Sql.instant(route.storedMicros()));
        }
    }

    /**
     * Goods of which the newest plan says something else leave it, as a part of it that is withdrawn. What is left says what it said, of goods that everybody who approved it has approved, and keeps
     * its id, its approvals and who has to approve it: so nobody who reads it loses it for the sake of others.
     *
     * @param stay some of its items, or all
     */
    void withdrawAllBut(Connection connection, List<String> stay, String by, Instant now) throws SQLException {
        var leave = new TreeSet<>(items);
        stay.forEach(leave::remove);
        if (!leave.isEmpty()) {
            withdraw(connection, DecisionParts.split(connection, id, List.copyOf(leave)), by, now);
        }
    }

    void withdraw(Connection connection, String by, Instant now) throws SQLException {
        withdraw(connection, id, by, now);
    }

    private static void withdraw(Connection connection, UUID id, String by, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update decision set state = 'withdrawn', decided_at = ?, decided_by = ? where id = ?",
                now,
                by,
                id);
    }
}
