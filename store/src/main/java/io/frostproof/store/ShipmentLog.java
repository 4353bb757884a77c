package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shipments that can still be turned. They move no stock: that is told by events of stock. Thread-safe; calls block. */
public final class ShipmentLog {

    private static final PageCursor ORDER = PageCursor.of("shipments", Part.ascending("s.id", Kind.TEXT));

    private static final String SELECT = """
            select s.*, array(select i.handling_unit_id from shipment_item i where i.shipment_id = s.id order by 1) as handling_units from shipment s
            """;

    private final Database database;

    public ShipmentLog(Database database) {
        this.database = database;
    }

    /**
     * What somebody says of a shipment.
     *
     * @param lane null: none that is known
     * @param turnsAt node from which it can still be sent elsewhere; null: {@code from}
     * @param state {@code under_way}, {@code arrived} or {@code cancelled}
     * @param handlingUnits ids, each once
     */
    public record Told(
            @Nullable String lane,
            String from,
            String to,
            Instant departsAt,
            Instant expectedAt,
            @Nullable String turnsAt,
            String state,
            List<String> handlingUnits) {
        public Told {
            handlingUnits = List.copyOf(handlingUnits);
        }
    }

    /** A shipment. */
    public record Shipment(
            String id,
            @Nullable String lane,
            String from,
            String to,
            Instant departsAt,
            Instant expectedAt,
            @Nullable String turnsAt,
            String state,
            List<String> handlingUnits,
            Instant toldAt,
            String toldBy) {}

    /** What became of it. */
    public sealed interface Outcome {
        /** It is on record. */
        record Recorded(Shipment shipment, boolean fresh) implements Outcome {}

        /** A field refers to nothing; nothing was changed. */
        record Unknown(String field, String value, String expected) implements Outcome {}
    }

    /** All, by id; {@code state} null: in any state. */
    public Page<Shipment> list(@Nullable String state, @Nullable String node, PageRequest request) {
        var filter = new Filter().andIfGiven("s.state = ?", state);
        if (node != null) {
            filter.and("(s.from_node = ? or s.to_node = ?)", node, node);
        }
        return database.read(connection ->
                Pages.of(connection, request, ORDER, ShipmentLog::shipment, one -> List.of(one.id()), SELECT, filter));
    }

    public Optional<Shipment> find(String id) {
        return database.read(connection -> find(connection, id));
    }

    private static Optional<Shipment> find(Connection connection, String id) throws SQLException {
        return Optional.ofNullable(Sql.first(connection, ShipmentLog::shipment, SELECT + " where s.id = ?", id));
    }

    /** Adds one or says all of it anew. */
    public Outcome put(String id, Told told, String by, Instant now) {
        return database.write(connection -> {
            Map<String, @Nullable String> nodes = new TreeMap<>();
            nodes.put("from", told.from());
            nodes.put("to", told.to());
            nodes.put("turns_at", told.turnsAt());
            for (Map.Entry<String, @Nullable String> node : nodes.entrySet()) {
                String value = node.getValue();
                if (value != null && missing(connection, "node", value)) {
                    return new Outcome.Unknown(node.getKey(), value, "the id of a node");
                }
            }
            String lane = told.lane();
            if (lane != null
                    && Sql.first(
                                    connection,
                                    row -> true,
                                    "select 1 from lane where id = ? and to_node = ? and from_node in (?, ?)",
                                    lane,
                                    told.to(),
                                    told.from(),
                                    told.turnsAt() == null ? told.from() : told.turnsAt())
                            == null) {
                return new Outcome.Unknown("lane", lane, "the id of a lane from there to " + told.to());
            }
            List<String> known = Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select id from handling_unit where id = any (?)",
                    Sql.texts(told.handlingUnits()));
            for (String handlingUnit : told.handlingUnits()) {
                if (!known.contains(handlingUnit)) {
                    return new Outcome.Unknown("handling_units", handlingUnit, "ids of handling units");
                }
            }
            Boolean fresh = Sql.first(
                    connection,
                    row -> row.getBoolean(1),
                    """
                    insert into shipment (id, lane_id, from_node, to_node, departs_at, expected_at, turns_at, state, told_at, told_by)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (id) do update set lane_id = excluded.lane_id, from_node = excluded.from_node, to_node = excluded.to_node,
                        departs_at = excluded.departs_at, expected_at = excluded.expected_at, turns_at = excluded.turns_at,
                        state = excluded.state, told_at = excluded.told_at, told_by = excluded.told_by
                    returning xmax = 0
                    """,
                    id,
                    lane,
                    told.from(),
                    told.to(),
                    told.departsAt(),
                    told.expectedAt(),
                    told.turnsAt(),
                    told.state(),
                    now,
                    by);
            Sql.update(connection, "delete from shipment_item where shipment_id = ?", id);
            Sql.update(
                    connection,
                    "insert into shipment_item (shipment_id, handling_unit_id) select ?, h from unnest(?) as h",
                    id,
                    Sql.texts(told.handlingUnits()));
            return new Outcome.Recorded(find(connection, id).orElseThrow(), Boolean.TRUE.equals(fresh));
        });
    }

    /** Takes one away that was told by mistake. Returns whether there was one. */
    public boolean remove(String id) {
        return database.write(connection -> Sql.update(connection, "delete from shipment where id = ?", id)) > 0;
    }

    static boolean missing(Connection connection, String table, String id) throws SQLException {
        return Sql.first(connection, row -> true, "select 1 from " + table + " where id = ?", id) == null;
    }

    private static Shipment shipment(ResultSet row) throws SQLException {
        return new Shipment(
                row.getString("id"),
                row.getString("lane_id"),
                row.getString("from_node"),
                row.getString("to_node"),
                Sql.instant(row, "departs_at"),
                Sql.instant(row, "expected_at"),
                row.getString("turns_at"),
                row.getString("state"),
                new ArrayList<>(
                        List.of((String[]) row.getArray("handling_units").getArray())),
                Sql.instant(row, "told_at"),
                row.getString("told_by"));
    }
}
