package io.frostproof.store;

import io.frostproof.alerts.action.ActionDraft;
import io.frostproof.alerts.action.Actions;
import io.frostproof.alerts.action.Targets;
import io.frostproof.alerts.plan.Action;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Asks devices anew for locks that are about to end by themselves, while goods are held for which they were asked: a hold lasts until people decide, and so does its lock. It is asked of a device that has done it, is
 * able to do it still, and measures the unit that such goods are in; one that has refused, or not answered, is left to people.
 */
final class SignalRenewals {

    /** A decision because of which a device holds a latch, and how often it was asked for it. */
    private record Held(UUID decision, String device, String unit, int asked, Instant until) {}

    /** What a device is asked for anew. */
    record Renewal(UUID decision, ActionDraft draft) {}

    private SignalRenewals() {}

    /** What is to be asked for now, by decision; goods that it is for are locked, so that nobody frees them in between. */
    static List<Renewal> due(Connection connection, Targets targets, Instant now) throws SQLException {
        var due = new ArrayList<Renewal>();
        for (Targets.Signal signal : targets.signals()) {
            if (!signal.task().renewed()) {
                continue;
            }
            for (Held held : held(connection, signal, now)) {
                if (!now.isBefore(signal.renewFrom(held.until())) && stillHeld(connection, held)) {
                    due.add(new Renewal(
                            held.decision(),
                            Actions.renewed(held.decision(), held.device(), held.unit(), signal, held.asked(), now)));
                }
            }
        }
        return due;
    }

    /** Of each device whose newest command of that task it does, or has done until it was over: the oldest decision that still needs it. */
    private static List<Held> held(Connection connection, Targets.Signal signal, Instant now) throws SQLException {
        return Sql.list(
                connection,
                row -> new Held(
                        Sql.uuid(row, "decision_id"),
                        row.getString("target"),
                        row.getString("unit_id"),
                        row.getInt("asked"),
                        Sql.instant(row, "until")),
                """
                with newest as (
                    select distinct on (a.target) a.target, a.state, (a.payload ->> 'for_s')::integer as for_s, a.confirmed_at
                    from action a where a.kind = 'mqtt' and a.payload ->> 'do' = ? order by a.target, a.number desc)
                select distinct on (n.target) n.target, d.id as decision_id, p.unit_id,
                       n.confirmed_at + make_interval(secs => n.for_s) as until,
                       (select count(*) from action k where k.decision_id = d.id and k.kind = 'mqtt' and k.target = n.target and k.payload ->> 'do' = ?) as asked
                from newest n
                join device_state s on s.device_id = n.target and ? = any (s.abilities)
                join action o on o.kind = 'mqtt' and o.target = n.target and o.payload ->> 'do' = ? and (o.payload ->> 'for_s')::integer > 0
                join decision d on d.id = o.decision_id and d.state = 'approved' and d.disposition = any (?)
                join handling_unit h on h.held_by = d.id
                join lateral (select m.to_unit_id from movement m where m.handling_unit_id = h.id and m.time <= ? order by m.time desc limit 1) m on true
                join placement p on p.unit_id = m.to_unit_id and p.valid_from <= ? and (p.valid_to is null or p.valid_to > ?)
                join channel c on c.id = p.channel_id and c.device_id = n.target
                where n.for_s > 0 and n.state = 'confirmed' and n.confirmed_at is not null
                order by n.target, d.decided_at, d.id
                """,
                signal.task().id(),
                signal.task().id(),
                signal.task().id(),
                signal.task().id(),
                Sql.texts(
                        signal.dispositions().stream().map(Action::id).sorted().toList()),
                now,
                now,
                now);
    }

    /** Whoever frees the goods does so before, and nothing is renewed, or after, and ends what was renewed. */
    private static boolean stillHeld(Connection connection, Held held) throws SQLException {
        return !Sql.list(
                        connection,
                        row -> true,
                        "select 1 from handling_unit where held_by = ? order by id collate \"C\" for no key update",
                        held.decision())
                .isEmpty();
    }
}
