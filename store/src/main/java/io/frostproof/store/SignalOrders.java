package io.frostproof.store;

import io.frostproof.alerts.action.ActionKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands to devices of actions. A command's id follows from its action, so that an action that is told again, after a crash say, is the same command again,
 * which a device does once. Thread-safe; calls block.
 */
public final class SignalOrders {

    /** 64 bits in hex: no two commands of a network share them, and a device has little room to remember eight. */
    private static final int ID_LENGTH = 16;

    private final Database database;

    public SignalOrders(Database database) {
        this.database = database;
    }

    /** What became of an order. */
    public sealed interface Ordered {

        /** It is among the commands of the device. */
        record Asked(String command) implements Ordered {}

        /** The device has done it already. */
        record Done(String command) implements Ordered {}

        /** It is not going to be done. */
        record Refused(String why) implements Ordered {}
    }

    /**
     * Asks the device of an action for what it is about. What is still on its way is sent once more. Somebody who had an action sent again that the device refused, or did not answer, gets a new command.
     *
     * @throws io.frostproof.ingest.lane.FencedOffException this server is no longer the active one
     */
    public Ordered order(ActionQueue.Due action, Instant now) {
        return database.write(connection -> {
            database.place().check(connection, "a command because of a decision");
            boolean known =
                    Sql.first(connection, row -> true, "select 1 from device where id = ?", action.target()) != null;
            if (!known) {
                return new Ordered.Refused("device " + action.target() + " is no longer in the network");
            }
            if (overtaken(connection, action)) {
                return new Ordered.Refused("something newer was asked of the device meanwhile");
            }
            String id = commandId(action.id(), action.attemptsBefore());
            Command before = Sql.first(connection, SignalOrders::command, """
                    select c.* from device_command c where c.id = ? or c.id = (select a.receipt from action a where a.id = ?)
                    order by c.number desc limit 1 for update
                    """, id, action.id());
            if (before != null && before.open()) {
                return again(connection, action, before.id(), now);
            }
            if (before != null && before.state().equals("done")) {
                return new Ordered.Done(before.id());
            }
            if (before != null && before.id().equals(id)) {
                return new Ordered.Refused(before.why());
            }
            Sql.update(connection, """
                    insert into device_command (id, device_id, task, for_s, state, requested_by, requested_at, expires_at)
                    select ?, a.target, a.payload ->> 'do', (a.payload ->> 'for_s')::integer, 'pending', 'decision ' || a.decision_id, ?,
                           ?::timestamptz + make_interval(secs => (a.payload ->> 'answer_within_s')::integer)
                    from action a where a.id = ?
                    """, id, now, now, action.id());
            return new Ordered.Asked(id);
        });
    }

    /** A lock that failed for a while must not come behind the order that freed it. */
    private static boolean overtaken(Connection connection, ActionQueue.Due action) throws SQLException {
        return Sql.first(connection, row -> true, """
                        select 1 from action a join action n on n.kind = a.kind and n.target = a.target and n.number > a.number
                        where a.id = ? and n.payload ->> 'do' = a.payload ->> 'do' limit 1
                        """, action.id()) != null;
    }

    private static Ordered again(Connection connection, ActionQueue.Due action, String command, Instant now)
            throws SQLException {
        Sql.update(connection, """
                update device_command set wanted = wanted + 1,
                    expires_at = ?::timestamptz + make_interval(secs => (select (a.payload ->> 'answer_within_s')::integer from action a where a.id = ?))
                where id = ?
                """, now, action.id(), command);
        return new Ordered.Asked(command);
    }

    /**
     * The command that an action makes.
     *
     * @param generation how many attempts there were before somebody last had it sent again
     */
    static String commandId(UUID action, int generation) {
        String name = ActionKind.MQTT.id() + "/" + action + "/" + generation;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, ID_LENGTH);
    }

    private record Command(
            String id,
            String state,
            @Nullable String field,
            @Nullable String expected) {

        boolean open() {
            return state.equals("pending") || state.equals("sent") || state.equals("accepted");
        }

        String why() {
            return state.equals("expired")
                    ? "the device did not answer in time"
                    : "the device refused " + (field == null ? "it" : field)
                            + (expected == null ? "" : ", expected " + expected);
        }
    }

    private static Command command(ResultSet row) throws SQLException {
        return new Command(
                row.getString("id"),
                row.getString("state"),
                row.getString("refused_field"),
                row.getString("refused_expected"));
    }
}
