package io.frostproof.store;

import io.frostproof.alerts.action.DecisionFacts.Device;
import io.frostproof.alerts.action.DecisionFacts.Running;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Devices that a decision concerns, and what they were asked for before. */
final class SignalRows {

    private SignalRows() {}

    private record Found(String id, @Nullable String unit, Set<String> abilities) {}

    /**
     * Devices that measure one of the units and say that they can do more than all can, and those that were asked for something because of this decision or one about the same goods.
     *
     * @param units that goods of the decision are in
     */
    static List<Device> devices(Connection connection, UUID decision, List<String> units, Instant now)
            throws SQLException {
        List<Found> found = Sql.list(
                connection,
                row -> new Found(row.getString("device_id"), row.getString("unit_id"), Set.of((String[])
                        row.getArray("abilities").getArray())),
                """
                with placed as (
                    select c.device_id, min(p.unit_id collate "C") as unit_id
                    from placement p join channel c on c.id = p.channel_id
                    where p.unit_id = any (?) and p.valid_from <= ? and (p.valid_to is null or p.valid_to > ?) group by c.device_id),
                asked as (
                    select distinct a.target as device_id from action a
                    where a.kind = 'mqtt' and a.decision_id in (
                        select o.decision_id from decision_item x join decision_item o on o.handling_unit_id = x.handling_unit_id
                        where x.decision_id = ?))
                select s.device_id, p.unit_id, s.abilities
                from device_state s left join placed p on p.device_id = s.device_id left join asked k on k.device_id = s.device_id
                where (p.device_id is not null and s.abilities <> '{}') or k.device_id is not null
                order by s.device_id collate "C"
                """,
                Sql.texts(units),
                now,
                now,
                decision);
        List<String> ids = found.stream().map(Found::id).toList();
        record Asked(String device, Running running) {}
        List<Asked> running = Sql.list(
                connection,
                row -> new Asked(
                        row.getString("target"), new Running(row.getString("task"), Sql.instant(row, "until"))),
                """
                with newest as (
                    select distinct on (a.target, a.payload ->> 'do') a.target, a.payload ->> 'do' as task, (a.payload ->> 'for_s')::integer as for_s,
                           a.created_at + make_interval(secs => (a.payload ->> 'for_s')::integer + (a.payload ->> 'answer_within_s')::integer) as until
                    from action a where a.kind = 'mqtt' and a.target = any (?) order by a.target, a.payload ->> 'do', a.number desc)
                select n.target, n.task, n.until from newest n
                where n.for_s > 0 and n.until > ?
                  and not exists (
                      select from action o join handling_unit h on h.held_by = o.decision_id
                      where o.kind = 'mqtt' and o.target = n.target and o.payload ->> 'do' = n.task and (o.payload ->> 'for_s')::integer > 0
                        and o.decision_id <> ?)
                order by n.target, n.task
                """,
                Sql.texts(ids),
                now,
                decision);
        return found.stream()
                .map(device -> new Device(
                        device.id(),
                        device.unit(),
                        device.abilities(),
                        running.stream()
                                .filter(asked -> asked.device().equals(device.id()))
                                .map(Asked::running)
                                .toList()))
                .toList();
    }
}
