package io.frostproof.store;

import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.ApprovalRule;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.Disruption;
import io.frostproof.alerts.network.NetworkLane;
import io.frostproof.alerts.network.NodeCapability;
import io.frostproof.alerts.network.TemperatureRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where goods can go, on its way into the database. Lanes and disruptions that are gone from the file stay; the rooms of a node, the fallbacks of a region and the rules are
 * lists that the file says whole, when it says them. For one transaction.
 */
final class DecisionImport {

    private final Connection connection;
    private final DecisionConfig decisions;
    private final Upsert upsert;
    private final Counter counter;

    /** Adds a row or changes it. */
    interface Upsert {
        /**
         * Table and column names are constants, never input.
         *
         * @return whether anything changed
         */
        boolean row(String table, String key, List<String> columns, @Nullable Object... values) throws SQLException;
    }

    /** What became of rows. */
    enum Change {
        ADDED,
        CHANGED,
        UNCHANGED
    }

    /** Counts rows of lists that are written whole. */
    interface Counter {
        void count(Change change, int rows);
    }

    DecisionImport(Connection connection, DecisionConfig decisions, Upsert upsert, Counter counter) {
        this.connection = connection;
        this.decisions = decisions;
        this.upsert = upsert;
        this.counter = counter;
    }

    /** Before units, which refer to them. */
    void classes() throws SQLException {
        for (TemperatureRange range : decisions.classes()) {
            upsert.row(
                    "temperature_class",
                    "id",
                    List.of("id", "name", "min_celsius", "max_celsius"),
                    range.id(),
                    range.name(),
                    range.minCelsius(),
                    range.maxCelsius());
        }
    }

    /** After regions, nodes and units. */
    void run() throws SQLException {
        for (NodeCapability capability : decisions.capabilities()) {
            capability(capability);
        }
        for (NetworkLane lane : decisions.lanes()) {
            lane(lane);
        }
        for (Map.Entry<String, List<String>> region : new TreeMap<>(decisions.fallbacks()).entrySet()) {
            var rows = new ArrayList<@Nullable Object[]>();
            for (String node : region.getValue()) {
                rows.add(new @Nullable Object[] {region.getKey(), rows.size() + 1, node});
            }
            whole(
                    "region_fallback",
                    "region_id",
                    region.getKey(),
                    List.of("region_id", "position", "node_id"),
                    "position",
                    rows);
        }
        for (Disruption disruption : decisions.disruptions()) {
            disruption(disruption);
        }
        if (decisions.currency() != null) {
            upsert.row("decision_setting", "only_row", List.of("only_row", "currency"), true, decisions.currency());
        }
        List<ApprovalRule> rules = decisions.rules();
        if (rules != null) {
            rules(rules);
        }
    }

    private void capability(NodeCapability capability) throws SQLException {
        Schedule hours = capability.dockHours();
        upsert.row(
                "node_capability",
                "node_id",
                List.of(
                        "node_id",
                        "opens_at",
                        "closes_at",
                        "dock_hours",
                        "unloading_s",
                        "backup_power",
                        "partner",
                        "authorisations",
                        "loss_likelihood",
                        "cost_per_litre",
                        "mean_repair_s"),
                capability.node(),
                capability.opens(),
                capability.closes(),
                hours.always()
                        ? null
                        : new Sql.Json(ConditionJson.windows(hours).toString()),
                seconds(capability.unloading()),
                capability.backupPower(),
                capability.partner(),
                sorted(capability.authorisations()),
                capability.lossLikelihood(),
                capability.costPerLitre(),
                seconds(capability.meanRepair()));
        var rows = new ArrayList<@Nullable Object[]>();
        new TreeMap<>(capability.litres())
                .forEach((range, litres) -> rows.add(new @Nullable Object[] {capability.node(), range, litres}));
        whole("node_capacity", "node_id", capability.node(), List.of("node_id", "class", "litres"), "class", rows);
    }

    private void lane(NetworkLane lane) throws SQLException {
        upsert.row(
                "lane",
                "id",
                List.of(
                        "id",
                        "from_node",
                        "to_node",
                        "carrier",
                        "transit_s",
                        "slow_factor",
                        "reliability",
                        "mean_delay_s",
                        "keeps",
                        "cost_per_unit",
                        "cost_per_litre",
                        "litres"),
                lane.id(),
                lane.from(),
                lane.to(),
                lane.carrier(),
                seconds(lane.transit()),
                lane.slowFactor(),
                lane.reliability(),
                seconds(lane.meanDelay()),
                sorted(lane.keeps()),
                lane.costPerUnit(),
                lane.costPerLitre(),
                lane.litres());
    }

    private void disruption(Disruption disruption) throws SQLException {
        upsert.row(
                "disruption",
                "id",
                List.of(
                        "id",
                        "kind",
                        "thing",
                        "failure",
                        "likelihood",
                        "detection",
                        "backup",
                        "decides",
                        "executes",
                        "runbook"),
                disruption.id(),
                disruption.kind().id(),
                disruption.thing(),
                disruption.failure(),
                disruption.likelihood(),
                disruption.detection(),
                disruption.backup(),
                disruption.decides(),
                disruption.executes(),
                Sql.texts(disruption.runbook()));
    }

    private void rules(List<ApprovalRule> rules) throws SQLException {
        var rows = new ArrayList<@Nullable Object[]>();
        for (ApprovalRule rule : rules) {
            rows.add(new @Nullable Object[] {
                rows.size() + 1,
                Sql.texts(rule.dispositions()),
                rule.upToValue(),
                Sql.texts(rule.regions()),
                Sql.texts(rule.nodes()),
                rule.persons(),
                Sql.texts(rule.roles()),
                rule.oneOf(),
                rule.reasonRequired(),
                seconds(rule.escalateAfter()),
                Sql.texts(rule.escalateTo())
            });
        }
        whole(
                "governance_rule",
                "true",
                true,
                List.of(
                        "position",
                        "dispositions",
                        "up_to_value",
                        "regions",
                        "nodes",
                        "persons",
                        "roles",
                        "one_of",
                        "reason_required",
                        "escalate_after_s",
                        "escalate_to"),
                "position",
                rows);
    }

    /**
     * Writes a list whole: row by row, what is in it no more goes.
     *
     * @param key expression by which the list is found, of which {@code value} is the value
     * @param within column that tells its rows apart
     */
    private void whole(
            String table, String key, Object value, List<String> columns, String within, List<@Nullable Object[]> rows)
            throws SQLException {
        String all = String.join(", ", columns);
        List<String> before = texts(all, table, key, value, within);
        Sql.update(connection, "delete from " + table + " where " + key + " = ?", value);
        Sql.batch(
                connection,
                "insert into " + table + " (" + all + ") values ("
                        + String.join(", ", columns.stream().map(column -> "?").toList()) + ")",
                rows);
        List<String> after = texts(all, table, key, value, within);
        int same = (int) after.stream().filter(before::contains).count();
        int changed = Math.min(before.size(), after.size()) - same;
        counter.count(Change.UNCHANGED, same);
        counter.count(Change.ADDED, Math.max(0, after.size() - before.size()));
        counter.count(Change.CHANGED, changed + Math.max(0, before.size() - after.size()));
    }

    /** In the words of the database: those of the driver differ by how often a statement was used. */
    private List<String> texts(String columns, String table, String key, Object value, String within)
            throws SQLException {
        return Sql.list(
                connection,
                row -> row.getString(1),
                "select row(" + columns + ")::text from " + table + " where " + key + " = ? order by " + within,
                value);
    }

    private static Sql.Array sorted(Collection<String> words) {
        return Sql.texts(words.stream().sorted().toList());
    }

    private static @Nullable Double seconds(@Nullable Duration length) {
        return length == null ? null : length.toMillis() / 1000.0;
    }
}
