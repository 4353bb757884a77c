package io.frostproof.store;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.lane.StoredChannel;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out where channels stand, in four statements for however many of them: marks, newest snapshots, the readings since, and what was
 * concluded since. Each looks up its channels one by one along an index, from the channel's own snapshot on, so that none scans a
 * partition or sorts. For one thread and one transaction.
 */
final class ChannelLoad {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelLoad.class);

    /** Half a day at one a minute: longer than the delays of most rules. */
    static final int NEWEST_READINGS = 1_000;

    private final Connection connection;
    private final List<Loading> channels;
    private final Map<Integer, Loading> byId;

    /** A channel on its way. */
    private static final class Loading {
        final KnownChannel channel;
        ChannelMonitor monitor;
        /** Time of its newest reading so far; before that, of its snapshot. */
        long watermarkMicros = Long.MIN_VALUE;

        @Nullable
        Long dirtyFromMicros;

        Loading(KnownChannel channel) {
            this.channel = channel;
            monitor = new ChannelMonitor(channel.plan());
        }

        boolean hasSnapshotOrReading() {
            return watermarkMicros != Long.MIN_VALUE;
        }
    }

    private ChannelLoad(Connection connection, Collection<KnownChannel> channels) {
        this.connection = connection;
        // By number, since that is how the indexes are ordered.
        this.channels = channels.stream()
                .sorted(Comparator.comparingInt(KnownChannel::id))
                .map(Loading::new)
                .toList();
        byId = HashMap.newHashMap(channels.size());
        this.channels.forEach(loading -> byId.put(loading.channel.id(), loading));
    }

    static Map<Integer, StoredChannel> of(Connection connection, Collection<KnownChannel> channels)
            throws SQLException {
        if (channels.isEmpty()) {
            return Map.of();
        }
        var load = new ChannelLoad(connection, channels);
        load.marks();
        load.snapshots();
        load.readings();
        load.conclusions();
        var result = HashMap.<Integer, StoredChannel>newHashMap(channels.size());
        load.byId.forEach((id, loading) ->
                result.put(id, new StoredChannel(loading.watermarkMicros, loading.monitor, loading.dirtyFromMicros)));
        return result;
    }

    private void marks() throws SQLException {
        Sql.list(
                connection,
                row -> loading(row.getInt("channel_id")).dirtyFromMicros = Sql.micros(row, "from_time"),
                "select channel_id, from_time from channel_dirty where channel_id = any(?)",
                Sql.integers(
                        channels.stream().map(loading -> loading.channel.id()).toList()));
    }

    private Loading loading(int channelId) {
        Loading loading = byId.get(channelId);
        if (loading == null) {
            throw new IllegalStateException("channel " + channelId + " was not asked for");
        }
        return loading;
    }

    private void snapshots() throws SQLException {
        List<Loading> unreadable = snapshots(channels, 0, 1);
        if (!unreadable.isEmpty()) {
            // Rare: after a change of their version, all of them, once.
            snapshots(unreadable, 1, PostgresReadingLog.UNREADABLE_AT_MOST - 1);
        }
    }

    /** Takes the newest readable snapshot over, after passing some over; returns the channels that had none but unreadable ones. */
    private List<Loading> snapshots(List<Loading> of, int passed, int most) throws SQLException {
        var read = new ArrayList<Loading>();
        var unreadable = new ArrayList<Loading>();
        BinaryCopyOut.rows(
                connection,
                "select c.id, s.time, s.state from unnest('" + ids(of) + "'::integer[]) with ordinality c(id, n)"
                        + " cross join lateral (select time, state from channel_snapshot where channel_id = c.id"
                        + " order by time desc offset " + passed + " limit " + most + ") s order by c.n, s.time desc",
                row -> {
                    Loading loading = loading(row.integer());
                    long time = row.micros();
                    byte[] state = row.bytes();
                    if (!read.isEmpty() && read.getLast() == loading) {
                        return;
                    }
                    try {
                        loading.monitor = monitor(loading.channel.plan(), state);
                        loading.watermarkMicros = time;
                        read.add(loading);
                    } catch (IOException e) {
                        if (unreadable.isEmpty()) {
                            LOG.warn(
                                    "event=snapshot_unreadable channel={} reason={}",
                                    loading.channel.id(),
                                    e.getMessage());
                        }
                        if (unreadable.isEmpty() || unreadable.getLast() != loading) {
                            unreadable.add(loading);
                        }
                    }
                });
        if (unreadable.size() > 1) {
            LOG.warn("event=snapshots_unreadable channels={}", unreadable.size());
        }
        return unreadable;
    }

    /** What {@link ChannelMonitor#write} has written. */
    static ChannelMonitor monitor(ChannelPlan plan, byte[] state) throws IOException {
        return ChannelMonitor.read(plan, new DataInputStream(new ByteArrayInputStream(state)));
    }

    /**
     * A channel that has to be evaluated again may have any number of readings behind its last snapshot, such as a backlog that an outage
     * left; until that is done its newest ones are enough to go on with.
     */
    private void readings() throws SQLException {
        accept(dirty(false), ChannelLoad::readingsSince);
        accept(dirty(true), ChannelLoad::newestReadingsSince);
    }

    private List<Loading> dirty(boolean wanted) {
        return channels.stream()
                .filter(loading -> (loading.dirtyFromMicros != null) == wanted)
                .toList();
    }

    private void accept(List<Loading> of, Function<Map<Integer, Long>, String> query) throws SQLException {
        if (of.isEmpty()) {
            return;
        }
        BinaryCopyOut.rows(connection, query.apply(known(of)), row -> {
            Loading loading = loading(row.integer());
            long time = row.micros();
            loading.monitor.accept(time, row.number(), transition -> {});
            loading.watermarkMicros = time;
        });
    }

    /** Readings of channels after a time each, channel by channel in order of time. */
    static String readingsSince(Map<Integer, Long> channels) {
        return "select c.id, r.time, r.value from " + since(channels)
                + " cross join lateral (select time, value from reading where channel_id = c.id"
                + " and time > c.after order by time) r order by c.n, r.time";
    }

    private static String newestReadingsSince(Map<Integer, Long> channels) {
        return "select c.id, r.time, r.value from " + since(channels)
                + " cross join lateral (select time, value from reading where channel_id = c.id"
                + " and time > c.after order by time desc limit " + NEWEST_READINGS + ") r order by c.n, r.time";
    }

    /** Conclusions beyond the last reading came from the clock; they are on record, so they hold until a reading says more. */
    private void conclusions() throws SQLException {
        List<Loading> heard =
                channels.stream().filter(Loading::hasSnapshotOrReading).toList();
        if (heard.isEmpty()) {
            return;
        }
        BinaryCopyOut.rows(
                connection,
                "select c.id, t.latest from " + since(known(heard))
                        + " cross join lateral (select max(time) as latest from transition where channel_id = c.id"
                        + " and time > c.after) t where t.latest is not null",
                row -> {
                    Loading loading = loading(row.integer());
                    long latest = row.micros();
                    if (latest >= loading.monitor.standsUntilMicros()) {
                        loading.monitor.silence(latest + 1, transition -> {});
                    } else {
                        loading.monitor.stands(latest, transition -> {});
                    }
                });
    }

    private static Map<Integer, Long> known(List<Loading> channels) {
        var known = LinkedHashMap.<Integer, Long>newLinkedHashMap(channels.size());
        channels.forEach(loading -> known.put(loading.channel.id(), loading.watermarkMicros));
        return known;
    }

    /** Channels and the time that is known of each, as {@code c (id, after, n)}. */
    private static String since(Map<Integer, Long> channels) {
        return "unnest('"
                + channels.keySet().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"))
                + "'::integer[], '"
                + channels.values().stream()
                        .map(time -> time == Long.MIN_VALUE
                                ? "-infinity"
                                : Sql.instant(time).toString())
                        .collect(Collectors.joining(",", "{", "}"))
                + "'::timestamptz[]) with ordinality c(id, after, n)";
    }

    private static String ids(List<Loading> channels) {
        return channels.stream()
                .map(loading -> Integer.toString(loading.channel.id()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
