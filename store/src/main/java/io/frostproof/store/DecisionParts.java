package io.frostproof.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Divides decisions: some of the goods are decided otherwise, or earlier, than the rest. */
final class DecisionParts {

    private DecisionParts() {}

    /**
     * Makes a decision of its own out of some handling units of one that is locked: the same in everything else, with the approvals that it has. Who has to approve it stays
     * as it was for the whole, or a decision could be cut into pieces that one person may approve.
     *
     * @param some some of its items, not all
     * @return the new one
     */
    static UUID split(Connection connection, UUID whole, List<String> some) throws SQLException {
        long n = Sql.number(connection, "select count(*) from decision where part_of = ?", whole);
        UUID part = UUID.nameUUIDFromBytes(("part|" + whole + "|" + n).getBytes(StandardCharsets.UTF_8));
        Sql.update(connection, """
                insert into decision (id, incident_id, plan_id, disposition, state, proposed_at, policy_version, evidence, decided_at, decided_by, reason,
                                      from_node, to_node, lane_id, temperature_class, departs_at, arrives_at, value_amount, value_currency, needs,
                                      part_of, due_at, escalated_at)
                select ?, incident_id, plan_id, disposition, state, proposed_at, policy_version, evidence, decided_at, decided_by, reason,
                       from_node, to_node, lane_id, temperature_class, departs_at, arrives_at, value_amount, value_currency, needs,
                       id, due_at, escalated_at
                from decision where id = ?
                """, part, whole);
        Sql.Array items = Sql.texts(some);
        Sql.update(
                connection,
                "update decision_item set decision_id = ? where decision_id = ? and handling_unit_id = any (?)",
                part,
                whole,
                items);
        Sql.update(
                connection,
                "update plan_proposal set decision_id = ? where decision_id = ? and handling_unit_id = any (?)",
                part,
                whole,
                items);
        holds(connection, whole, part, items);
        Sql.update(
                connection,
                "insert into decision_approval (decision_id, purpose, by, role, at, reason)"
                        + " select ?, purpose, by, role, at, reason from decision_approval where decision_id = ?",
                part,
                whole);
        for (UUID each : List.of(whole, part)) {
            Sql.update(
                    connection,
                    "update decision set value_amount = ?::double precision where id = ?",
                    DecisionRow.value(connection, each),
                    each);
        }
        return part;
    }

    /** Goods that the whole holds are held by the part from now on. What inherited a hold from them stays with the whole. */
    private static void holds(Connection connection, UUID whole, UUID part, Sql.Array items) throws SQLException {
        Sql.list(
                connection,
                row -> true,
                "select 1 from handling_unit where id = any (?) and held_by = ? order by id collate \"C\" for no key update",
                items,
                whole);
        Sql.update(
                connection,
                "update handling_unit set held_by = ? where id = any (?) and held_by = ?",
                part,
                items,
                whole);
        Sql.update(
                connection,
                "update decision_item set before_held_by = ? where handling_unit_id = any (?) and before_held_by = ?",
                part,
                items,
                whole);
    }
}
