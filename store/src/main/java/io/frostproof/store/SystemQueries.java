package io.frostproof.store;

import java.util.Objects;

/** How much there is of what. Thread-safe; calls block. */
public final class SystemQueries {

    private final Database database;

    public SystemQueries(Database database) {
        this.database = database;
    }

    /** Counts of what can be counted quickly; readings are not among them. */
    public record Counts(
            long regions,
            long nodes,
            long units,
            long devices,
            long channels,
            long handlingUnits,
            long openIncidents,
            long proposedDecisions,
            long waitingNotices,
            long pendingDeadLetters,
            long pendingSuspectReadings,
            long waitingActions,
            long deadActions,
            long overdueActions) {}

    public Counts counts() {
        return database.read(connection -> Objects.requireNonNull(Sql.first(
                connection,
                row -> new Counts(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12),
                        row.getLong(13),
                        row.getLong(14)),
                """
                select (select count(*) from region), (select count(*) from node), (select count(*) from unit),
                       (select count(*) from device), (select count(*) from channel), (select count(*) from handling_unit),
                       (select count(*) from incident where state in ('open', 'acknowledged')),
                       (select count(*) from decision where state = 'proposed'),
                       (select count(*) from outbox where state = 'waiting'),
                       (select count(*) from dead_letter where state = 'pending'),
                       (select count(*) from reading_suspect where state = 'pending'),
                       (select count(*) from action where state = 'waiting'),
                       (select count(*) from action where state = 'dead'),
                       (select count(*) from action where state = 'sent' and overdue_at <= now())
                """)));
    }

    /** Notices that wait to be handed over. */
    public long waitingNotices() {
        return database.read(connection -> Objects.requireNonNull(
                Sql.first(connection, row -> row.getLong(1), "select count(*) from outbox where state = 'waiting'")));
    }
}
