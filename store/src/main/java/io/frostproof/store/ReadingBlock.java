package io.frostproof.store;

import io.frostproof.alerts.network.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Readings of several channels, in memory in the order of time. When about the same time of all is wanted, they are read in one pass over the table in whatever order they lie
 * there. Channels report side by side, so the rows of one are spread over all pages of its time: to follow the index of each of many channels would look at each page once for
 * every channel.
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
        BinaryCopyOut.rows(
                connection, together(wanted, from, to) ? inOnePass(wanted, from, to) : oneByOne(wanted), row -> {
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

    /** Whether most of what one pass would come across is wanted. */
    private static boolean together(Map<Integer, Span> wanted, long from, long to) {
        double sum = 0;
        for (Span span : wanted.values()) {
            sum += span.toMicros() - span.fromMicros();
        }
        return sum > 0.5 * wanted.size() * (to - from);
    }

    /**
     * COPY takes no parameters; these are numbers and times, and no input. Not in order: to sort all would cost more than what is out of order does.
     */
    private static String inOnePass(Map<Integer, Span> wanted, long from, long to) {
        return "select channel_id, time, value from reading where channel_id in ("
                + new TreeSet<>(wanted.keySet()).stream().map(String::valueOf).collect(Collectors.joining(", "))
                + ") and time >= '" + Sql.instant(from) + "' and time < '" + Sql.instant(to) + "'";
    }

    /** Each along the index. */
    private static String oneByOne(Map<Integer, Span> wanted) {
        List<Integer> channels = List.copyOf(wanted.keySet());
        Collector<CharSequence, ?, String> array = Collectors.joining(",", "'{", "}'");
        return "select c.id, r.time, r.value from unnest("
                + channels.stream().map(String::valueOf).collect(array) + "::integer[], "
                + instants(channels, channel -> span(wanted, channel).fromMicros()) + ", "
                + instants(channels, channel -> span(wanted, channel).toMicros()) + ") c(id, from_time, to_time)"
                + " cross join lateral (select time, value from reading where channel_id = c.id and time >= c.from_time"
                + " and time < c.to_time order by time) r";
    }

    private static String instants(List<Integer> channels, ToLongFunction<Integer> micros) {
        return channels.stream()
                .map(channel -> Sql.instant(micros.applyAsLong(channel)).toString())
                .collect(Collectors.joining(",", "'{", "}'::timestamptz[]"));
    }

    private static Span span(Map<Integer, Span> wanted, Integer channel) {
        return Objects.requireNonNull(wanted.get(channel));
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
