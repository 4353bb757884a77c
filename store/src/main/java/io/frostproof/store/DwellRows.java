package io.frostproof.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.dwell.Sojourn;
import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Stage;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.notify.Notice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows about how long handling units are somewhere. Limits are kept as the words of the network file, durations in seconds. */
final class DwellRows {

    private DwellRows() {}

    static Sql.Json write(List<DwellLimit> limits) {
        ArrayNode array = Sql.JSON.createArrayNode();
        for (DwellLimit limit : limits) {
            array.addObject()
                    .put("stage", limit.stage().id())
                    .put("in_all", limit.inAll())
                    .put("level", limit.level().id())
                    .put("limit_s", limit.limit().toMillis() / 1000.0);
        }
        return new Sql.Json(array.toString());
    }

    static List<DwellLimit> read(String json) {
        var limits = new ArrayList<DwellLimit>();
        for (JsonNode node : Sql.fromJson(json, JsonNode.class)) {
            limits.add(new DwellLimit(
                    Objects.requireNonNull(Stage.find(node.path("stage").asText())),
                    node.path("in_all").asBoolean(),
                    Objects.requireNonNull(Level.find(node.path("level").asText())),
                    Duration.ofMillis(Math.round(node.path("limit_s").asDouble() * 1000))));
        }
        return List.copyOf(limits);
    }

    /** All versions, in the order in which they were recorded. */
    static List<DwellRules> rules(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                row -> {
                    Long from = Sql.microsOrNull(row, "effective_from");
                    return new DwellRules(
                            row.getLong("id"),
                            Objects.requireNonNull(DwellRules.Scope.find(row.getString("scope"))),
                            row.getString("ref"),
                            from == null ? RuleVersion.FROM_THE_BEGINNING : from,
                            read(row.getString("limits")),
                            row.getString("source"));
                },
                "select * from dwell_rule order by id");
    }

    /** What a unit is for those who stay there. */
    static final String PLACE = "u.node_id, n.region_id, u.kind, u.stage";

    /** The stage of a row with {@code kind} and {@code stage} of a unit. */
    static Stage stage(ResultSet row) throws SQLException {
        String own = row.getString("stage");
        if (own != null) {
            return Objects.requireNonNull(Stage.find(own));
        }
        UnitKind kind = UnitKind.find(row.getString("kind"));
        return kind == null ? Stage.STORAGE : Stage.of(kind);
    }

    private static Sojourn sojourn(ResultSet row) throws SQLException {
        return new Sojourn(
                row.getString("unit_id"),
                row.getString("node_id"),
                row.getString("region_id"),
                stage(row),
                Sql.micros(row, "from_time"),
                Sql.microsOrNull(row, "to_time"));
    }

    /** Where goods were that had other names before, past by past; none when they never had. */
    static List<List<Sojourn>> pasts(Connection connection, String handlingUnit) throws SQLException {
        var strands = new TreeMap<Integer, List<Sojourn>>();
        Sql.list(
                connection,
                row -> strands.computeIfAbsent(row.getInt("strand"), strand -> new ArrayList<>())
                        .add(sojourn(row)),
                "select p.strand, p.unit_id, p.from_time, nullif(p.until, 'infinity') as to_time, " + PLACE
                        + " from past_stay p join unit u on u.id = p.unit_id join node n on n.id = u.node_id"
                        + " where p.handling_unit_id = ? order by p.strand, p.from_time",
                handlingUnit);
        return List.copyOf(strands.values());
    }

    /** Instants at which goods of it went on under another name. */
    static Set<Long> became(Connection connection, String handlingUnit) throws SQLException {
        return Set.copyOf(Sql.list(
                connection,
                row -> Sql.micros(row, "until"),
                "select distinct until from past_stay where called = ? and handling_unit_id <> ? and until < 'infinity'",
                handlingUnit,
                handlingUnit));
    }

    static List<Sojourn> sojourns(Connection connection, String handlingUnit) throws SQLException {
        return Sql.list(
                connection,
                DwellRows::sojourn,
                "select s.unit_id, s.from_time, s.to_time, " + PLACE
                        + " from stay s join unit u on u.id = s.unit_id join node n on n.id = u.node_id"
                        + " where s.handling_unit_id = ? order by s.from_time",
                handlingUnit);
    }

    static Notice.Stock stock(ResultSet row) throws SQLException {
        return new Notice.Stock(
                row.getString("handling_unit_id"),
                row.getString("lot_id"),
                row.getString("product_id"),
                row.getBigDecimal("quantity"),
                row.getString("quantity_unit"));
    }

    /** Asks the desks to look, at once, at every handling unit that was somewhere at a time or later. */
    static void askAboutAll(Connection connection, @Nullable Object fromTime) throws SQLException {
        Sql.update(connection, """
                insert into dwell_look (region_id, handling_unit_id, due_at)
                select distinct n.region_id, m.handling_unit_id, timestamptz 'epoch'
                from movement m join unit u on u.id = m.to_unit_id join node n on n.id = u.node_id
                where m.until > coalesce(?::timestamptz, '-infinity')
                order by 1, 2
                on conflict (region_id, handling_unit_id) do update set due_at = excluded.due_at
                """, fromTime);
    }
}
