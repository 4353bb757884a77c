package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a completed decision does to its goods. Goods are as held as the strictest decision about them says: a hold frees nothing of a quarantine. Handling units are locked in the
 * order of their ids, as by all.
 */
final class DecisionEffects {

    /** How strict a disposition is. */
    private static final String STRICTNESS =
            "array_position(array['available', 'held', 'quarantined', 'discarded'], %s)";

    private DecisionEffects() {}

    /** Why goods are in the way of a decision. */
    record Obstacle(String text) {}

    /** Why it cannot be completed; null when nothing is in its way. */
    static @Nullable Obstacle obstacle(Connection connection, DecisionRow decision) throws SQLException {
        lock(connection, decision.id());
        if (decision.disposition().equals("discard")) {
            return null;
        }
        Obstacle discarded = discarded(connection, decision);
        return discarded != null || decision.toNode() == null ? discarded : sent(connection, decision);
    }

    private static @Nullable Obstacle discarded(Connection connection, DecisionRow decision) throws SQLException {
        return Sql.first(
                connection,
                row -> new Obstacle("handling unit '" + row.getString("id") + "' is discarded"
                        + (row.getString("held_by") == null ? "" : " by decision " + row.getString("held_by"))),
                """
                select h.id, h.held_by from decision_item x join handling_unit h on h.id = x.handling_unit_id
                where x.decision_id = ? and h.disposition = 'discarded' order by h.id collate "C" limit 1
                """,
                decision.id());
    }

    /** Goods that are still where another decision sends them away from: they cannot go both ways. */
    private static @Nullable Obstacle sent(Connection connection, DecisionRow decision) throws SQLException {
        return Sql.first(
                connection,
                row -> new Obstacle("handling unit '" + row.getString("handling_unit_id") + "' is sent to node '"
                        + row.getString("to_node") + "' by decision " + row.getString("id") + "; revert that first"),
                """
                select x.handling_unit_id, o.to_node, o.id
                from decision_item x join decision_item y on y.handling_unit_id = x.handling_unit_id join decision o on o.id = y.decision_id
                join movement m on m.handling_unit_id = x.handling_unit_id and m.until = 'infinity' join unit u on u.id = m.to_unit_id
                where x.decision_id = ? and o.id <> x.decision_id and o.state = 'approved' and o.to_node is not null and u.node_id = o.from_node
                order by x.handling_unit_id collate "C", o.id limit 1
                """,
                decision.id());
    }

    /** Puts it into force. */
    static void apply(Connection connection, DecisionRow decision) throws SQLException {
        lock(connection, decision.id());
        switch (decision.disposition()) {
            case "quarantine" -> hold(connection, decision.id(), "quarantined");
            case "hold" -> hold(connection, decision.id(), "held");
            case "discard" -> hold(connection, decision.id(), "discarded");
            case "release" -> {
                remember(connection, decision.id(), "h.disposition in ('held', 'quarantined')");
                Sql.update(connection, """
                        update handling_unit h set disposition = 'available', held_by = null from decision_item x
                        where x.decision_id = ? and h.id = x.handling_unit_id and h.disposition in ('held', 'quarantined')
                        """, decision.id());
            }
            default -> {
                // Goods that go elsewhere stay as held as they are.
            }
        }
    }

    private static void lock(Connection connection, UUID id) throws SQLException {
        Sql.list(
                connection,
                row -> true,
                "select 1 from handling_unit where id in (select handling_unit_id from decision_item where decision_id = ?)"
                        + " or held_by = ? order by id collate \"C\" for no key update",
                id,
                id);
    }

    private static void hold(Connection connection, UUID id, String disposition) throws SQLException {
        String stricter = STRICTNESS.formatted("h.disposition") + " < " + STRICTNESS.formatted("'" + disposition + "'");
        remember(connection, id, stricter);
        Sql.update(
                connection,
                "update handling_unit h set disposition = ?, held_by = ? from decision_item x"
                        + " where x.decision_id = ? and h.id = x.handling_unit_id and " + stricter,
                disposition,
                id,
                id);
    }

    /** Keeps how the goods are that it is going to change. */
    private static void remember(Connection connection, UUID id, String which) throws SQLException {
        Sql.update(
                connection,
                "update decision_item x set before_disposition = h.disposition, before_held_by = h.held_by from handling_unit h"
                        + " where x.decision_id = ? and h.id = x.handling_unit_id and " + which,
                id);
    }

    /** Why it cannot be taken back: what followed cannot. Null when it can. */
    static @Nullable Obstacle irreversible(Connection connection, DecisionRow decision) throws SQLException {
        lock(connection, decision.id());
        Instant decided = decision.decidedAt() == null ? decision.proposedAt() : decision.decidedAt();
        return switch (decision.disposition()) {
            case "discard" -> followed(connection, decision, decided, "'removed'", "was removed");
            case "release" ->
                followed(
                        connection,
                        decision,
                        decided,
                        "'removed', 'split', 'merged', 'transformed'",
                        "has been used or has left the network");
            case "transfer", "reroute" -> onItsWay(connection, decision);
            default -> null;
        };
    }

    /** Told since of its goods, or of a container that they are in. */
    private static @Nullable Obstacle followed(
            Connection connection, DecisionRow decision, Instant decided, String kinds, String what)
            throws SQLException {
        return Sql.first(
                connection,
                row -> new Obstacle("handling unit '" + row.getString("id") + "' " + what + " since"
                        + (row.getString("event") == null ? "" : ", by event '" + row.getString("event") + "'")),
                """
                select h.id, e.event from decision_item x join handling_unit h on h.id = x.handling_unit_id
                left join lateral (select s.id as event from stock_event_carrier c join stock_event s on s.id = c.event_id
                                   where c.carrier = h.id and s.recorded_at > ? and s.voided_at is null and s.kind in (%s)
                                   order by s.time, s.id limit 1) e on true
                where x.decision_id = ? and (e.event is not null
                      or exists (select from movement m where m.handling_unit_id = h.id and m.until = 'infinity' and m.to_unit_id is null
                                 and m.recorded_at > ?))
                order by h.id collate "C" limit 1
                """.formatted(kinds),
                decided,
                decision.id(),
                decided);
    }

    private static @Nullable Obstacle onItsWay(Connection connection, DecisionRow decision) throws SQLException {
        return Sql.first(
                connection,
                row -> new Obstacle("handling unit '" + row.getString("id") + "' is no longer at node '"
                        + row.getString("from_node") + "'"),
                """
                select h.id, d.from_node from decision d join decision_item x on x.decision_id = d.id join handling_unit h on h.id = x.handling_unit_id
                where d.id = ? and d.from_node is not null
                  and not exists (select from movement m join unit u on u.id = m.to_unit_id
                                  where m.handling_unit_id = h.id and m.until = 'infinity' and u.node_id = d.from_node)
                order by h.id collate "C" limit 1
                """,
                decision.id());
    }

    /**
     * Takes it back, in the order of things: it does not stand any more by now. Goods that it holds, parts among them, are as they were, or as another decision that stands says,
     * whichever is stricter.
     */
    static void undo(Connection connection, DecisionRow decision) throws SQLException {
        lock(connection, decision.id());
        Sql.update(
                connection,
                """
                with concerned as (
                    select h.id, coalesce(x.before_disposition, 'available') as disposition, x.before_held_by as held_by
                    from handling_unit h left join decision_item x on x.decision_id = ? and x.handling_unit_id = h.id
                    where h.held_by = ? or (? = 'release' and h.held_by is null and x.before_disposition is not null)),
                released as (
                    select c.id, max(d.decided_at) as at from concerned c join decision_item x on x.handling_unit_id = c.id
                    join decision d on d.id = x.decision_id and d.state = 'approved' and d.disposition = 'release' group by c.id),
                said as (
                    select c.id, case d.disposition when 'quarantine' then 'quarantined' when 'discard' then 'discarded' else 'held' end as disposition,
                           d.id as held_by, d.decided_at
                    from concerned c join decision_item x on x.handling_unit_id = c.id join decision d on d.id = x.decision_id
                    left join released r on r.id = c.id
                    where d.state = 'approved' and d.disposition in ('quarantine', 'hold', 'discard') and d.decided_at > coalesce(r.at, '-infinity')
                    union all
                    select c.id, c.disposition, c.held_by, b.decided_at from concerned c left join decision b on b.id = c.held_by
                    where c.held_by is null or b.state = 'approved'),
                strictest as (
                    select distinct on (id) id, disposition, held_by from said
                    order by id, %s desc, decided_at nulls last)
                update handling_unit h set disposition = coalesce(s.disposition, 'available'), held_by = s.held_by
                from concerned c left join strictest s on s.id = c.id where h.id = c.id
                """.formatted(STRICTNESS.formatted("disposition")),
                decision.id(),
                decision.id(),
                decision.disposition());
    }
}
