package io.frostproof.store;

import io.frostproof.audit.LogChannel;
import io.frostproof.audit.Stretch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a chart of a unit needs. Readings come out of the database as they are and are thinned while they come: that is faster than to
 * have the database group them, and the gaps are found by the very rule of the unit's log. Thread-safe; calls block.
 */
public final class ChartQueries {

    private final Database database;

    public ChartQueries(Database database) {
        this.database = database;
    }

    /**
     * A chart.
     *
     * @param bucketS length of a bucket; 0 when the columns are the readings themselves
     * @param excursions those that overlap the range
     */
    public record Chart(
            String unit,
            Instant from,
            Instant to,
            double bucketS,
            @Nullable Double bandMinCelsius,
            @Nullable Double bandMaxCelsius,
            List<Channel> channels,
            List<IncidentQueries.Excursion> excursions) {}

    /**
     * A channel, for the time for which it measured the unit. Times are seconds since 1970.
     *
     * @param t begin of each bucket that has readings, ascending
     * @param gaps time [from, to) for which no reading stood; when there are more than points, those that begin in one bucket are one
     * @param distrusted time [from, to) for which nobody trusts the readings; part of the gaps
     */
    public record Channel(
            String device,
            String channel,
            String quantity,
            String valueUnit,
            double maxHoldS,
            List<Long> t,
            List<Double> min,
            List<Double> max,
            List<Double> mean,
            List<List<Long>> gaps,
            List<List<Long>> distrusted) {}

    private record Band(
            @Nullable Double minCelsius, @Nullable Double maxCelsius) {}

    /**
     * The chart of a unit over event time [from, to).
     *
     * @param points most buckets per channel, at least 2
     * @param now time after this is no gap
     * @return empty if there is no such unit
     */
    public Optional<Chart> chart(String unit, Instant from, Instant to, int points, Instant now) {
        return database.read(connection -> {
            Band band = Sql.first(
                    connection,
                    row -> new Band(
                            row.getObject("band_min_celsius", Double.class),
                            row.getObject("band_max_celsius", Double.class)),
                    "select p.band_min_celsius, p.band_max_celsius from unit u"
                            + " left join storage_profile p on p.id = u.profile_id where u.id = ?",
                    unit);
            if (band == null) {
                return Optional.empty();
            }
            long fromMicros = Sql.micros(from);
            long toMicros = Sql.micros(to);
            long bucketS = ChartColumns.bucketSeconds(fromMicros, toMicros, points);
            var columns = new ArrayList<ChartColumns>();
            for (LogChannel channel : PostgresUnitLog.channels(connection, unit, fromMicros, toMicros)) {
                columns.add(read(connection, channel, new ChartColumns(channel, bucketS, points, Sql.micros(now))));
            }
            boolean raw = columns.stream().allMatch(ChartColumns::few);
            return Optional.of(new Chart(
                    unit,
                    from,
                    to,
                    raw ? 0 : bucketS,
                    band.minCelsius(),
                    band.maxCelsius(),
                    columns.stream().map(column -> column.columns(raw)).toList(),
                    IncidentQueries.overlapping(connection, unit, from, to)));
        });
    }

    private static ChartColumns read(Connection connection, LogChannel channel, ChartColumns columns)
            throws SQLException {
        for (Stretch stretch : channel.stretches()) {
            ChartColumns.Part part = columns.begin(stretch);
            BinaryCopyOut.readings(
                    connection,
                    channel.id(),
                    // As far back as a reading can reach into the stretch.
                    Math.max(stretch.placedFromMicros(), stretch.fromMicros() - channel.maxHoldMicros()),
                    stretch.toMicros(),
                    part::reading);
            part.end();
        }
        return columns;
    }
}
