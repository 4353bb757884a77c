package io.frostproof.store;

import io.frostproof.store.ReadingQueries.ChannelPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Readings of the log in event-time order, as many as there are: memory does not grow with their number, neither here nor in the
 * database, and nothing is read ahead of its taker by more than some thousand rows. Each channel is read along its own index and the
 * channels are merged here, so that no statement sorts. One consistent view of the database. Thread-safe; calls block.
 */
public final class ReadingStream {

    /** Some 100 kB per channel: few round trips, little memory. */
    private static final int FETCH_ROWS = 2_000;
    /** As many buckets are made at once; of one-minute buckets some 8 hours. */
    private static final int WINDOW_BUCKETS = 500;
    /** No reading is outside of these: ingest sets such ones apart. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final Database database;

    public ReadingStream(Database database) {
        this.database = database;
    }

    /**
     * Which readings, and in which order.
     *
     * @param unit those that measured this unit; null: any
     * @param channel those of this channel; null: any
     * @param from event time, inclusive; null: from the first one on
     * @param to event time, exclusive; null: to the last one
     * @param descending newest first; readings of one instant by device and channel
     * @param limit at most so many rows
     */
    public record Wanted(
            @Nullable String unit,
            @Nullable ChannelPath channel,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean descending,
            int limit) {
        public Wanted {
            if ((unit == null) == (channel == null)) {
                throw new IllegalArgumentException("expected either a unit or a channel");
            }
        }
    }

    /**
     * What the readings of a channel in a bucket have in common.
     *
     * @param time begin of the bucket
     * @param mean arithmetic mean
     */
    public record Bucket(
            Instant time,
            String device,
            String channel,
            String quantity,
            String valueUnit,
            double min,
            double max,
            double mean,
            long count) {}

    /** Event time [from, to) of a channel. */
    private record Source(int channelId, String device, String name, String quantity, List<Span> spans) {
        static final Comparator<Source> ORDER =
                Comparator.comparing(Source::device).thenComparing(Source::name);

        String valueUnit() {
            return ConditionJson.quantity(quantity).canonicalUnit().ucum();
        }
    }

    private record Span(Instant from, Instant to) {}

    /** Hands the readings over. What {@code use} throws ends the queries and is passed on. */
    public void each(Wanted wanted, Consumer<ReadingQueries.Row> use) {
        database.read(connection -> {
            var order = Comparator.comparing((Pull pull) -> pull.head().time());
            var waiting = new PriorityQueue<>(
                    (wanted.descending() ? order.reversed() : order).thenComparing(pull -> pull.source, Source.ORDER));
            var opened = new ArrayList<Pull>();
            try {
                for (Source source : sources(connection, wanted)) {
                    var pull = new Pull(connection, source, wanted.descending(), wanted.limit());
                    opened.add(pull);
                    if (pull.advance()) {
                        waiting.add(pull);
                    }
                }
                int rows = 0;
                for (Pull next = waiting.poll(); next != null && rows < wanted.limit(); next = waiting.poll()) {
                    use.accept(next.head());
                    rows++;
                    if (next.advance()) {
                        waiting.add(next);
                    }
                }
                return rows;
            } finally {
                for (Pull pull : opened) {
                    pull.close();
                }
            }
        });
    }

    /** The readings of one source, one after the other; the spans of a channel do not overlap. */
    private static final class Pull implements AutoCloseable {
        private final Connection connection;
        private final Source source;
        private final boolean descending;
        private final int limit;
        private int span;
        private @Nullable PreparedStatement statement;
        private @Nullable ResultSet rows;
        private ReadingQueries.@Nullable Row head;

        Pull(Connection connection, Source source, boolean descending, int limit) {
            this.connection = connection;
            this.source = source;
            this.descending = descending;
            this.limit = limit;
            span = descending ? source.spans().size() - 1 : 0;
        }

        ReadingQueries.Row head() {
            if (head == null) {
                throw new IllegalStateException("no reading left");
            }
            return head;
        }

        /** Steps to the next reading; false when there is none. */
        boolean advance() throws SQLException {
            while (true) {
                if (rows == null) {
                    if (span < 0 || span >= source.spans().size()) {
                        head = null;
                        return false;
                    }
                    rows = open(source.spans().get(span));
                    span += descending ? -1 : 1;
                }
                if (rows.next()) {
                    head = read(rows);
                    return true;
                }
                close();
            }
        }

        private ResultSet open(Span wanted) throws SQLException {
            PreparedStatement made = connection.prepareStatement(
                    "select time, received_at, value, quality, boot, seq from reading where channel_id = ? and time >= ? and time < ?"
                            + " order by time" + (descending ? " desc" : "") + " limit ?");
            statement = made;
            made.setFetchSize(FETCH_ROWS);
            Sql.bind(made, source.channelId(), wanted.from(), wanted.to(), limit);
            return made.executeQuery();
        }

        private ReadingQueries.Row read(ResultSet row) throws SQLException {
            return new ReadingQueries.Row(
                    Sql.instant(row, "time"),
                    Sql.instant(row, "received_at"),
                    source.device(),
                    source.name(),
                    source.quantity(),
                    row.getDouble("value"),
                    source.valueUnit(),
                    QualityWords.of(row.getShort("quality")),
                    row.getLong("boot") < 0 ? null : Long.valueOf(row.getLong("boot")),
                    row.getLong("seq") < 0 ? null : Long.valueOf(row.getLong("seq")));
        }

        @Override
        public void close() throws SQLException {
            PreparedStatement open = statement;
            statement = null;
            rows = null;
            if (open != null) {
                open.close();
            }
        }
    }

    /**
     * Hands buckets over that begin at multiples of {@code length} since 1970, UTC; only those that have readings. They are made some hundred
     * at a time, so that a taker who stops costs no more than that.
     */
    public void eachBucket(Wanted wanted, Duration length, Consumer<Bucket> use) {
        long lengthMicros = length.toNanos() / 1000;
        database.read(connection -> {
            List<Source> sources = sources(connection, wanted);
            Instant from = wanted.from() == null ? FIRST : wanted.from();
            Instant to = wanted.to() == null ? LAST : wanted.to();
            int left = wanted.limit();
            while (left > 0) {
                Instant edge = edge(connection, sources, from, to, wanted.descending());
                if (edge == null) {
                    return true;
                }
                long buckets = Math.min(left, WINDOW_BUCKETS);
                long bucket = Math.floorDiv(Sql.micros(edge), lengthMicros);
                Instant begin = Sql.instant((wanted.descending() ? bucket - buckets + 1 : bucket) * lengthMicros);
                Instant end = Sql.instant((wanted.descending() ? bucket + 1 : bucket + buckets) * lengthMicros);
                for (Bucket made : window(connection, sources, later(begin, from), earlier(end, to), length, wanted)) {
                    if (left-- == 0) {
                        return true;
                    }
                    use.accept(made);
                }
                if (wanted.descending()) {
                    to = begin;
                } else {
                    from = end;
                }
            }
            return true;
        });
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The spans of all sources as {@code s}, and the channel that each belongs to. */
    private static final String SPANS =
            "unnest(?, ?::timestamptz[], ?::timestamptz[]) s(channel_id, from_time, to_time)";

    private static List<Object> spans(List<Source> sources) {
        var channels = new ArrayList<Integer>();
        var from = new ArrayList<String>();
        var to = new ArrayList<String>();
        for (Source source : sources) {
            for (Span span : source.spans()) {
                channels.add(source.channelId());
                from.add(span.from().toString());
                to.add(span.to().toString());
            }
        }
        return List.of(Sql.integers(channels), Sql.texts(from), Sql.texts(to));
    }

    /** Time of the first, or last, reading in [from, to); null when there is none. */
    private static @Nullable Instant edge(
            Connection connection, List<Source> sources, Instant from, Instant to, boolean last) throws SQLException {
        var parameters = new ArrayList<>(spans(sources));
        parameters.add(from);
        parameters.add(to);
        return Sql.first(
                connection,
                row -> Sql.instantOrNull(row, "edge"),
                "select " + (last ? "max" : "min") + "(e.time) as edge from " + SPANS
                        + " cross join lateral (select r.time from reading r where r.channel_id = s.channel_id"
                        + " and r.time >= greatest(s.from_time, ?) and r.time < least(s.to_time, ?)"
                        + " order by r.time" + (last ? " desc" : "") + " limit 1) e",
                parameters.toArray());
    }

    private static List<Bucket> window(
            Connection connection, List<Source> sources, Instant from, Instant to, Duration length, Wanted wanted)
            throws SQLException {
        var parameters = new ArrayList<Object>();
        parameters.add(length.toSeconds());
        parameters.addAll(spans(sources));
        parameters.add(from);
        parameters.add(to);
        var order = Comparator.comparing(Bucket::time);
        var buckets = new ArrayList<>(Sql.list(
                connection,
                row -> {
                    int channelId = row.getInt("channel_id");
                    Source source = sources.stream()
                            .filter(candidate -> candidate.channelId() == channelId)
                            .findFirst()
                            .orElseThrow();
                    double min = row.getDouble("min");
                    double max = row.getDouble("max");
                    return new Bucket(
                            Sql.instant(row, "bucket"),
                            source.device(),
                            source.name(),
                            source.quantity(),
                            source.valueUnit(),
                            min,
                            max,
                            // Rounding must not take it out of its values.
                            Math.clamp(row.getDouble("mean"), min, max),
                            row.getLong("count"));
                },
                // A join would be planned as a scan of the whole log; see merge_staging.
                "select date_bin(? * interval '1 second', k.time, timestamptz 'epoch') as bucket, s.channel_id, min(k.value) as min,"
                        + " max(k.value) as max, avg(k.value) as mean, count(*) as count from " + SPANS
                        + " cross join lateral (select r.time, r.value from reading r where r.channel_id = s.channel_id"
                        + " and r.time >= greatest(s.from_time, ?) and r.time < least(s.to_time, ?) offset 0) k"
                        + " group by 1, 2",
                parameters.toArray()));
        buckets.sort((wanted.descending() ? order.reversed() : order)
                .thenComparing(Bucket::device)
                .thenComparing(Bucket::channel));
        return buckets;
    }

    private static List<Source> sources(Connection connection, Wanted wanted) throws SQLException {
        Instant from = wanted.from() == null ? FIRST : wanted.from();
        Instant to = wanted.to() == null ? LAST : wanted.to();
        ChannelPath channel = wanted.channel();
        if (channel != null) {
            return Sql.list(
                    connection,
                    row -> new Source(
                            row.getInt("id"),
                            row.getString("device_id"),
                            row.getString("name"),
                            row.getString("quantity"),
                            List.of(new Span(from, to))),
                    "select id, device_id, name, quantity from channel where device_id = ? and name = ?",
                    channel.device(),
                    channel.channel());
        }
        var sources = new ArrayList<Source>();
        Sql.list(
                connection,
                row -> {
                    Instant end = Sql.instantOrNull(row, "valid_to");
                    var span =
                            new Span(later(Sql.instant(row, "valid_from"), from), end == null ? to : earlier(end, to));
                    int id = row.getInt("id");
                    if (sources.isEmpty() || sources.getLast().channelId() != id) {
                        sources.add(new Source(
                                id,
                                row.getString("device_id"),
                                row.getString("name"),
                                row.getString("quantity"),
                                new ArrayList<>()));
                    }
                    return sources.getLast().spans().add(span);
                },
                """
                select c.id, c.device_id, c.name, c.quantity, p.valid_from, p.valid_to
                from placement p join channel c on c.id = p.channel_id
                where p.unit_id = ? and p.valid_from < ? and (p.valid_to is null or p.valid_to > ?)
                order by c.device_id collate "C", c.name collate "C", p.valid_from
                """,
                wanted.unit(),
                to,
                from);
        return sources;
    }
}
