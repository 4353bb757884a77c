package io.frostproof.store;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.intake.BootClock;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.ingest.lane.BatchRefusedException;
import io.frostproof.ingest.lane.CommitOutcome;
import io.frostproof.ingest.lane.LogUnavailableException;
import io.frostproof.ingest.lane.ReadingLog;
import io.frostproof.ingest.lane.SavedState;
import io.frostproof.ingest.lane.Snapshot;
import io.frostproof.ingest.lane.StoredChannel;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in PostgreSQL. Readings newer than their channel's watermark go by binary COPY straight into the table; the others, which
 * may be there already, are merged through a staging table.
 */
public final class PostgresReadingLog implements ReadingLog {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresReadingLog.class);
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int FETCH_ROWS = 5_000;
    /** So many snapshots that cannot be read (of another version, say) are passed over before all is read from the beginning. */
    static final int UNREADABLE_AT_MOST = 4;

    private final Database database;
    private final Partitions partitions;

    public PostgresReadingLog(Database database) {
        this.database = database;
        partitions = new Partitions(database);
    }

    @Override
    public CommitOutcome commit(Batch batch) {
        try {
            partitions.makeRoomFor(batch);
            var touched = TouchedHours.of(batch);
            return database.transaction(connection -> {
                int registered = Sql.update(
                        connection,
                        """
                        with ours as (select epoch from server_epoch where epoch = ? for share),
                        registered as (
                            insert into batch (id, messages, readings) select ?, ?, ? from ours on conflict (id) do nothing returning id)
                        insert into rollup_news (channel_ids, hours) select ?, ? from registered
                        """,
                        database.place().epoch(),
                        batch.id(),
                        batch.messages(),
                        batch.fresh().size() + batch.staged().size(),
                        touched.channels(connection),
                        touched.hours(connection));
                return registered == 0
                        ? unregistered(connection, batch)
                        : write(connection, batch, Marking.OF_THE_LANE);
            });
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState()) && !batch.fresh().isEmpty()) {
                // Somebody else has written to a channel of this lane: what was taken for new is not.
                LOG.warn("event=watermark_overtaken batch={} reason={}", batch.id(), e.getMessage());
                return commit(withoutWatermarks(batch));
            }
            throw translated("batch " + batch.id(), e);
        }
    }

    /** Either it was committed before, which the server of that time may tell its devices whoever is active now, or we are not active. */
    private CommitOutcome unregistered(Connection connection, Batch batch) throws SQLException {
        if (Sql.first(connection, row -> true, "select 1 from batch where id = ?", batch.id()) != null) {
            return new CommitOutcome.CommittedBefore();
        }
        throw database.place().lose("batch " + batch.id());
    }

    @Override
    public CommitOutcome commitLeftover(Batch batch) {
        Batch merged = leftover(batch);
        try {
            partitions.makeRoomFor(merged);
            var touched = TouchedHours.of(merged);
            return database.transaction(connection -> {
                int registered = Sql.update(
                        connection,
                        """
                        with registered as (
                            insert into batch (id, messages, readings) values (?, ?, ?) on conflict (id) do nothing returning id)
                        insert into rollup_news (channel_ids, hours) select ?, ? from registered
                        """,
                        merged.id(),
                        merged.messages(),
                        merged.staged().size(),
                        touched.channels(connection),
                        touched.hours(connection));
                return registered == 0
                        ? new CommitOutcome.CommittedBefore()
                        : write(connection, merged, Marking.FROM_OUTSIDE);
            });
        } catch (SQLException e) {
            throw translated("batch " + batch.id() + " of an earlier run", e);
        }
    }

    /** Nothing in it is new for certain any more, no state can be gone on from, and what was concluded has to be concluded again. */
    private static Batch leftover(Batch batch) {
        List<Reading> staged = together(batch);
        var dirty = new HashMap<Integer, Long>(batch.dirty());
        staged.forEach(reading -> dirty.merge(reading.channelId(), reading.timeMicros(), Math::min));
        // A delay may have run out, or silence begun, before the first of the readings.
        batch.transitions()
                .forEach(of -> of.transitions()
                        .forEach(transition -> dirty.merge(of.channelId(), transition.timeMicros(), Math::min)));
        return new Batch(
                batch.id(),
                batch.decidedAt(),
                batch.messages(),
                List.of(),
                List.of(),
                staged,
                batch.suspects(),
                batch.deadLetters(),
                batch.transitions(),
                List.of(),
                dirty,
                batch.bootClocks());
    }

    @Override
    public Map<Integer, Long> dirtyMarks() {
        try {
            return database.transaction(connection -> {
                var marks = new HashMap<Integer, Long>();
                Sql.list(
                        connection,
                        row -> marks.put(row.getInt("channel_id"), Sql.micros(row, "from_time")),
                        "select channel_id, from_time from channel_dirty order by channel_id limit "
                                + DIRTY_MARKS_MOST);
                return Map.copyOf(marks);
            });
        } catch (SQLException e) {
            throw new LogUnavailableException("dirty marks: " + e.getMessage(), e);
        }
    }

    private static List<Reading> together(Batch batch) {
        var all = new ArrayList<Reading>(batch.staged());
        all.addAll(batch.fresh());
        all.addAll(batch.freshConflicts());
        return all;
    }

    private static Batch withoutWatermarks(Batch batch) {
        List<Reading> staged = together(batch);
        // What was concluded from them is dropped with the watermark that it rested on, and concluded again from the
        // log.
        var dirty = new HashMap<Integer, Long>(batch.dirty());
        batch.fresh().forEach(reading -> dirty.merge(reading.channelId(), reading.timeMicros(), Math::min));
        return new Batch(
                batch.id(),
                batch.decidedAt(),
                batch.messages(),
                List.of(),
                List.of(),
                staged,
                batch.suspects(),
                batch.deadLetters(),
                List.of(),
                List.of(),
                dirty,
                batch.bootClocks());
    }

    private static RuntimeException translated(String what, SQLException e) {
        return StoreException.passes(e)
                ? new LogUnavailableException(what + ": " + e.getMessage(), e)
                : new BatchRefusedException(what + ": " + e.getMessage(), e);
    }

    /** Who marks channels. The lane that evaluates a channel knows what it has marked itself meanwhile, and goes on under the version it has. */
    private enum Marking {
        OF_THE_LANE(""),
        FROM_OUTSIDE(", version = excluded.version");

        private final String raise;

        Marking(String raise) {
            this.raise = raise;
        }
    }

    private static CommitOutcome.Committed write(Connection connection, Batch batch, Marking marking)
            throws SQLException {
        long stored = batch.fresh().size();
        long repeated = 0;
        long conflicting = batch.freshConflicts().size();
        var dirty = new HashMap<Integer, Long>(batch.dirty());
        if (!batch.fresh().isEmpty()) {
            BinaryCopy.readings(connection, "reading", batch.fresh(), batch.id());
        }
        if (!batch.freshConflicts().isEmpty()) {
            BinaryCopy.readings(connection, "reading_conflict", batch.freshConflicts(), batch.id());
        }
        if (!batch.staged().isEmpty()) {
            Sql.first(connection, row -> true, "select prepare_staging()");
            BinaryCopy.readings(connection, "reading_staging", batch.staged(), batch.id());
            for (Merged merged : Sql.list(connection, Merged::read, "select * from merge_staging()")) {
                stored += merged.inserted();
                repeated += merged.repeated();
                conflicting += merged.conflicting();
                Long from = merged.changedFromMicros();
                if (from != null) {
                    dirty.merge(merged.channelId(), from, Math::min);
                }
            }
        }
        markDirty(connection, dirty, marking);
        insertTransitions(connection, batch.transitions(), batch.id(), batch.decidedAt());
        queue(connection, batch.transitions(), batch.id());
        insertSnapshots(connection, batch.snapshots());
        for (BootClock clock : batch.bootClocks()) {
            BootClockRows.insert(connection, clock);
        }
        SetAsideRows.insertSuspects(connection, batch.suspects());
        SetAsideRows.insertDeadLetters(connection, batch.deadLetters());
        return new CommitOutcome.Committed(stored, repeated, conflicting, dirty);
    }

    private static void markDirty(Connection connection, Map<Integer, Long> dirty, Marking marking)
            throws SQLException {
        if (dirty.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into channel_dirty as d (channel_id, from_time) values (?, ?)
                on conflict (channel_id) do update set from_time = least(d.from_time, excluded.from_time)
                """ + marking.raise)) {
            // In one order, so that two transactions that mark the same channels do not wait for each other in a
            // circle.
            for (Map.Entry<Integer, Long> mark : new TreeMap<>(dirty).entrySet()) {
                Sql.bind(statement, mark.getKey(), Sql.instant(mark.getValue()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** One row of merge_staging(). */
    private record Merged(
            int channelId,
            long inserted,
            long repeated,
            long conflicting,
            @Nullable Long changedFromMicros) {
        static Merged read(ResultSet row) throws SQLException {
            return new Merged(
                    row.getInt("channel_id"),
                    row.getLong("inserted"),
                    row.getLong("repeated"),
                    row.getLong("conflicting"),
                    Sql.microsOrNull(row, "changed_from"));
        }
    }

    private static void insertTransitions(
            Connection connection, List<Batch.ChannelTransitions> channels, long batchId, Instant now)
            throws SQLException {
        if (channels.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into transition (channel_id, slot, time, ordinal, kind, level, unit_id, since, worst, batch_id, decided_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """)) {
            for (Batch.ChannelTransitions of : channels) {
                var ordinals = new HashMap<String, Short>();
                for (Transition transition : of.transitions()) {
                    short ordinal =
                            ordinals.merge(transition.slot() + "|" + transition.timeMicros(), (short) 0, (old, zero) ->
                                    (short) (old + 1));
                    Sql.bind(
                            statement,
                            of.channelId(),
                            transition.slot(),
                            Sql.instant(transition.timeMicros()),
                            ordinal,
                            transition.kind().id(),
                            transition.level() == null
                                    ? null
                                    : transition.level().id(),
                            transition.unit(),
                            Sql.instant(transition.sinceMicros()),
                            transition.worst(),
                            batchId,
                            now);
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    /** One piece of work for the desk for each channel, from its first new transition on. */
    private static void queue(Connection connection, List<Batch.ChannelTransitions> channels, long batchId)
            throws SQLException {
        if (channels.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into desk_queue (region_id, channel_id, from_time, batch_id) values (?, ?, ?, ?)")) {
            for (Batch.ChannelTransitions of : channels) {
                long from = of.transitions().stream()
                        .mapToLong(Transition::timeMicros)
                        .min()
                        .orElseThrow();
                Sql.bind(statement, of.region(), of.channelId(), Sql.instant(from), batchId);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void queue(Connection connection, String region, int channelId, long fromMicros, long batchId)
            throws SQLException {
        Sql.update(
                connection,
                "insert into desk_queue (region_id, channel_id, from_time, batch_id) values (?, ?, ?, ?)",
                region,
                channelId,
                Sql.instant(fromMicros),
                batchId);
    }

    private static void insertSnapshots(Connection connection, List<SavedState> snapshots) throws SQLException {
        if (snapshots.isEmpty()) {
            return;
        }
        // One round trip, however many there are.
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into channel_snapshot (channel_id, time, state) values (?, ?, ?)
                on conflict (channel_id, time) do update set state = excluded.state
                """)) {
            for (SavedState snapshot : snapshots) {
                Sql.bind(statement, snapshot.channelId(), Sql.instant(snapshot.timeMicros()), snapshot.state());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Override
    public Map<Integer, StoredChannel> load(Collection<KnownChannel> channels) {
        try {
            return database.transaction(connection -> {
                // One view for all statements: others may add what lies behind the watermarks meanwhile.
                Sql.update(connection, "set transaction isolation level repeatable read read only");
                return ChannelLoad.of(connection, channels);
            });
        } catch (SQLException e) {
            throw new LogUnavailableException("load channels: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Beginning> beginReevaluation(
            int channelId, ChannelPlan plan, long fromMicros, long networkVersion) {
        String what = "evaluation of channel " + channelId;
        try {
            return database.transaction(connection -> {
                // Waits for whoever is marking the channel just now: what that one has written is read then.
                Marked marked = Sql.first(
                        connection,
                        row -> new Marked(
                                new DirtyMark(Sql.micros(row, "from_time"), row.getLong("version")),
                                row.getLong("network_version")),
                        """
                        with ours as (select epoch from server_epoch where epoch = ? for share)
                        insert into channel_dirty as d (channel_id, from_time) select ?, ? from ours
                        on conflict (channel_id) do update
                        set from_time = least(d.from_time, excluded.from_time), version = excluded.version
                        returning from_time, version, network_version
                        """,
                        database.place().epoch(),
                        channelId,
                        Sql.instant(fromMicros));
                if (marked == null) {
                    throw database.place().lose(what);
                }
                DirtyMark mark = marked.mark();
                return marked.networkVersion() > networkVersion
                        ? Optional.empty()
                        : Optional.of(
                                new Beginning(mark, snapshotBefore(connection, channelId, plan, mark.fromMicros())));
            });
        } catch (SQLException e) {
            throw new LogUnavailableException(what + ": " + e.getMessage(), e);
        }
    }

    /** @param networkVersion of the network that whoever works the mark off has to know */
    private record Marked(DirtyMark mark, long networkVersion) {}

    static @Nullable Snapshot snapshotBefore(Connection connection, int channelId, ChannelPlan plan, long beforeMicros)
            throws SQLException {
        List<@Nullable Snapshot> snapshots = Sql.list(
                connection,
                row -> {
                    try {
                        ChannelMonitor monitor = ChannelLoad.monitor(plan, row.getBytes("state"));
                        return new Snapshot(channelId, Sql.micros(row, "time"), monitor);
                    } catch (IOException e) {
                        LOG.warn("event=snapshot_unreadable channel={} reason={}", channelId, e.getMessage());
                        return null;
                    }
                },
                "select time, state from channel_snapshot where channel_id = ? and time < ?"
                        + " order by time desc limit " + UNREADABLE_AT_MOST,
                channelId,
                Sql.instant(beforeMicros));
        for (Snapshot snapshot : snapshots) {
            if (snapshot != null) {
                return snapshot;
            }
        }
        return null;
    }

    @Override
    public int readingsAfter(int channelId, long afterMicros, int limit, ReadingVisitor visitor) {
        try {
            return database.transaction(
                    connection -> readingsAfter(connection, channelId, afterMicros, limit, visitor));
        } catch (SQLException e) {
            throw new LogUnavailableException("readings of channel " + channelId + ": " + e.getMessage(), e);
        }
    }

    private static int readingsAfter(
            Connection connection, int channelId, long afterMicros, int limit, ReadingVisitor visitor)
            throws SQLException {
        boolean all = afterMicros == Long.MIN_VALUE;
        try (PreparedStatement statement =
                connection.prepareStatement("select time, value from reading where channel_id = ?"
                        + (all ? "" : " and time > ?") + " order by time limit " + limit)) {
            statement.setFetchSize(FETCH_ROWS);
            statement.setInt(1, channelId);
            if (!all) {
                Sql.bind(statement, channelId, Sql.instant(afterMicros));
            }
            int count = 0;
            try (ResultSet rows = statement.executeQuery()) {
                for (; rows.next(); count++) {
                    visitor.reading(Sql.micros(rows, "time"), rows.getDouble("value"));
                }
            }
            return count;
        }
    }

    @Override
    public OptionalLong replaceConclusions(Reevaluation reevaluation) {
        try {
            return database.transaction(connection -> {
                database.place().check(connection, "re-evaluation of channel " + reevaluation.channelId());
                return replace(connection, reevaluation);
            });
        } catch (SQLException e) {
            throw new LogUnavailableException(
                    "re-evaluation of channel " + reevaluation.channelId() + ": " + e.getMessage(), e);
        }
    }

    private static OptionalLong replace(Connection connection, Reevaluation reevaluation) throws SQLException {
        int channelId = reevaluation.channelId();
        // First of all, as whoever marks it does: so nobody marks it between this look and the commit, and nobody waits
        // in a circle.
        DirtyMark mark = Sql.first(
                connection,
                row -> new DirtyMark(Sql.micros(row, "from_time"), row.getLong("version")),
                "select from_time, version from channel_dirty where channel_id = ? for update",
                channelId);
        if (mark == null) {
            // A later evaluation has ended; what this one has read may be older.
            return OptionalLong.of(reevaluation.mark().fromMicros());
        }
        // The beginning of time is -infinity to the driver.
        Object after = reevaluation.afterMicros() == Long.MIN_VALUE
                ? OffsetDateTime.MIN
                : Sql.instant(reevaluation.afterMicros());
        List<Transition> before = Sql.list(
                connection,
                TransitionRows::read,
                "select * from transition where channel_id = ? and time > ? order by time, slot, ordinal",
                channelId,
                after);
        Long changedFrom = TransitionRows.firstDifference(before, reevaluation.transitions());
        if (changedFrom != null) {
            Sql.update(
                    connection,
                    "delete from transition where channel_id = ? and time >= ?",
                    channelId,
                    Sql.instant(changedFrom));
            insertTransitions(
                    connection,
                    List.of(new Batch.ChannelTransitions(
                            channelId,
                            reevaluation.region(),
                            reevaluation.transitions().stream()
                                    .filter(transition -> transition.timeMicros() >= changedFrom)
                                    .toList())),
                    reevaluation.batchId(),
                    reevaluation.decidedAt());
            queue(connection, reevaluation.region(), channelId, changedFrom, reevaluation.batchId());
        }
        Sql.update(connection, "delete from channel_snapshot where channel_id = ? and time > ?", channelId, after);
        insertSnapshots(connection, reevaluation.snapshots());
        if (mark.version() != reevaluation.mark().version()) {
            return OptionalLong.of(mark.fromMicros());
        }
        Long lateFrom = reevaluation.lateFromMicros();
        if (lateFrom == null) {
            Sql.update(connection, "delete from channel_dirty where channel_id = ?", channelId);
            return OptionalLong.empty();
        }
        Sql.update(
                connection,
                "update channel_dirty set from_time = ? where channel_id = ?",
                Sql.instant(lateFrom),
                channelId);
        return OptionalLong.of(lateFrom);
    }
}
