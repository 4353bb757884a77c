package io.frostproof.store;

import io.frostproof.alerts.action.ActionKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What happened to actions after they were sent: goods arrived, devices answered, locks are about to end, discarded goods are gone. Thread-safe; calls block. */
public final class ActionFollowUp {

    private final Database database;
    private final ActionOutbox outbox;

    /** @param outbox says who is told of what follows */
    public ActionFollowUp(Database database, ActionOutbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /**
     * Looks at all that can be known here.
     *
     * @return how many actions are not what they were
     */
    public int look(Instant now) {
        return database.write(connection -> {
            database.place().check(connection, "what became of actions");
            return confirmArrived(connection, now)
                    + confirmAnswered(connection)
                    + buryUnanswered(connection)
                    + outbox.writeRenewed(connection, now)
                    + outbox.writeDestroyed(connection, now);
        });
    }

    /** Goods of a transfer that are all where they were to go show that those who were told have done it. */
    private static int confirmArrived(Connection connection, Instant now) throws SQLException {
        return Sql.update(connection, """
                update action a set state = 'confirmed', confirmed_at = ?, confirmed_by = 'stock', detail = 'all goods have arrived'
                from decision d
                where a.state = 'sent' and a.key not like '%/reverted-%' and d.id = a.decision_id and d.state = 'approved' and d.to_node is not null
                  and not exists (
                      select from decision_item x
                      left join lateral (select m.to_unit_id from movement m where m.handling_unit_id = x.handling_unit_id and m.time <= ?
                                         order by m.time desc limit 1) m on true
                      left join unit u on u.id = m.to_unit_id
                      where x.decision_id = d.id and u.node_id is distinct from d.to_node)
                """, now, now);
    }

    private static int confirmAnswered(Connection connection) throws SQLException {
        return Sql.update(connection, """
                update action a set state = 'confirmed', confirmed_at = c.answered_at, confirmed_by = 'device ' || c.device_id,
                                    detail = 'the device has done it'
                from device_command c where a.state = 'sent' and a.kind = 'mqtt' and c.id = a.receipt and c.state = 'done'
                """);
    }

    private static int buryUnanswered(Connection connection) throws SQLException {
        return Sql.update(connection, """
                update action a set state = 'dead', detail = case c.state when 'expired' then 'the device did not answer in time'
                    else 'the device refused ' || coalesce(c.refused_field, 'it') || coalesce(', expected ' || c.refused_expected, '') end
                from device_command c where a.state = 'sent' and a.kind = 'mqtt' and c.id = a.receipt and c.state in ('refused', 'expired')
                """);
    }

    /** An action that the receiver has, and named. */
    public record Sent(UUID id, String target, String receipt, Instant sentAt) {}

    /** The newest of a kind that were sent and named by the receiver, but not confirmed. */
    public List<Sent> named(ActionKind kind, Instant since, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                row -> new Sent(
                        Sql.uuid(row, "id"),
                        row.getString("target"),
                        row.getString("receipt"),
                        Sql.instant(row, "sent_at")),
                "select id, target, receipt, sent_at from action where state = 'sent' and kind = ? and receipt is not null and sent_at >= ?"
                        + " and (select epoch from server_epoch) = ? order by number limit ?",
                kind.id(),
                since,
                database.place().epoch(),
                limit));
    }

    /** The receiver says that it is done. */
    public void confirmed(Sent action, String by, String detail, Instant at) {
        settle(
                "update action set state = 'confirmed', confirmed_at = ?, confirmed_by = ?, detail = ? where id = ? and state = 'sent'",
                at,
                by,
                detail,
                action.id());
    }

    /** The receiver says that it is not done and will not be. */
    public void dead(Sent action, String detail) {
        settle("update action set state = 'dead', detail = ? where id = ? and state = 'sent'", detail, action.id());
    }

    private void settle(String sql, Object... parameters) {
        database.write(connection -> {
            database.place().check(connection, "what became of an action");
            return Sql.update(connection, sql, parameters);
        });
    }
}
