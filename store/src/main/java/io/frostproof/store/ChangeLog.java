package io.frostproof.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The feed of changes. Triggers note every change of what people look at; {@link #publish} gives the notes their place in the feed. Ids
 * grow by one without gaps, in the order in which they become visible. Thread-safe; calls block.
 */
public final class ChangeLog {

    private final Database database;

    public ChangeLog(Database database) {
        this.database = database;
    }

    /**
     * Something has changed.
     *
     * @param id place in the feed, from 1
     * @param type incident, decision, plan, stock, movement, dead_letter, suspect_reading, notice, network or device
     * @param ref id of what has changed; null: of that type, anything may have
     * @param at server time at which it was noted
     */
    public record Change(
            long id,
            String type,
            @Nullable String ref,
            @Nullable String unit,
            @Nullable String node,
            @Nullable String region,
            Instant at) {}

    /** The newest id of the feed; 0 when nothing has changed yet. */
    public long lastId() {
        return database.read(connection -> Sql.number(connection, "select last_id from change_feed"));
    }

    /**
     * Gives notes that wait their place in the feed and returns them in its order; of several about the same thing only the last. When
     * nothing waits, it costs one look at an empty table.
     *
     * @param limit at most so many notes
     * @throws io.frostproof.ingest.lane.FencedOffException if another server has taken over, whose watchers have to be told
     */
    public List<Change> publish(int limit) {
        return database.write(connection -> {
            if (Sql.first(connection, row -> true, "select 1 from change_pending limit 1") == null) {
                return List.of();
            }
            database.place().check(connection, "changes of the feed");
            // Locks the row until the commit, so that no later id can become visible before these.
            long last = Sql.number(connection, "select last_id from change_feed for update");
            List<Change> published = Sql.list(connection, ChangeLog::change, """
                    with moved as (
                        delete from change_pending where id in (select id from change_pending order by id limit ?) returning *),
                    latest as (
                        select distinct on (type, ref, unit_id) * from moved order by type, ref, unit_id, id desc)
                    insert into change (id, type, ref, unit_id, node_id, region_id, at)
                    select ? + row_number() over (order by id), type, ref, unit_id, node_id, region_id, at from latest
                    returning *
                    """, limit, last).stream()
                    .sorted(Comparator.comparingLong(Change::id))
                    .toList();
            Sql.update(connection, "update change_feed set last_id = ?", last + published.size());
            return published;
        });
    }

    /**
     * What came after an id, in order.
     *
     * @param to the last id that is wanted
     * @return empty if some of it is not kept any more, or {@code id} was never given out
     */
    public Optional<List<Change>> after(long id, long to, int limit) {
        return database.read(connection -> {
            boolean kept = Boolean.TRUE.equals(Sql.first(
                    connection,
                    row -> row.getBoolean(1),
                    "select ? between removed_to and last_id from change_feed",
                    id));
            return kept
                    ? Optional.of(Sql.list(
                            connection,
                            ChangeLog::change,
                            "select * from change where id > ? and id <= ? order by id limit ?",
                            id,
                            to,
                            limit))
                    : Optional.empty();
        });
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getLong("id"),
                row.getString("type"),
                row.getString("ref"),
                row.getString("unit_id"),
                row.getString("node_id"),
                row.getString("region_id"),
                Sql.instant(row, "at"));
    }
}
