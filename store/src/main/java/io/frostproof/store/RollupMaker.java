package io.frostproof.store;

import io.frostproof.alerts.network.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of {@code reading_rollup} out of the readings that are stored, and of the configuration that holds. For one thread and one
 * transaction.
 */
final class RollupMaker {

    private final Connection connection;
    private long readings;

    /** Hours of a channel that follow each other; {@code toHour} is exclusive. */
    record Run(int channelId, int fromHour, int toHour) {
        long fromMicros() {
            return Hours.begin(fromHour);
        }

        long toMicros() {
            return Hours.begin(toHour);
        }
    }

    /** What readings of a channel stand by. */
    private record Holding(int channelId, long maxHoldMicros, boolean temperature) {}

    RollupMaker(Connection connection) {
        this.connection = connection;
    }

    /** Readings that were read so far. */
    long readings() {
        return readings;
    }

    /** As {@code (channel_id, from_hour, to_hour)}. */
    static Object[] parameters(List<Run> runs) {
        return new Object[] {
            Sql.integers(runs.stream().map(Run::channelId).toList()),
            Sql.integers(runs.stream().map(Run::fromHour).toList()),
            Sql.integers(runs.stream().map(Run::toHour).toList())
        };
    }

    /** Makes all hours of these runs anew; runs of one channel do not overlap. */
    void make(List<Run> runs) throws SQLException {
        Sql.update(
                connection,
                "delete from reading_rollup d using unnest(?, ?, ?) k(channel_id, from_hour, to_hour) where d.channel_id = k.channel_id"
                        + " and d.hour >= timestamptz 'epoch' + k.from_hour * interval '1 hour'"
                        + " and d.hour < timestamptz 'epoch' + k.to_hour * interval '1 hour'",
                parameters(runs));
        var rows = new Rows();
        List<Integer> channels = runs.stream().map(Run::channelId).distinct().toList();
        Map<Integer, Holding> holdings = holdings(channels);
        Map<Integer, List<Span>> distrusted = ChannelTrust.distrusted(connection, channels);
        List<Run> known = runs.stream()
                .filter(run -> holdings.containsKey(run.channelId()))
                .toList();
        if (known.isEmpty()) {
            return;
        }
        var open = new Open();
        BinaryCopyOut.rows(connection, readingsOf(known, holdings), row -> {
            int index = row.integer();
            if (index != open.index) {
                open.end();
                Run run = known.get(index - 1);
                Holding holding = holdings.get(run.channelId());
                if (holding == null) {
                    throw new IllegalStateException("channel " + run.channelId() + " was filtered out");
                }
                open.index = index;
                open.hours = new HourPieces(run.channelId(), holding.temperature(), rows);
                open.standing = new StandingReadings(
                        run.fromMicros(),
                        run.toMicros(),
                        holding.maxHoldMicros(),
                        distrusted.getOrDefault(run.channelId(), List.of()),
                        open.hours);
            }
            readings++;
            if (open.standing != null) {
                open.standing.reading(row.micros(), row.number());
            }
        });
        open.end();
        rows.insert(connection);
    }

    /** The run whose readings are coming. */
    private static final class Open {
        private int index;
        private @Nullable StandingReadings standing;
        private @Nullable HourPieces hours;

        void end() {
            if (standing != null && hours != null) {
                standing.end();
                hours.close();
            }
        }
    }

    private Map<Integer, Holding> holdings(List<Integer> channels) throws SQLException {
        var holdings = new HashMap<Integer, Holding>();
        for (Holding holding : Sql.list(
                connection,
                row -> new Holding(
                        row.getInt("id"),
                        Math.round(row.getDouble("max_hold_s") * 1e6),
                        row.getString("quantity").equals("temperature")),
                "select id, max_hold_s, quantity from channel where id = any (?)",
                Sql.integers(channels))) {
            holdings.put(holding.channelId(), holding);
        }
        return holdings;
    }

    /** All in one statement, each along the index: COPY takes no parameters, and these are numbers and times, and no input. */
    private static String readingsOf(List<Run> runs, Map<Integer, Holding> holdings) {
        String channels =
                runs.stream().map(run -> String.valueOf(run.channelId())).collect(Collectors.joining(","));
        String from = runs.stream()
                .map(run -> {
                    Holding holding = holdings.get(run.channelId());
                    long before = holding == null ? 0 : holding.maxHoldMicros();
                    return Sql.instant(run.fromMicros() - before).toString();
                })
                .collect(Collectors.joining(","));
        String to =
                runs.stream().map(run -> Sql.instant(run.toMicros()).toString()).collect(Collectors.joining(","));
        return "select c.n::integer, r.time, r.value from unnest('{" + channels + "}'::integer[], '{" + from
                + "}'::timestamptz[], '{" + to + "}'::timestamptz[]) with ordinality c(id, from_time, to_time, n)"
                + " cross join lateral (select time, value from reading where channel_id = c.id and time >= c.from_time"
                + " and time < c.to_time order by time) r order by c.n, r.time";
    }

    /** Divides pieces among hours. */
    private static final class HourPieces implements StandingReadings.Pieces {
        private final int channelId;
        private final boolean temperature;
        private final Rows rows;
        private int hour;
        private @Nullable Measured measured;

        HourPieces(int channelId, boolean temperature, Rows rows) {
            this.channelId = channelId;
            this.temperature = temperature;
            this.rows = rows;
        }

        @Override
        public void stood(long fromMicros, long toMicros, double value) {
            long from = fromMicros;
            while (from < toMicros) {
                int own = Hours.of(from);
                long to = Math.min(toMicros, Hours.begin(own + 1));
                of(own).stood(to - from, value);
                from = to;
            }
        }

        @Override
        public void reading(long timeMicros) {
            of(Hours.of(timeMicros)).count(1);
        }

        private Measured of(int wanted) {
            Measured now = measured;
            if (now == null || hour != wanted) {
                close();
                now = new Measured(temperature);
                measured = now;
                hour = wanted;
            }
            return now;
        }

        void close() {
            Measured done = measured;
            measured = null;
            if (done != null && done.known()) {
                rows.add(channelId, hour, done);
            }
        }
    }

    /** Rows on their way, column by column. */
    private static final class Rows {
        private final List<Integer> channels = new ArrayList<>();
        private final List<Integer> hours = new ArrayList<>();
        private final List<Long> known = new ArrayList<>();
        private final List<Double> means = new ArrayList<>();
        private final List<Double> lows = new ArrayList<>();
        private final List<Double> highs = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();
        private final List<@Nullable Double> rates = new ArrayList<>();

        void add(int channelId, int hour, Measured measured) {
            channels.add(channelId);
            hours.add(hour);
            known.add(measured.knownMicros());
            means.add(measured.mean());
            lows.add(measured.min());
            highs.add(measured.max());
            counts.add(Math.toIntExact(measured.readings()));
            rates.add(measured.rate());
        }

        void insert(Connection connection) throws SQLException {
            if (channels.isEmpty()) {
                return;
            }
            Sql.update(
                    connection,
                    """
                    insert into reading_rollup (channel_id, hour, known_us, mean, min, max, readings, kinetic_rate)
                    select channel_id, timestamptz 'epoch' + hour * interval '1 hour', known_us, mean, min, max, readings, kinetic_rate
                    from unnest(?, ?, ?, ?, ?, ?, ?, ?) k(channel_id, hour, known_us, mean, min, max, readings, kinetic_rate)
                    """,
                    Sql.integers(channels),
                    Sql.integers(hours),
                    new Sql.Array("int8", known),
                    doubles(means),
                    doubles(lows),
                    doubles(highs),
                    Sql.integers(counts),
                    doubles(rates));
        }

        private static Sql.Array doubles(List<? extends @Nullable Double> values) {
            return new Sql.Array("float8", values);
        }
    }
}
