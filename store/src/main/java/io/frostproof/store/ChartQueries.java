package io.frostproof.store;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.network.PlanMaker;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.audit.LogChannel;
import io.frostproof.audit.Stretch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a chart of a unit needs. Readings come out of the database as they are and are thinned while they come: that is faster than to
 * have the database group them, and the gaps are found by the very rule of the unit's log. Thread-safe; calls block.
 */
public final class ChartQueries {

    /** More would not be read. */
    static final int MOST_RETRACTED = 100;

    private final Database database;

    public ChartQueries(Database database) {
        this.database = database;
    }

    /**
     * A chart.
     *
     * @param bucketS length of a bucket; 0 when the columns are the readings themselves
     * @param excursions those that overlap the range
     * @param limits of rules on the temperature of air and product that were in force within the range
     * @param retracted what was once taken for an excursion in the range and is not any more, oldest first; at most {@value #MOST_RETRACTED}
     */
    public record Chart(
            String unit,
            Instant from,
            Instant to,
            double bucketS,
            @Nullable Double bandMinCelsius,
            @Nullable Double bandMaxCelsius,
            List<Channel> channels,
            List<IncidentQueries.Excursion> excursions,
            List<Limit> limits,
            List<IncidentQueries.Retracted> retracted) {}

    /**
     * The threshold of a rule, in degrees Celsius.
     *
     * @param measure {@code value} (of the probe) or {@code product}
     * @param rule in words
     * @param from event time from which it was in force; null: from the beginning
     * @param to event time until which it was; null: it is
     */
    public record Limit(
            String slot,
            String level,
            String measure,
            String operator,
            double threshold,
            String rule,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * A channel, for the time for which it measured the unit. Times are seconds since 1970.
     *
     * @param t begin of each bucket that has readings, ascending
     * @param gaps time [from, to) for which no reading stood; when there are more than points, those that begin in one bucket are one
     * @param distrusted time [from, to) for which nobody trusts the readings; part of the gaps
     * @param senses {@code air} or {@code product}: what a temperature probe is in
     * @param product what the air does to the product; null where that is not reckoned
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
            List<List<Long>> distrusted,
            String senses,
            @Nullable Product product) {}

    /**
     * The temperature of the product beside that of the air, reckoned at each reading. One value for each bucket of the channel; null where it is
     * not reckoned, since a probe is in the product.
     *
     * @param lagS time constant at the end of the range
     */
    public record Product(
            double lagS, List<@Nullable Double> min, List<@Nullable Double> max, List<@Nullable Double> mean) {}

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
            RuleRows.Watched watched = RuleRows.of(connection, unit);
            UnitRules rules = watched == null ? UnitRules.NONE : watched.rules();
            List<LogChannel> channels = PostgresUnitLog.channels(connection, unit, fromMicros, toMicros);
            Set<Integer> inProduct = inProduct(connection, channels);
            List<PlanMaker.ProductProbe> probes = probes(connection, unit);
            var columns = new ArrayList<ChartColumns>();
            for (LogChannel channel : channels) {
                boolean air = channel.quantity() == Quantity.TEMPERATURE && !inProduct.contains(channel.id());
                columns.add(read(
                        connection,
                        channel,
                        new ChartColumns(channel, bucketS, points, Sql.micros(now)),
                        air ? rules : UnitRules.NONE,
                        probes));
            }
            boolean raw = columns.stream().allMatch(ChartColumns::few);
            double lagS = ProductCurve.lagMicros(rules, toMicros) / 1e6;
            var shown = new ArrayList<Channel>();
            for (int i = 0; i < channels.size(); i++) {
                Sense senses = inProduct.contains(channels.get(i).id()) ? Sense.PRODUCT : Sense.AIR;
                shown.add(columns.get(i).columns(raw, senses, lagS));
            }
            return Optional.of(new Chart(
                    unit,
                    from,
                    to,
                    raw ? 0 : bucketS,
                    band.minCelsius(),
                    band.maxCelsius(),
                    shown,
                    IncidentQueries.overlapping(connection, unit, from, to),
                    limits(rules, fromMicros, toMicros),
                    IncidentQueries.retracted(connection, unit, from, to, MOST_RETRACTED)));
        });
    }

    private static ChartColumns read(
            Connection connection,
            LogChannel channel,
            ChartColumns columns,
            UnitRules rules,
            List<PlanMaker.ProductProbe> probes)
            throws SQLException {
        for (Stretch stretch : channel.stretches()) {
            long runIn = ProductCurve.runInMicros(rules, stretch.toMicros());
            ChartColumns.Part part = columns.begin(
                    stretch, runIn == 0 ? null : new ProductCurve(rules, probes, channel.maxHoldMicros()));
            BinaryCopyOut.readings(
                    connection,
                    channel.id(),
                    // As far back as a reading can reach into the stretch.
                    Math.max(
                            stretch.placedFromMicros(),
                            stretch.fromMicros() - Math.max(runIn, channel.maxHoldMicros())),
                    stretch.toMicros(),
                    part::reading);
            part.end();
        }
        return columns;
    }

    private static Set<Integer> inProduct(Connection connection, List<LogChannel> channels) throws SQLException {
        return Set.copyOf(Sql.list(
                connection,
                row -> row.getInt("id"),
                "select id from channel where id = any (?) and senses = 'product'",
                Sql.integers(channels.stream().map(LogChannel::id).toList())));
    }

    private static List<PlanMaker.ProductProbe> probes(Connection connection, String unit) throws SQLException {
        return Sql.list(
                connection,
                row -> {
                    Long to = Sql.microsOrNull(row, "valid_to");
                    return new PlanMaker.ProductProbe(
                            Sql.micros(row, "valid_from"), to == null ? ChannelPlan.OPEN_END : to);
                },
                "select p.valid_from, p.valid_to from placement p join channel c on c.id = p.channel_id"
                        + " where p.unit_id = ? and c.senses = 'product' and c.quantity = 'temperature'",
                unit);
    }

    /** A limit that goes on from stretch to stretch is one. */
    private static List<Limit> limits(UnitRules rules, long fromMicros, long toMicros) {
        var limits = new ArrayList<Limit>();
        List<UnitRules.Stretch> stretches = rules.stretches();
        for (int i = 0; i < stretches.size(); i++) {
            UnitRules.Stretch stretch = stretches.get(i);
            Long end = i + 1 < stretches.size() ? stretches.get(i + 1).fromMicros() : null;
            if (stretch.fromMicros() >= toMicros || (end != null && end <= fromMicros)) {
                continue;
            }
            Instant from =
                    stretch.fromMicros() == RuleVersion.FROM_THE_BEGINNING ? null : Sql.instant(stretch.fromMicros());
            Instant to = end == null ? null : Sql.instant(end);
            for (Condition condition : stretch.conditions()) {
                boolean ofDegrees = condition.measure().kind() == Measure.Kind.VALUE
                        || condition.measure().kind() == Measure.Kind.PRODUCT;
                if (condition.quantity() == Quantity.TEMPERATURE && ofDegrees) {
                    add(limits, limit(condition, from, to));
                }
            }
        }
        return limits;
    }

    private static void add(List<Limit> limits, Limit next) {
        for (int i = 0; i < limits.size(); i++) {
            Limit before = limits.get(i);
            if (before.to() != null
                    && before.to().equals(next.from())
                    && before.equals(new Limit(
                            next.slot(),
                            next.level(),
                            next.measure(),
                            next.operator(),
                            next.threshold(),
                            next.rule(),
                            before.from(),
                            before.to()))) {
                limits.set(
                        i,
                        new Limit(
                                next.slot(),
                                next.level(),
                                next.measure(),
                                next.operator(),
                                next.threshold(),
                                next.rule(),
                                before.from(),
                                next.to()));
                return;
            }
        }
        limits.add(next);
    }

    private static Limit limit(Condition condition, @Nullable Instant from, @Nullable Instant to) {
        return new Limit(
                condition.slot(),
                condition.level().id(),
                condition.measure().kind().id(),
                condition.operator().symbol(),
                condition.threshold(),
                RuleText.of(condition),
                from,
                to);
    }
}
