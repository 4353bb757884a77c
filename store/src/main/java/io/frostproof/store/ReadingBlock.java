package io.frostproof.store;

import io.frostproof.alerts.network.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Readings of several channels, read in one pass over the table in whatever order they lie there, and in memory in the order of time. Channels report side by side, so
 * the rows of one are spread over all pages of its time: to follow the index of each of many channels would look at each page once for every channel.
 */
final class ReadingBlock {

    private final Map<Integer, Readings> byChannel = new HashMap<>();

    private ReadingBlock() {}

    /**
     * Reads them.
     *
     * @param wanted of each channel the event time
     */
    static ReadingBlock read(Connection connection, Map<Integer, Span> wanted) throws SQLException {
        var block = new ReadingBlock();
        wanted.forEach((channel, span) -> block.byChannel.put(channel, new Readings(span)));
        if (wanted.isEmpty()) {
            return block;
        }
        long from = wanted.values().stream().mapToLong(Span::fromMicros).min().orElseThrow();
        long to = wanted.values().stream().mapToLong(Span::toMicros).max().orElseThrow();
        // COPY takes no parameters; these are numbers and times, and no input. Not in order: to sort all would cost
        // more than what is out of order does.
        BinaryCopyOut.rows(
                connection,
                "select channel_id, time, value from reading where channel_id in ("
                        + new TreeSet<>(wanted.keySet())
                                .stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + ") and time >= '" + Sql.instant(from) + "' and time < '" + Sql.instant(to) + "'",
                row -> {
                    Readings readings = block.byChannel.get(row.integer());
                    long time = row.micros();
                    double value = row.number();
                    if (readings != null) {
                        readings.add(time, value);
                    }
                });
        block.byChannel.values().forEach(Readings::inOrder);
        return block;
    }

    /** Visits the readings of a channel with event time [from, to), in order; they must have been wanted. */
    void each(int channel, long fromMicros, long toMicros, BinaryCopyOut.Visitor visitor) {
        Readings readings = byChannel.get(channel);
        if (readings == null || fromMicros < readings.wanted.fromMicros() || toMicros > readings.wanted.toMicros()) {
            throw new IllegalArgumentException(
                    "channel " + channel + " was not read from " + fromMicros + " to " + toMicros + " us");
        }
        readings.each(fromMicros, toMicros, visitor);
    }

    private static final class Readings {
        private final Span wanted;
        private long[] times = new long[64];
        private double[] values = new double[64];
        private int count;
        private boolean ordered = true;

        Readings(Span wanted) {
            this.wanted = wanted;
        }

        void add(long time, double value) {
            if (!wanted.covers(time)) {
                return;
            }
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            ordered &= count == 0 || times[count - 1] < time;
            times[count] = time;
            values[count++] = value;
        }

        void inOrder() {
            if (ordered) {
                return;
            }
            int[] order = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingLong(i -> times[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            times = Arrays.stream(order).mapToLong(i -> times[i]).toArray();
            values = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
            ordered = true;
        }

        void each(long from, long to, BinaryCopyOut.Visitor visitor) {
            int found = Arrays.binarySearch(times, 0, count, from);
            for (int i = found >= 0 ? found : -found - 1; i < count && times[i] < to; i++) {
                visitor.reading(times[i], values[i]);
            }
        }
    }
}
