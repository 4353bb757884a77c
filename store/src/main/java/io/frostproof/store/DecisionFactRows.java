package io.frostproof.store;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.frostproof.alerts.action.DecisionFacts;
import io.frostproof.alerts.action.DecisionFacts.Change;
import io.frostproof.alerts.action.DecisionFacts.Device;
import io.frostproof.alerts.action.DecisionFacts.Goods;
import io.frostproof.alerts.action.DecisionFacts.Lane;
import io.frostproof.alerts.action.DecisionFacts.Place;
import io.frostproof.alerts.action.DecisionFacts.ToldEvent;
import io.frostproof.alerts.action.DecisionFacts.Value;
import io.frostproof.alerts.plan.Action;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a decision is about, read for those who are told of it. */
final class DecisionFactRows {

    private static final String OWN = "urn:frostproof:";

    /** What others call a thing: the first in alphabetical order, so that it is the same every time. */
    private static final String URI =
            "(select min(i.uri collate \"C\") from identifier i where i.kind = '%s' and i.thing = %s)";

    private static final String UNIT_URI = URI.formatted("unit", "u.id");

    /** Its first parameter is the time that is now. */
    private static final String GOODS = """
            select h.id, h.lot_id, h.quantity, h.quantity_unit, l.product_id, p.name as product_name, u.id as unit_id, u.name as unit_name, u.node_id,
                   n.name as node_name,\s""" + UNIT_URI + " as unit_uri, " + URI.formatted("node", "n.id") + """
             as node_uri,
                   array(select i.uri from identifier i where i.kind = 'handling_unit' and i.thing = h.id order by i.uri collate "C") as uris
            from decision_item x join handling_unit h on h.id = x.handling_unit_id join lot l on l.id = h.lot_id join product p on p.id = l.product_id
            left join lateral (select m.to_unit_id from movement m where m.handling_unit_id = h.id and m.time <= ? order by m.time desc limit 1) m on true
            left join unit u on u.id = m.to_unit_id left join node n on n.id = u.node_id
            """;

    private DecisionFactRows() {}

    private record Located(Goods goods, @Nullable Place node) {}

    static DecisionFacts read(Connection connection, UUID id, Instant now) throws SQLException {
        List<Located> located = Sql.list(
                connection,
                DecisionFactRows::located,
                GOODS + "where x.decision_id = ? order by h.id collate \"C\"",
                now,
                id);
        List<Goods> goods = located.stream().map(Located::goods).toList();
        var nodes = new HashSet<@Nullable Place>();
        located.forEach(each -> nodes.add(each.node()));
        Place common = nodes.size() == 1 ? nodes.iterator().next() : null;
        List<String> units = goods.stream()
                .map(Goods::unit)
                .filter(Objects::nonNull)
                .map(unit -> Objects.requireNonNull(unit).id())
                .distinct()
                .sorted()
                .toList();
        List<Device> devices = SignalRows.devices(connection, id, units, now);
        List<ToldEvent> told = told(connection, id);
        DecisionFacts facts = Sql.first(
                connection,
                row -> facts(row, common, goods, devices, told),
                """
                select d.*, l.carrier, f.name as from_name, t.name as to_name,\s"""
                        + URI.formatted("node", "d.from_node") + " as from_uri, "
                        + URI.formatted("node", "d.to_node") + " as to_uri "
                        + "from decision d left join lane l on l.id = d.lane_id left join node f on f.id = d.from_node"
                        + " left join node t on t.id = d.to_node where d.id = ?",
                id);
        if (facts == null) {
            throw new IllegalStateException("there is no decision " + id);
        }
        return facts;
    }

    /** One handling unit of a decision as it was at an instant; null when it is none of it. */
    static @Nullable Goods goods(Connection connection, UUID decision, String handlingUnit, Instant at)
            throws SQLException {
        return Sql.first(
                connection,
                row -> located(row).goods(),
                GOODS + "where x.decision_id = ? and h.id = ?",
                at,
                decision,
                handlingUnit);
    }

    private static DecisionFacts facts(
            ResultSet row, @Nullable Place common, List<Goods> goods, List<Device> devices, List<ToldEvent> told)
            throws SQLException {
        String state = row.getString("state");
        boolean reverted = state.equals("reverted");
        if (!reverted && !state.equals("approved")) {
            throw new IllegalStateException(
                    "decision " + Sql.uuid(row, "id") + " is " + state + ", so nobody is told of it");
        }
        Place from = place(row, "from");
        String lane = row.getString("lane_id");
        BigDecimal value = row.getBigDecimal("value_amount");
        String currency = row.getString("value_currency");
        String by = row.getString(reverted ? "reverted_by" : "decided_by");
        return new DecisionFacts(
                Sql.uuid(row, "id"),
                reverted ? Change.REVERTED : Change.COMPLETED,
                disposition(row.getString("disposition")),
                Sql.instant(row, reverted ? "reverted_at" : "decided_at"),
                by == null ? "policy" : by,
                row.getString(reverted ? "revert_reason" : "reason"),
                row.getString("policy_version"),
                row.getObject("incident_id", UUID.class),
                row.getObject("plan_id", UUID.class),
                from == null ? common : from,
                place(row, "to"),
                lane == null ? null : new Lane(lane, row.getString("carrier")),
                row.getString("temperature_class"),
                Sql.instantOrNull(row, "departs_at"),
                Sql.instantOrNull(row, "arrives_at"),
                value == null || currency == null ? null : new Value(value, currency),
                goods,
                devices,
                told);
    }

    private static Action disposition(String id) {
        return Arrays.stream(Action.values())
                .filter(action -> action.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("disposition was " + id));
    }

    private static @Nullable Place place(ResultSet row, String which) throws SQLException {
        String id = row.getString(which + "_node");
        String uri = row.getString(which + "_uri");
        return id == null
                ? null
                : new Place(id, row.getString(which + "_name"), uri == null ? OWN + "node:" + id : uri);
    }

    private static Located located(ResultSet row) throws SQLException {
        String unit = row.getString("unit_id");
        String uri = row.getString("unit_uri");
        String nodeUri = row.getString("node_uri");
        String node = row.getString("node_id");
        return new Located(
                new Goods(
                        row.getString("id"),
                        List.of((String[]) row.getArray("uris").getArray()),
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        row.getString("product_name"),
                        row.getBigDecimal("quantity"),
                        row.getString("quantity_unit"),
                        unit == null
                                ? null
                                : new Place(
                                        unit, row.getString("unit_name"), uri == null ? OWN + "unit:" + unit : uri)),
                node == null
                        ? null
                        : new Place(
                                node, row.getString("node_name"), nodeUri == null ? OWN + "node:" + node : nodeUri));
    }

    /** EPCIS events that receivers have, or may have: those whose time has not come were not told. */
    private static List<ToldEvent> told(Connection connection, UUID decision) throws SQLException {
        return Sql.list(
                connection,
                row -> new ToldEvent(row.getString("key"), row.getString("target"), tree(row.getString("payload"))),
                "select key, target, payload from action where decision_id = ? and kind = 'epcis'"
                        + " and key not like '%/reverted-%' and key not like '%/destroyed-%' order by number",
                decision);
    }

    private static Map<String, @Nullable Object> tree(String json) {
        try {
            return Sql.JSON
                    .readerFor(new TypeReference<LinkedHashMap<String, @Nullable Object>>() {})
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readValue(json);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the payload of an action", e);
        }
    }
}
