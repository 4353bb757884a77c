package io.frostproof.store;

import io.frostproof.store.EpcisLog.Pending;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads captured events that nobody has looked at. */
final class EpcisPending {

    private EpcisPending() {}

    private record Row(long id, String eventId, boolean declaresError, String digest, String by) {}

    /**
     * Rows that share an id.
     *
     * @param event the oldest that is an event; null: none is
     * @param error the oldest that declares an error; null: none does
     */
    private record Namesakes(@Nullable Long event, @Nullable Long error) {

        static final Namesakes NONE = new Namesakes(null, null);
    }

    /** The oldest, as many as that. */
    static List<Pending> oldest(Connection connection, int most) throws SQLException {
        List<Row> rows = Sql.list(
                connection,
                row -> new Row(
                        row.getLong("id"),
                        row.getString("event_id"),
                        row.getBoolean("declares_error"),
                        row.getString("digest"),
                        row.getString("told_by")),
                """
                select e.id, e.event_id, e.declares_error, e.digest, j.told_by
                from (select event from epcis_state where state = 'pending' order by event limit ?) s join epcis_event e on e.id = s.event
                join epcis_job j on j.id = e.job_id
                order by e.id
                """,
                most);
        Map<String, Namesakes> shared =
                namesakes(connection, rows.stream().map(Row::eventId).toList());
        var pending = new ArrayList<Pending>();
        for (Row row : rows) {
            Namesakes others = shared.getOrDefault(row.eventId(), Namesakes.NONE);
            Long first = row.declaresError() ? others.error() : others.event();
            pending.add(new Pending(
                    row.id(),
                    row.eventId(),
                    row.declaresError(),
                    row.digest(),
                    row.by(),
                    first != null && first < row.id(),
                    !row.declaresError() && others.error() != null));
        }
        return pending;
    }

    /** Of those ids that several have: nearly none. */
    private static Map<String, Namesakes> namesakes(Connection connection, List<String> eventIds) throws SQLException {
        var shared = new HashMap<String, Namesakes>();
        Sql.list(
                connection,
                row -> shared.put(
                        row.getString("event_id"),
                        new Namesakes(row.getObject("event", Long.class), row.getObject("error", Long.class))),
                """
                select event_id, min(id) filter (where not declares_error) as event, min(id) filter (where declares_error) as error
                from epcis_event where event_id = any (?) group by event_id having count(*) > 1
                """,
                Sql.texts(eventIds));
        return shared;
    }

    /** Events as they came, by row. */
    static Map<Long, String> documents(Connection connection, List<Long> rows) throws SQLException {
        var documents = new HashMap<Long, String>();
        Sql.list(
                connection,
                row -> documents.put(row.getLong(1), row.getString(2)),
                "select id, document from epcis_event where id = any (?)",
                new Sql.Array("bigint", rows));
        return documents;
    }
}
