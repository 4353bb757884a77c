package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How warm a unit is at a moment, and how that changes, by the probes that are in it and are trusted. Those in the product count alone, where there are any.
 *
 * @param coldest °C, of all probes of which a reading stands
 * @param warmest °C
 * @param kelvinPerHour of the probe that changes fastest, over the last {@link #WINDOW}; 0 when nobody can tell
 */
record PlanWarmth(double coldest, double warmest, double kelvinPerHour) {

    /** Readings of this time make the trend. */
    static final Duration WINDOW = Duration.ofMinutes(30);

    /** Of a shorter time noise would make it. */
    private static final double SHORTEST_S = 300;

    private record Probe(boolean inProduct, double now, double trend) {}

    /** Of each of these units of which anything is known. */
    static Map<String, PlanWarmth> of(Connection connection, Collection<String> units, Instant now)
            throws SQLException {
        Map<String, List<Probe>> probes = new HashMap<>();
        Sql.list(
                connection,
                row -> {
                    Instant newest = Sql.instant(row, "time");
                    if (!ChannelNow.stands(newest, row.getDouble("max_hold_s"), now)) {
                        return false;
                    }
                    Instant first = Sql.instantOrNull(row, "first_time");
                    double value = row.getDouble("value");
                    return probes.computeIfAbsent(row.getString("unit_id"), id -> new ArrayList<>())
                            .add(new Probe(
                                    row.getString("senses").equals("product"),
                                    value,
                                    trend(first, row.getDouble("first_value"), newest, value)));
                },
                """
                select p.unit_id, c.senses, c.max_hold_s, r.time, r.value, f.time as first_time, f.value as first_value
                from placement p join channel c on c.id = p.channel_id
                cross join lateral (select time, value from reading x where x.channel_id = c.id and x.time <= ? and x.time >= p.valid_from order by time desc limit 1) r
                left join lateral (select time, value from reading x where x.channel_id = c.id and x.time >= greatest(?, p.valid_from) and x.time < r.time
                                   order by time limit 1) f on true
                where p.unit_id = any (?) and c.quantity = 'temperature' and p.valid_from <= ? and (p.valid_to is null or p.valid_to > ?)
                  and not exists (select from channel_distrust d where d.channel_id = c.id and d.to_time is null)
                """,
                now,
                now.minus(WINDOW),
                Sql.texts(List.copyOf(units)),
                now,
                now);
        Map<String, PlanWarmth> warmth = new HashMap<>();
        probes.forEach((unit, all) -> warmth.put(unit, of(all)));
        return warmth;
    }

    private static double trend(@Nullable Instant first, double before, Instant newest, double value) {
        if (first == null) {
            return 0;
        }
        double seconds = Duration.between(first, newest).toMillis() / 1000.0;
        return seconds < SHORTEST_S ? 0 : (value - before) / seconds * 3600;
    }

    private static PlanWarmth of(List<Probe> all) {
        List<Probe> inProduct = all.stream().filter(Probe::inProduct).toList();
        List<Probe> counting = inProduct.isEmpty() ? all : inProduct;
        double trend = 0;
        double coldest = Double.POSITIVE_INFINITY;
        double warmest = Double.NEGATIVE_INFINITY;
        for (Probe probe : counting) {
            trend = Math.abs(probe.trend()) > Math.abs(trend) ? probe.trend() : trend;
            coldest = Math.min(coldest, probe.now());
            warmest = Math.max(warmest, probe.now());
        }
        return new PlanWarmth(coldest, warmest, trend);
    }
}
