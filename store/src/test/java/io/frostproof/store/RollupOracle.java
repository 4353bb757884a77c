package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.network.Span;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a channel measured, second by second out of its ordered readings: slow, and without anything that the roll-ups are made with. Its
 * readings, holds and spans lie on whole seconds.
 */
record RollupOracle(NavigableMap<Long, Double> readings, long holdS, List<Span> distrusted, boolean temperature) {

    private static final long SECOND = 1_000_000;

    /** What it comes to; {@code kinetic} is the mean of the rates. */
    record Sum(long knownS, double mean, double min, double max, long readings, double kinetic) {}

    static RollupOracle of(Database database, int channel) {
        return database.read(connection -> {
            var readings = new TreeMap<Long, Double>();
            Sql.list(
                    connection,
                    row -> readings.put(Sql.micros(row, "time") / SECOND, row.getDouble("value")),
                    "select time, value from reading where channel_id = ?",
                    channel);
            List<Span> spans = Sql.list(
                    connection,
                    row -> {
                        Long to = Sql.microsOrNull(row, "to_time");
                        return new Span(
                                Sql.micros(row, "from_time") / SECOND, to == null ? Long.MAX_VALUE : to / SECOND);
                    },
                    "select from_time, to_time from channel_distrust where channel_id = ?",
                    channel);
            long hold = Sql.number(connection, "select max_hold_s::bigint from channel where id = ?", channel);
            boolean temperature = Sql.number(
                            connection,
                            "select count(*) from channel where id = ? and quantity = 'temperature'",
                            channel)
                    == 1;
            return new RollupOracle(readings, hold, spans, temperature);
        });
    }

    /** Of [from, to) in seconds since 1970; readings before {@code placedS} do not count. Null: nothing is known. */
    @Nullable
    Sum sum(long placedS, long fromS, long toS) {
        long known = 0;
        double sum = 0;
        double rates = 0;
        double min = Double.MAX_VALUE;
        double max = -Double.MAX_VALUE;
        for (long second = fromS; second < toS; second++) {
            Map.Entry<Long, Double> standing = standing(placedS, second);
            if (standing != null) {
                double value = standing.getValue();
                known++;
                sum += value;
                rates += Math.exp(-10_000 * (1 / (value + 273.15) - 1 / 293.15));
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        long count = readings.subMap(Math.max(placedS, fromS), toS).keySet().stream()
                .filter(time -> !Span.anyCovers(distrusted, time))
                .count();
        return known == 0 ? null : new Sum(known, sum / known, min, max, count, rates / known);
    }

    private Map.@Nullable Entry<Long, Double> standing(long placedS, long second) {
        if (Span.anyCovers(distrusted, second)) {
            return null;
        }
        Map.Entry<Long, Double> entry = readings.floorEntry(second);
        while (entry != null && second < entry.getKey() + holdS && entry.getKey() >= placedS) {
            long time = entry.getKey();
            if (!Span.anyCovers(distrusted, time)) {
                boolean interrupted = distrusted.stream()
                        .anyMatch(span -> span.fromMicros() < span.toMicros()
                                && span.fromMicros() > time
                                && span.fromMicros() <= second);
                return interrupted ? null : entry;
            }
            entry = readings.lowerEntry(time);
        }
        return null;
    }

    /** The same, but for rounding. */
    static void same(
            @Nullable Sum expected, RollupOracle of, long knownUs, long readings, double @Nullable [] minMaxMeanRate) {
        if (expected == null || minMaxMeanRate == null) {
            assertThat(expected).isNull();
            assertThat(knownUs).isZero();
            return;
        }
        assertThat(knownUs).isEqualTo(expected.knownS() * SECOND);
        assertThat(readings).isEqualTo(expected.readings());
        assertThat(minMaxMeanRate[0]).isEqualTo(expected.min());
        assertThat(minMaxMeanRate[1]).isEqualTo(expected.max());
        assertThat(minMaxMeanRate[2]).isCloseTo(expected.mean(), within(1e-9));
        if (of.temperature()) {
            assertThat(minMaxMeanRate[3]).isCloseTo(expected.kinetic(), within(1e-9));
        }
    }
}
