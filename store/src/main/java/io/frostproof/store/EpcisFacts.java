package io.frostproof.store;

import io.frostproof.alerts.life.Life;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks up what a batch of EPCIS events names. */
final class EpcisFacts {

    private static final String OWN = "urn:frostproof:";

    /** Tables of what has a name of ours, by the word in it. */
    private static final Map<String, String> TABLES = Map.of(
            "unit", "unit",
            "node", "node",
            "device", "device",
            "product", "product",
            "lot", "lot",
            "handling-unit", "handling_unit");

    private final Connection connection;
    private final EpcisLog.Asked asked;
    private final Map<String, EpcisLog.Thing> things = new HashMap<>();

    EpcisFacts(Connection connection, EpcisLog.Asked asked) {
        this.connection = connection;
        this.asked = asked;
    }

    EpcisLog.Facts read() throws SQLException {
        readThings();
        var names = new HashSet<String>();
        asked.names().keySet().forEach(uri -> names.add(nameOf(uri)));
        names.remove("");
        Sql.Array all = texts(names);
        var goods = new HashMap<String, EpcisLog.Goods>();
        Sql.list(
                connection,
                row -> goods.put(
                        row.getString("id"),
                        new EpcisLog.Goods(
                                row.getString("lot_id"),
                                row.getBoolean("quantity_known") ? row.getBigDecimal("quantity") : null,
                                row.getString("quantity_unit"))),
                "select id, lot_id, quantity, quantity_known, quantity_unit from handling_unit where id = any (?)",
                all);
        names.removeAll(goods.keySet());
        return new EpcisLog.Facts(
                things, soleUnits(), goods, containers(names), contents(), lots(), channels(), deviceNodes());
    }

    /** Goods are known whatever was packed into them. */
    private Set<String> containers(Set<String> noGoods) throws SQLException {
        return noGoods.isEmpty()
                ? Set.of()
                : Set.copyOf(Sql.list(connection, row -> row.getString(1), """
                select distinct e.other from stock_event_carrier c join stock_event e on e.id = c.event_id
                where c.carrier = any (?) and e.kind = 'packed' and e.other = c.carrier and e.voided_at is null
                """, texts(noGoods)));
    }

    /** The name of goods or of a container. */
    private String nameOf(String uri) {
        EpcisLog.Thing thing = things.get(uri);
        return thing != null && thing.kind().equals("handling_unit")
                ? thing.id()
                : asked.names().getOrDefault(uri, "");
    }

    private void readThings() throws SQLException {
        Sql.list(
                connection,
                row -> things.put(
                        row.getString("uri"), new EpcisLog.Thing(row.getString("kind"), row.getString("thing"))),
                "select uri, kind, thing from identifier where uri = any (?)",
                texts(asked.names().keySet()));
        var own = new HashMap<String, List<String>>();
        for (String uri : asked.names().keySet()) {
            int colon = uri.startsWith(OWN) ? uri.indexOf(':', OWN.length()) : -1;
            if (colon > 0 && TABLES.containsKey(uri.substring(OWN.length(), colon))) {
                own.computeIfAbsent(uri.substring(OWN.length(), colon), word -> new ArrayList<>())
                        .add(uri.substring(colon + 1));
            }
        }
        for (Map.Entry<String, List<String>> each : own.entrySet()) {
            String table = TABLES.getOrDefault(each.getKey(), "");
            Sql.list(
                    connection,
                    row -> things.put(
                            OWN + each.getKey() + ":" + row.getString(1), new EpcisLog.Thing(table, row.getString(1))),
                    "select id from " + table + " where id = any (?)",
                    Sql.texts(each.getValue()));
        }
    }

    private List<String> ids(String kind) {
        return things.values().stream()
                .filter(thing -> thing.kind().equals(kind))
                .map(EpcisLog.Thing::id)
                .distinct()
                .toList();
    }

    private Map<String, String> soleUnits() throws SQLException {
        var sole = new HashMap<String, String>();
        List<String> nodes = ids("node");
        if (!nodes.isEmpty()) {
            Sql.list(
                    connection,
                    row -> sole.put(row.getString(1), row.getString(2)),
                    "select node_id, min(id) from unit where node_id = any (?) and kind <> 'generator' group by node_id having count(*) = 1",
                    Sql.texts(nodes));
        }
        return sole;
    }

    private Map<String, String> lots() throws SQLException {
        var products = new HashMap<String, String>();
        var ids = new LinkedHashSet<>(asked.lotNumbers());
        ids.addAll(ids("lot"));
        if (!ids.isEmpty()) {
            Sql.list(
                    connection,
                    row -> products.put(row.getString(1), row.getString(2)),
                    "select id, product_id from lot where id = any (?)",
                    texts(ids));
        }
        return products;
    }

    private Map<String, List<String>> contents() throws SQLException {
        var contents = new HashMap<String, List<String>>();
        if (!asked.opened().isEmpty()) {
            var names = new LinkedHashSet<String>();
            asked.opened().forEach(uri -> names.add(nameOf(uri)));
            Map<String, Life> lives = LifeRows.of(connection, names);
            lives.forEach((name, life) -> {
                String container = life.container();
                if (container != null && names.contains(container)) {
                    contents.computeIfAbsent(container, each -> new ArrayList<>())
                            .add(name);
                }
            });
        }
        return contents;
    }

    private Map<String, List<EpcisLog.Channel>> channels() throws SQLException {
        var channels = new HashMap<String, List<EpcisLog.Channel>>();
        List<String> devices = ids("device");
        devices.forEach(device -> channels.put(device, new ArrayList<>()));
        if (!devices.isEmpty()) {
            Sql.list(
                    connection,
                    row -> channels.computeIfAbsent(row.getString("device_id"), device -> new ArrayList<>())
                            .add(new EpcisLog.Channel(
                                    row.getString("device_id"),
                                    row.getString("name"),
                                    row.getString("quantity"),
                                    row.getString("unit"))),
                    "select device_id, name, quantity, unit from channel where device_id = any (?) order by name",
                    Sql.texts(devices));
        }
        return channels;
    }

    private Map<String, String> deviceNodes() throws SQLException {
        var nodes = new HashMap<String, String>();
        List<String> devices = ids("device");
        if (!devices.isEmpty()) {
            Sql.list(
                    connection,
                    row -> nodes.put(row.getString(1), row.getString(2)),
                    "select id, node_id from device where id = any (?)",
                    Sql.texts(devices));
        }
        return nodes;
    }

    private static Sql.Array texts(Collection<String> values) {
        return Sql.texts(new ArrayList<>(values));
    }
}
