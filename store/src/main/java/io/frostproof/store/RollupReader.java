package io.frostproof.store;

import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.audit.LogChannel;
import io.frostproof.audit.Stretch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What channels of a unit measured in intervals that follow each other. An hour is taken from its roll-up when it lies in one interval, has ended,
 * no reading from before the placement could stand in it, and no mark says that it has changed; the rest is reckoned from the readings, by
 * the same rule. So what comes out never depends on how far roll-ups have got. For one thread and one transaction with one view.
 */
final class RollupReader {

    private final Connection connection;
    private final List<LogChannel> channels;
    private final long nowMicros;
    private final int fromHour;
    private final int toHour;
    private final Map<Integer, Map<Integer, Row>> rows = new HashMap<>();
    private final Map<Integer, BitSet> dirty = new HashMap<>();
    private long readings;

    /** A row of {@code reading_rollup}. */
    private record Row(long knownMicros, double mean, double min, double max, long readings, double rate) {}

    /**
     * Looks what there is.
     *
     * @param fromMicros begin of the first interval
     * @param toMicros end of the last one
     * @param nowMicros time after this has not elapsed
     */
    RollupReader(Connection connection, List<LogChannel> channels, long fromMicros, long toMicros, long nowMicros)
            throws SQLException {
        this.connection = connection;
        this.channels = channels;
        this.nowMicros = nowMicros;
        fromHour = Hours.of(fromMicros);
        toHour = Math.max(fromHour, Hours.from(Math.min(toMicros, nowMicros)));
        if (!channels.isEmpty() && toHour > fromHour) {
            rows();
            marks();
            news();
        }
    }

    /** Readings that had to be looked at. */
    long readings() {
        return readings;
    }

    private static Sql.Array ids(List<LogChannel> channels) {
        return Sql.integers(channels.stream().map(LogChannel::id).toList());
    }

    private void rows() throws SQLException {
        Sql.list(
                connection,
                row -> rows.computeIfAbsent(row.getInt("channel_id"), id -> new HashMap<>())
                        .put(
                                row.getInt("number"),
                                new Row(
                                        row.getLong("known_us"),
                                        row.getDouble("mean"),
                                        row.getDouble("min"),
                                        row.getDouble("max"),
                                        row.getLong("readings"),
                                        row.getDouble("kinetic_rate"))),
                "select channel_id, hour_number(hour) as number, known_us, mean, min, max, readings, kinetic_rate from reading_rollup"
                        + " where channel_id = any (?) and hour >= ? and hour < ?",
                ids(channels),
                Hours.beginInstant(fromHour),
                Hours.beginInstant(toHour));
    }

    private void marks() throws SQLException {
        Sql.list(
                connection,
                row -> mark(row.getInt("channel_id"), row.getInt("from_hour"), row.getLong("to_hour")),
                """
                select channel_id, hour as from_hour, hour::bigint + 1 as to_hour from rollup_dirty
                where channel_id = any (?) and hour >= ? and hour < ?
                union all
                select r.channel_id, r.from_hour, coalesce(r.to_hour::bigint + ceil(c.max_hold_s / 3600)::bigint, 9223372036854775807)
                from rollup_range r join channel c on c.id = r.channel_id where r.channel_id = any (?)
                """,
                ids(channels),
                fromHour,
                toHour,
                ids(channels));
    }

    /** Of the last second or so: what batches have left is made marks of all the time. */
    private void news() throws SQLException {
        var reach = new HashMap<Integer, Integer>();
        channels.forEach(channel -> reach.put(channel.id(), Hours.reach(channel.maxHoldMicros())));
        Sql.list(
                connection,
                row -> {
                    int channel = row.getInt("channel_id");
                    int hour = row.getInt("hour");
                    return mark(channel, hour, (long) hour + 1 + reach.getOrDefault(channel, 0));
                },
                """
                select distinct k.channel_id, coalesce(k.hour, n.hours[1]) as hour
                from rollup_news n cross join lateral unnest(n.channel_ids, n.hours) k(channel_id, hour)
                where n.channel_ids && ? and k.channel_id = any (?) and coalesce(k.hour, n.hours[1]) < ?
                """,
                ids(channels),
                ids(channels),
                toHour);
    }

    private boolean mark(int channel, int from, long to) {
        int begin = Math.max(from, fromHour);
        int end = (int) Math.min(to, toHour);
        if (begin < end) {
            dirty.computeIfAbsent(channel, id -> new BitSet()).set(begin - fromHour, end - fromHour);
        }
        return true;
    }

    /**
     * What a channel measured, and for how much of the time.
     *
     * @param elapsedMicros of each interval: for so long the channel measured the unit, up to now
     */
    record Result(List<Measured> measured, List<Long> elapsedMicros) {}

    /**
     * Reads one of the channels.
     *
     * @param edges begins of the intervals and end of the last, ascending, within the time that was given at first
     */
    Result read(LogChannel channel, long[] edges) throws SQLException {
        var reading = new Reading(channel, edges);
        for (Stretch stretch : channel.stretches()) {
            reading.stretch(stretch);
        }
        return new Result(
                reading.measured, Arrays.stream(reading.elapsed).boxed().toList());
    }

    /** One channel, hour by hour. */
    private final class Reading implements StandingReadings.Pieces {
        private final LogChannel channel;
        private final long[] edges;
        private final List<Measured> measured = new ArrayList<>();
        private final long[] elapsed;
        private final Set<Long> cut = new HashSet<>();
        private final Map<Integer, Row> own;
        private final @Nullable BitSet changed;

        Reading(LogChannel channel, long[] edges) {
            this.channel = channel;
            this.edges = edges;
            elapsed = new long[edges.length - 1];
            boolean temperature = channel.quantity() == Quantity.TEMPERATURE;
            for (int i = 0; i < elapsed.length; i++) {
                measured.add(new Measured(temperature));
            }
            for (long edge : edges) {
                if (Math.floorMod(edge, Hours.MICROS) != 0) {
                    cut.add(Math.floorDiv(edge, Hours.MICROS));
                }
            }
            own = rows.getOrDefault(channel.id(), Map.of());
            changed = dirty.get(channel.id());
        }

        void stretch(Stretch stretch) throws SQLException {
            long from = Math.max(stretch.fromMicros(), edges[0]);
            long to = Math.min(Math.min(stretch.toMicros(), edges[edges.length - 1]), nowMicros);
            if (from >= to) {
                return;
            }
            each(from, to, (index, begin, end) -> elapsed[index] += end - begin);
            long own = from; // begin of what has to be reckoned
            for (long begin = from; begin < to; ) {
                int hour = Hours.of(begin);
                long end = Math.min(to, Hours.begin(hour + 1));
                if (rolledUp(hour, begin, end, stretch)) {
                    reckon(stretch, own, begin);
                    take(hour);
                    own = end;
                }
                begin = end;
            }
            reckon(stretch, own, to);
        }

        private boolean rolledUp(int hour, long begin, long end, Stretch stretch) {
            return end - begin == Hours.MICROS
                    && begin - channel.maxHoldMicros() >= stretch.placedFromMicros()
                    && !cut.contains((long) hour)
                    && (changed == null || !changed.get(hour - fromHour));
        }

        /** An hour without a row was unknown. */
        private void take(int hour) {
            Row row = own.get(hour);
            if (row != null) {
                Measured into = measured.get(interval(Hours.begin(hour)));
                into.add(row.knownMicros(), row.mean(), row.min(), row.max(), row.rate());
                into.count(row.readings());
            }
        }

        private void reckon(Stretch stretch, long from, long to) throws SQLException {
            if (from >= to) {
                return;
            }
            var standing = new StandingReadings(from, to, channel.maxHoldMicros(), channel.distrusted(), this);
            BinaryCopyOut.readings(
                    connection,
                    channel.id(),
                    Math.max(stretch.placedFromMicros(), from - channel.maxHoldMicros()),
                    to,
                    (time, value) -> {
                        readings++;
                        standing.reading(time, value);
                    });
            standing.end();
        }

        @Override
        public void stood(long fromMicros, long toMicros, double value) {
            each(
                    fromMicros,
                    toMicros,
                    (index, begin, end) -> measured.get(index).stood(end - begin, value));
        }

        @Override
        public void reading(long timeMicros) {
            measured.get(interval(timeMicros)).count(1);
        }

        private int interval(long micros) {
            int found = Arrays.binarySearch(edges, micros);
            return found >= 0 ? found : -found - 2;
        }

        private void each(long from, long to, Parts parts) {
            long begin = from;
            for (int index = interval(from); begin < to; index++) {
                long end = Math.min(to, edges[index + 1]);
                parts.part(index, begin, end);
                begin = end;
            }
        }
    }

    /** Takes the parts of a time that lie in an interval each. */
    private interface Parts {
        void part(int index, long fromMicros, long toMicros);
    }
}
