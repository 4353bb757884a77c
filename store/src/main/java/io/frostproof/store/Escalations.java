package io.frostproof.store;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.Needs;
import io.frostproof.alerts.govern.Outcome;
import io.frostproof.alerts.notify.Notice;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells of decisions that wait longer than their rule allows, each once: the notification channels that the rule names, or all where it names none that there is. Thread-safe;
 * calls block.
 */
public final class Escalations {

    private final Database database;
    private final List<String> channels;

    /** @param targets all notification channels that there are */
    public Escalations(Database database, NoticeTargets targets) {
        this.database = database;
        var all = new ArrayList<>(targets.machines());
        all.addAll(targets.people());
        channels = all.stream().distinct().toList();
    }

    /**
     * Tells of those that are due, through the outbox.
     *
     * @return how many
     * @throws io.frostproof.ingest.lane.FencedOffException if another server has taken over
     */
    public int run(Instant now) {
        List<UUID> due = database.read(connection -> Sql.list(
                connection,
                row -> Sql.uuid(row, "id"),
                "select id from decision where state = 'proposed' and escalated_at is null and due_at <= ? order by due_at, id",
                now));
        int told = 0;
        for (UUID id : due) {
            told += database.write(connection -> {
                database.place().check(connection, "decision " + id);
                return escalate(connection, id, now) ? 1 : 0;
            });
        }
        return told;
    }

    private boolean escalate(Connection connection, UUID id, Instant now) throws SQLException {
        DecisionRow decision = DecisionRow.lock(connection, id);
        if (decision == null || decision.needs() == null) {
            return false;
        }
        int marked = Sql.update(
                connection,
                "update decision set escalated_at = ? where id = ? and state = 'proposed' and escalated_at is null",
                now,
                id);
        if (marked == 0) {
            return false;
        }
        Needs needs = decision.needs();
        Notice notice = notice(connection, decision, needs, now);
        for (String channel : channels(needs)) {
            Sql.update(
                    connection,
                    "insert into outbox (key, target, notice, created_at, next_attempt_at) values (?, ?, ?, ?, ?)"
                            + " on conflict (key, target) do nothing",
                    notice.key(),
                    channel,
                    Sql.json(notice),
                    now,
                    now);
        }
        if (decision.incident() != null) {
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("decision", id.toString());
            detail.put("handling_units", decision.items());
            IncidentQueries.record(
                    connection,
                    decision.incident(),
                    Governance.POLICY,
                    decision.disposition() + "_escalated",
                    detail,
                    now);
        }
        return true;
    }

    private List<String> channels(Needs needs) {
        List<String> named =
                channels.stream().filter(needs.escalateTo()::contains).toList();
        return named.isEmpty() ? channels : named;
    }

    private static Notice notice(Connection connection, DecisionRow decision, Needs needs, Instant now)
            throws SQLException {
        record Place(
                String region,
                String node,
                String unitId,
                String unit,
                ZoneId zone,
                @Nullable String slot) {}
        Place place = Objects.requireNonNull(
                Sql.first(
                        connection,
                        row -> new Place(
                                row.getString("region_name"),
                                row.getString("node_name"),
                                row.getString("unit_id"),
                                row.getString("unit_name"),
                                ZoneId.of(row.getString("time_zone")),
                                row.getString("slot")),
                        """
                        select r.name as region_name, n.name as node_name, n.time_zone, coalesce(u.id, n.id) as unit_id,
                               coalesce(u.name, n.name) as unit_name, i.slot
                        from decision d left join incident i on i.id = d.incident_id left join unit u on u.id = i.unit_id
                        join node n on n.id = coalesce(d.from_node, u.node_id) join region r on r.id = n.region_id where d.id = ?
                        """,
                        decision.id()),
                "a decision is about goods of a node");
        List<Notice.Stock> stock = Sql.list(
                connection,
                row -> new Notice.Stock(
                        row.getString("id"),
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        row.getBigDecimal("quantity"),
                        row.getString("quantity_unit")),
                """
                select h.*, l.product_id from handling_unit h join lot l on l.id = h.lot_id where h.id = any (?) order by h.id collate "C"
                """,
                Sql.texts(decision.items()));
        Outcome.Waits waits = Governance.waitsFor(needs, DecisionRow.approvals(connection, decision.id(), "approve"));
        return new Notice(
                "decision:" + decision.id() + ":escalated",
                Notice.Kind.DECISION_ESCALATED,
                decision.incident(),
                decision.id(),
                place.region(),
                place.node(),
                place.unitId(),
                place.unit(),
                place.zone(),
                place.slot() == null ? "decision" : place.slot(),
                Level.CRITICAL,
                decision.disposition() + (decision.toNode() == null ? "" : " to " + decision.toNode()) + waits(waits),
                null,
                Double.NaN,
                Double.NaN,
                "",
                decision.proposedAt(),
                null,
                now,
                false,
                stock);
    }

    private static String waits(Outcome.@Nullable Waits waits) {
        return waits == null
                ? ""
                : ", waits for " + waits.persons() + (waits.persons() == 1 ? " person of " : " persons of ")
                        + String.join(" or ", waits.roles());
    }
}
