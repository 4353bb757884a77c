package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a handling unit is going: by a shipment that is under way, or by an approved transfer that is not carried out yet.
 *
 * @param vehicle what to call the place while it is in no unit
 * @param from node at which it can still be turned
 * @param lane null: none that is known
 * @param temperatureClass room that was found for it there; null: nobody said
 * @param departs when it leaves
 * @param arrives when it is there
 * @param approved whether it is an approved decision
 */
record PlanWays(
        String handlingUnit,
        String vehicle,
        String from,
        String to,
        @Nullable String lane,
        @Nullable String temperatureClass,
        Instant departs,
        Instant arrives,
        boolean approved) {

    /** By handling unit. Of a decision and a shipment the shipment counts: it is what is done. */
    static Map<String, PlanWays> read(Connection connection, Instant now) throws SQLException {
        var ways = new TreeMap<String, PlanWays>();
        Sql.list(
                connection,
                row -> ways.put(
                        row.getString("handling_unit_id"),
                        new PlanWays(
                                row.getString("handling_unit_id"),
                                "decision/" + row.getString("id"),
                                row.getString("node_id"),
                                row.getString("to_node"),
                                row.getString("lane_id"),
                                row.getString("temperature_class"),
                                or(Sql.instantOrNull(row, "departs_at"), now),
                                or(Sql.instantOrNull(row, "arrives_at"), now),
                                true)),
                """
                select distinct on (x.handling_unit_id) x.handling_unit_id, d.id, u.node_id, d.to_node, d.lane_id, d.temperature_class, d.departs_at, d.arrives_at
                from decision d join decision_item x on x.decision_id = d.id
                join movement m on m.handling_unit_id = x.handling_unit_id and m.time <= ? and m.until > ? join unit u on u.id = m.to_unit_id
                where d.state = 'approved' and d.disposition in ('transfer', 'reroute') and u.node_id <> d.to_node
                  and not exists (select from movement b join unit v on v.id = b.to_unit_id
                                  where b.handling_unit_id = x.handling_unit_id and b.time > d.decided_at and b.time <= ? and v.node_id = d.to_node)
                order by x.handling_unit_id, d.decided_at desc
                """,
                now,
                now,
                now);
        Sql.list(
                connection,
                row -> ways.put(
                        row.getString("handling_unit_id"),
                        new PlanWays(
                                row.getString("handling_unit_id"),
                                "shipment/" + row.getString("id"),
                                row.getString("turn"),
                                row.getString("to_node"),
                                row.getString("lane_id"),
                                null,
                                Sql.instant(row, "departs_at"),
                                Sql.instant(row, "expected_at"),
                                false)),
                """
                select x.handling_unit_id, s.id, coalesce(s.turns_at, s.from_node) as turn, s.to_node, s.lane_id, s.departs_at, s.expected_at
                from shipment s join shipment_item x on x.shipment_id = s.id where s.state = 'under_way' order by s.told_at, s.id
                """);
        return ways;
    }

    private static Instant or(@Nullable Instant one, Instant other) {
        return one == null ? other : one;
    }
}
