package io.frostproof.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lanes, what nodes can do for goods of others, and what people say of both; and what can fail where. Thread-safe; calls block. */
public final class WayQueries {

    private static final PageCursor LANES = PageCursor.of("lanes", Part.ascending("l.id", Kind.TEXT));
    private static final PageCursor CAPABILITIES = PageCursor.of("capabilities", Part.ascending("n.id", Kind.TEXT));
    private static final PageCursor DISRUPTIONS = PageCursor.of("disruptions", Part.ascending("d.id", Kind.TEXT));

    private static final String SELECT_LANE = """
            select l.*, s.state, s.until, s.reason, s.told_at, s.told_by
            from lane l left join lateral (select * from lane_state x where x.lane_id = l.id order by x.id desc limit 1) s on true
            """;

    private static final String SELECT_CAPABILITY = """
            select n.id, n.name, n.region_id, n.time_zone, c.*, s.state, s.until, s.reason, s.told_at, s.told_by,
                   (select coalesce(jsonb_object_agg(p.class, p.litres), '{}') from node_capacity p where p.node_id = n.id) as capacity
            from node n left join node_capability c on c.node_id = n.id
            left join lateral (select * from node_state x where x.node_id = n.id order by x.id desc limit 1) s on true
            """;

    private final Database database;

    public WayQueries(Database database) {
        this.database = database;
    }

    /**
     * An amount of money.
     *
     * @param amount a decimal number
     * @param currency ISO 4217 code
     */
    public record Money(String amount, String currency) {
        static Money of(BigDecimal amount, String currency) {
            return new Money(amount.toPlainString(), currency);
        }
    }

    /**
     * What people said last.
     *
     * @param state what holds now: after {@code until} it is as if nobody had said anything
     */
    public record Told(
            String state,
            @Nullable Instant until,
            @Nullable String reason,
            @Nullable Instant toldAt,
            @Nullable String toldBy) {}

    /**
     * A lane.
     *
     * @param litres within one plan; null: as much as there is
     */
    public record Lane(
            String id,
            String from,
            String to,
            String carrier,
            double transitS,
            double slowFactor,
            double reliability,
            double meanDelayS,
            List<String> keeps,
            Money costPerUnit,
            Money costPerLitre,
            @Nullable Long litres,
            Told state) {}

    /**
     * What a node can do.
     *
     * @param capacity litres of each temperature class, in all
     * @param taken of these, litres that are taken now
     */
    public record Capability(
            String node,
            String name,
            String region,
            Map<String, Long> capacity,
            Map<String, Long> taken,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt,
            double unloadingS,
            boolean backupPower,
            @Nullable String partner,
            List<String> authorisations,
            double lossLikelihood,
            Money costPerLitre,
            @Nullable Double meanRepairS,
            Told state) {}

    /**
     * What can fail.
     *
     * @param kind of the thing: {@code region}, {@code node}, {@code unit} or {@code lane}
     * @param runbook steps, in order
     */
    public record Disruption(
            String id,
            String kind,
            String thing,
            String failure,
            String likelihood,
            String detection,
            String backup,
            String decides,
            String executes,
            List<String> runbook) {}

    /** All lanes, by id. */
    public Page<Lane> lanes(PageRequest request, Instant now) {
        return database.read(connection -> {
            String currency = currency(connection);
            return Pages.of(
                    connection,
                    request,
                    LANES,
                    row -> lane(row, currency, now),
                    lane -> List.of(lane.id()),
                    SELECT_LANE,
                    new Filter());
        });
    }

    /** What all nodes can do, by id; also of those of which nobody told anything. */
    public Page<Capability> capabilities(PageRequest request, Instant now) {
        return database.read(connection -> {
            String currency = currency(connection);
            Map<String, Map<String, Long>> taken = PlanGoods.taken(connection, now);
            return Pages.of(
                    connection,
                    request,
                    CAPABILITIES,
                    row -> capability(row, currency, taken, now),
                    one -> List.of(one.node()),
                    SELECT_CAPABILITY,
                    new Filter());
        });
    }

    /** What can fail, by id. */
    public Page<Disruption> disruptions(PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                DISRUPTIONS,
                WayQueries::disruption,
                one -> List.of(one.id()),
                "select d.* from disruption d",
                new Filter()));
    }

    /**
     * Records what somebody says of a lane.
     *
     * @param state {@code open}, {@code slow} or {@code closed}
     * @param until null: until somebody says otherwise
     * @return as it is then; empty when there is no such lane
     */
    public Optional<Lane> tellLane(
            String id, String state, @Nullable Instant until, String reason, String by, Instant now) {
        return database.write(connection -> {
            int told = Sql.update(
                    connection,
                    "insert into lane_state (lane_id, state, until, reason, told_at, told_by) select l.id, ?, ?::timestamptz, ?, ?, ? from lane l where l.id = ?",
                    state,
                    until,
                    reason,
                    now,
                    by,
                    id);
            String currency = currency(connection);
            return told == 0
                    ? Optional.empty()
                    : Optional.ofNullable(Sql.first(
                            connection, row -> lane(row, currency, now), SELECT_LANE + " where l.id = ?", id));
        });
    }

    /**
     * Records what somebody says of a node.
     *
     * @param state {@code well} or {@code dark}
     * @param until null: until somebody says otherwise
     * @return as it is then; empty when there is no such node
     */
    public Optional<Capability> tellNode(
            String id, String state, @Nullable Instant until, String reason, String by, Instant now) {
        return database.write(connection -> {
            int told = Sql.update(
                    connection,
                    "insert into node_state (node_id, state, until, reason, told_at, told_by) select n.id, ?, ?::timestamptz, ?, ?, ? from node n where n.id = ?",
                    state,
                    until,
                    reason,
                    now,
                    by,
                    id);
            if (told == 0) {
                return Optional.empty();
            }
            String currency = currency(connection);
            Map<String, Map<String, Long>> taken = PlanGoods.taken(connection, now);
            return Optional.ofNullable(Sql.first(
                    connection,
                    row -> capability(row, currency, taken, now),
                    SELECT_CAPABILITY + " where n.id = ?",
                    id));
        });
    }

    /** Those of a unit, its node and its region: what to do when something is the matter there. */
    static List<Disruption> of(Connection connection, String unit) throws SQLException {
        return Sql.list(connection, WayQueries::disruption, """
                select d.* from disruption d join unit u on u.id = ? join node n on n.id = u.node_id
                where (d.kind = 'unit' and d.thing = u.id) or (d.kind = 'node' and d.thing = n.id) or (d.kind = 'region' and d.thing = n.region_id)
                order by case d.kind when 'unit' then 0 when 'node' then 1 else 2 end, d.id
                """, unit);
    }

    static String currency(Connection connection) throws SQLException {
        String currency = Sql.first(connection, row -> row.getString(1), "select currency from decision_setting");
        return currency == null ? DecisionConfig.USUAL_CURRENCY : currency;
    }

    private static Lane lane(ResultSet row, String currency, Instant now) throws SQLException {
        return new Lane(
                row.getString("id"),
                row.getString("from_node"),
                row.getString("to_node"),
                row.getString("carrier"),
                row.getDouble("transit_s"),
                row.getDouble("slow_factor"),
                row.getDouble("reliability"),
                row.getDouble("mean_delay_s"),
                words(row, "keeps"),
                Money.of(row.getBigDecimal("cost_per_unit"), currency),
                Money.of(row.getBigDecimal("cost_per_litre"), currency),
                row.getObject("litres", Long.class),
                told(row, "open", now));
    }

    private static Told told(ResultSet row, String usual, Instant now) throws SQLException {
        String state = row.getString("state");
        Instant until = Sql.instantOrNull(row, "until");
        boolean over = until != null && !until.isAfter(now);
        return state == null || over
                ? new Told(usual, null, null, null, null)
                : new Told(
                        state, until, row.getString("reason"), Sql.instant(row, "told_at"), row.getString("told_by"));
    }

    private static Capability capability(
            ResultSet row, String currency, Map<String, Map<String, Long>> taken, Instant now) throws SQLException {
        Map<String, Long> capacity = new TreeMap<>();
        Sql.fromJson(row.getString("capacity"), JsonNode.class)
                .properties()
                .forEach(entry -> capacity.put(entry.getKey(), entry.getValue().asLong()));
        String id = row.getString("id");
        BigDecimal cost = row.getBigDecimal("cost_per_litre");
        var used = new TreeMap<>(taken.getOrDefault(id, new HashMap<>()));
        used.keySet().retainAll(capacity.keySet());
        return new Capability(
                id,
                row.getString("name"),
                row.getString("region_id"),
                capacity,
                used,
                Sql.instantOrNull(row, "opens_at"),
                Sql.instantOrNull(row, "closes_at"),
                row.getDouble("unloading_s"),
                row.getBoolean("backup_power"),
                row.getString("partner"),
                row.getArray("authorisations") == null ? List.of() : words(row, "authorisations"),
                row.getDouble("loss_likelihood"),
                Money.of(cost == null ? BigDecimal.ZERO : cost, currency),
                row.getObject("mean_repair_s", Double.class),
                told(row, "well", now));
    }

    private static Disruption disruption(ResultSet row) throws SQLException {
        return new Disruption(
                row.getString("id"),
                row.getString("kind"),
                row.getString("thing"),
                row.getString("failure"),
                row.getString("likelihood"),
                row.getString("detection"),
                row.getString("backup"),
                row.getString("decides"),
                row.getString("executes"),
                words(row, "runbook"));
    }

    private static List<String> words(ResultSet row, String column) throws SQLException {
        return new ArrayList<>(List.of((String[]) row.getArray(column).getArray()));
    }
}
