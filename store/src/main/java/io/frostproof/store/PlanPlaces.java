package io.frostproof.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What nodes and lanes can do at a moment, out of their rows. Every node is there, also one of which nobody told anything: it takes nothing.
 *
 * @param nodes by id
 * @param currency of all costs and values
 */
record PlanPlaces(
        List<TemperatureClass> classes,
        Map<String, Node> nodes,
        List<Lane> lanes,
        Map<String, List<String>> fallbacks,
        String currency) {

    /** A node that closes within this time takes nothing more: goods that come are not to be moved again at once. */
    static final Duration LAST_DAYS = Duration.ofDays(7);

    /** As far as hours of docks are looked ahead; no goods of a plan are under way for longer. */
    private static final Duration AHEAD = Duration.ofDays(15);

    /**
     * A node as it is told.
     *
     * @param declaredDark whether people say that it cannot be counted on now
     * @param litres by class, in all
     */
    record Node(
            String id,
            String region,
            ZoneId zone,
            boolean declaredDark,
            @Nullable Instant opens,
            @Nullable Instant closes,
            Schedule dockHours,
            Duration unloading,
            boolean backupPower,
            @Nullable String partner,
            Set<String> authorisations,
            double lossLikelihood,
            double costPerLitre,
            @Nullable Duration meanRepair,
            Map<String, Long> litres) {

        /**
         * As the planner wants it.
         *
         * @param taken by class, litres that are there or are going to be
         */
        Site site(boolean dark, Map<String, Long> taken, Instant now) {
            var capacities = new ArrayList<Capacity>();
            boolean closing = closes != null && closes.isBefore(now.plus(LAST_DAYS));
            if (!closing) {
                new TreeMap<>(litres).forEach((range, all) -> {
                    long free = Math.max(0, all - taken.getOrDefault(range, 0L));
                    long from = opens == null || !opens.isAfter(now) ? Long.MIN_VALUE : Sql.micros(opens);
                    capacities.add(new Capacity(range, List.of(new Capacity.Step(from, free))));
                });
            }
            return new Site(
                    id,
                    region,
                    dark,
                    capacities,
                    shifts(now),
                    unloading,
                    backupPower,
                    partner,
                    authorisations,
                    lossLikelihood,
                    costPerLitre);
        }

        private List<Span> shifts(Instant now) {
            if (dockHours.always()) {
                return Site.ALWAYS;
            }
            var shifts = new ArrayList<Span>();
            long end = Sql.micros(now.plus(AHEAD));
            for (long time = Sql.micros(now); time < end; ) {
                long until = dockHours.sameUntil(time, zone);
                if (dockHours.watches(time, zone)) {
                    shifts.add(new Span(time, until));
                }
                time = until;
            }
            return shifts;
        }
    }

    static PlanPlaces read(Connection connection, Instant now) throws SQLException {
        List<TemperatureClass> classes = Sql.list(
                connection,
                row -> new TemperatureClass(
                        row.getString("id"), row.getDouble("min_celsius"), row.getDouble("max_celsius")),
                "select id, min_celsius, max_celsius from temperature_class");
        Map<String, Map<String, Long>> litres = new HashMap<>();
        Sql.list(
                connection,
                row -> litres.computeIfAbsent(row.getString("node_id"), id -> new HashMap<>())
                        .put(row.getString("class"), row.getLong("litres")),
                "select node_id, class, litres from node_capacity");
        var nodes = new TreeMap<String, Node>();
        Sql.list(
                connection,
                row -> nodes.put(row.getString("id"), node(row, litres.getOrDefault(row.getString("id"), Map.of()))),
                """
                select n.id, n.region_id, n.time_zone, c.*,
                       coalesce((select s.state = 'dark' and (s.until is null or s.until > ?) from node_state s
                                 where s.node_id = n.id order by s.id desc limit 1), false) as dark
                from node n left join node_capability c on c.node_id = n.id
                """,
                now);
        List<Lane> lanes = Sql.list(connection, PlanPlaces::lane, """
                select l.*, coalesce((select case when s.until is null or s.until > ? then s.state else 'open' end from lane_state s
                                      where s.lane_id = l.id order by s.id desc limit 1), 'open') as state
                from lane l
                """, now);
        var fallbacks = new TreeMap<String, List<String>>();
        Sql.list(
                connection,
                row -> fallbacks
                        .computeIfAbsent(row.getString("region_id"), id -> new ArrayList<>())
                        .add(row.getString("node_id")),
                "select region_id, node_id from region_fallback order by region_id, position");
        String currency = Sql.first(connection, row -> row.getString(1), "select currency from decision_setting");
        return new PlanPlaces(
                classes, nodes, lanes, fallbacks, currency == null ? DecisionConfig.USUAL_CURRENCY : currency);
    }

    private static Node node(ResultSet row, Map<String, Long> litres) throws SQLException {
        boolean told = row.getString("node_id") != null;
        String hours = row.getString("dock_hours");
        return new Node(
                row.getString("id"),
                row.getString("region_id"),
                ZoneId.of(row.getString("time_zone")),
                row.getBoolean("dark"),
                Sql.instantOrNull(row, "opens_at"),
                Sql.instantOrNull(row, "closes_at"),
                hours == null ? Schedule.ALWAYS : ConditionJson.schedule(Sql.fromJson(hours, JsonNode.class)),
                seconds(row.getDouble("unloading_s")),
                row.getBoolean("backup_power"),
                row.getString("partner"),
                told ? words(row, "authorisations") : Set.of(),
                row.getDouble("loss_likelihood"),
                row.getDouble("cost_per_litre"),
                secondsOrNull(row.getObject("mean_repair_s", Double.class)),
                litres);
    }

    private static Lane lane(ResultSet row) throws SQLException {
        String word = row.getString("state");
        Lane.State state = Lane.State.OPEN;
        for (Lane.State one : Lane.State.values()) {
            state = one.id().equals(word) ? one : state;
        }
        return new Lane(
                row.getString("id"),
                row.getString("from_node"),
                row.getString("to_node"),
                row.getString("carrier"),
                state,
                seconds(row.getDouble("transit_s")),
                row.getDouble("slow_factor"),
                row.getDouble("reliability"),
                seconds(row.getDouble("mean_delay_s")),
                words(row, "keeps"),
                row.getDouble("cost_per_unit"),
                row.getDouble("cost_per_litre"),
                row.getObject("litres", Long.class));
    }

    static Set<String> words(ResultSet row, String column) throws SQLException {
        return Set.of((String[]) row.getArray(column).getArray());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static @Nullable Duration secondsOrNull(@Nullable Double seconds) {
        return seconds == null ? null : seconds(seconds);
    }
}
