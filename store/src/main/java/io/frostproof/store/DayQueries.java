package io.frostproof.store;

import io.frostproof.audit.LogChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the channels of a unit measured day by day, out of roll-ups. Thread-safe; calls block. */
public final class DayQueries {

    private static final double SECOND_MICROS = 1e6;
    /** Shares are said in thousandths of a percent, as in the log of a unit. */
    private static final double SHARES = 100_000;

    private final Database database;

    public DayQueries(Database database) {
        this.database = database;
    }

    /** Days of a unit; {@code timeZone} is that of its node, which says when a day begins. */
    public record Days(String unit, String timeZone, List<Day> items) {}

    /** Which days; both are among them. */
    public record Range(LocalDate from, LocalDate to) {}

    /**
     * A day of a channel, as far as it measured the unit and has elapsed.
     *
     * @param from begin of the day
     * @param to its end, exclusive: 23, 24 or 25 hours later
     * @param min of the values that stood, in the canonical unit; null, as the two others, when nothing was known
     * @param mean each value weighted by how long it stood
     * @param meanKinetic mean kinetic temperature in degrees Celsius (USP 1160, 83.144 kJ/mol); null of other quantities
     * @param readings trusted ones with an event time in the day
     * @param knownS for so long a trusted reading stood, in s
     * @param unknownS for so long none did, in s
     * @param coveragePercent known of the two, rounded down to a thousandth
     */
    public record Day(
            LocalDate day,
            Instant from,
            Instant to,
            String device,
            String channel,
            String quantity,
            String valueUnit,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            @Nullable Double meanKinetic,
            long readings,
            double knownS,
            double unknownS,
            double coveragePercent) {}

    /**
     * Days of a unit by day, device and channel. Days that have not begun, and those in which a channel did not measure the unit, are left
     * out.
     *
     * @param range says which, by what day it is at the unit
     * @param now time after this has not elapsed
     * @return empty if there is no such unit
     */
    public Optional<Days> days(String unit, Function<LocalDate, Range> range, Instant now) {
        return database.read(connection -> {
            String zone = Sql.first(
                    connection,
                    row -> row.getString(1),
                    "select n.time_zone from unit u join node n on n.id = u.node_id where u.id = ?",
                    unit);
            if (zone == null) {
                return Optional.empty();
            }
            ZoneId where = ZoneId.of(zone);
            Range wanted = range.apply(LocalDate.ofInstant(now, where));
            return Optional.of(new Days(unit, zone, days(connection, unit, where, wanted.from(), wanted.to(), now)));
        });
    }

    private static List<Day> days(
            Connection connection, String unit, ZoneId zone, LocalDate first, LocalDate last, Instant now)
            throws SQLException {
        var begins = new ArrayList<Instant>();
        for (LocalDate day = first; !day.isAfter(last.plusDays(1)); day = day.plusDays(1)) {
            begins.add(day.atStartOfDay(zone).toInstant());
        }
        long[] edges = begins.stream().mapToLong(Sql::micros).toArray();
        long from = edges[0];
        long to = edges[edges.length - 1];
        List<LogChannel> channels = PostgresUnitLog.channels(connection, unit, from, to);
        var reader = new RollupReader(connection, channels, from, to, Sql.micros(now));
        var results = new ArrayList<RollupReader.Result>();
        for (LogChannel channel : channels) {
            results.add(reader.read(channel, edges));
        }
        var days = new ArrayList<Day>();
        for (int day = 0; day + 1 < edges.length; day++) {
            for (int i = 0; i < channels.size(); i++) {
                long elapsed = results.get(i).elapsedMicros().get(day);
                if (elapsed > 0) {
                    days.add(day(
                            first.plusDays(day),
                            begins.get(day),
                            begins.get(day + 1),
                            channels.get(i),
                            results.get(i).measured().get(day),
                            elapsed));
                }
            }
        }
        return days;
    }

    private static Day day(
            LocalDate day, Instant from, Instant to, LogChannel channel, Measured measured, long elapsedMicros) {
        boolean known = measured.known();
        return new Day(
                day,
                from,
                to,
                channel.device(),
                channel.name(),
                channel.quantity().id(),
                channel.quantity().canonicalUnit().ucum(),
                known ? Double.valueOf(measured.min()) : null,
                known ? Double.valueOf(measured.max()) : null,
                known ? Double.valueOf(measured.mean()) : null,
                measured.meanKineticCelsius(),
                measured.readings(),
                measured.knownMicros() / SECOND_MICROS,
                (elapsedMicros - measured.knownMicros()) / SECOND_MICROS,
                Math.floor(SHARES * measured.knownMicros() / elapsedMicros) / 1000);
    }
}
