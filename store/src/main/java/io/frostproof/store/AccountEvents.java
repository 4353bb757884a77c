package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Appends to the record of account changes, inside of the transaction that makes the change. */
final class AccountEvents {

    private AccountEvents() {}

    /**
     * Appends an event.
     *
     * @param subject the user it is about
     * @param detail what is worth knowing and no secret
     */
    static void append(Connection connection, Access.Change change, String event, String subject, Map<String, ?> detail)
            throws SQLException {
        Sql.update(
                connection,
                "insert into account_event (at, actor, event, subject, detail) values (?, ?, ?, ?, ?)",
                change.at(),
                change.actor(),
                event,
                subject,
                Sql.json(detail));
    }
}
