package io.frostproof.store;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.stock.Stay;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is on record of some handling units, locked so that nobody decides about them meanwhile. */
record StockRows(Map<String, HandlingUnit> handlingUnits, Map<String, List<Place>> places) {

    /** A row of {@code handling_unit}. */
    record HandlingUnit(
            String id,
            String lot,
            BigDecimal quantity,
            boolean known,
            String unit,
            boolean declared,
            @Nullable Hold hold) {}

    /**
     * A row of {@code movement}.
     *
     * @param unit null: out of the network, or nobody knows where
     * @param toMicros null while it is there
     */
    record Place(
            long fromMicros,
            @Nullable String unit,
            @Nullable Long toMicros) {}

    static StockRows lock(Connection connection, Collection<String> carriers) throws SQLException {
        Sql.Array all = Sql.texts(new ArrayList<>(carriers));
        var handlingUnits = new TreeMap<String, HandlingUnit>();
        Sql.list(
                connection,
                row -> handlingUnits.put(
                        row.getString("id"),
                        new HandlingUnit(
                                row.getString("id"),
                                row.getString("lot_id"),
                                row.getBigDecimal("quantity"),
                                row.getBoolean("quantity_known"),
                                row.getString("quantity_unit"),
                                row.getBoolean("declared"),
                                hold(row))),
                """
                select h.id, h.lot_id, h.quantity, h.quantity_known, h.quantity_unit, h.disposition, h.declared_quantity is not null as declared,
                       s.id as held_by, s.decided_at
                from handling_unit h left join decision s on s.id = case when h.disposition <> 'available' then coalesce(h.held_by, (
                    select d.id from decision_item x join decision d on d.id = x.decision_id
                    where x.handling_unit_id = h.id and d.state = 'approved' and d.disposition in ('quarantine', 'hold', 'discard')
                    order by d.decided_at desc limit 1)) end
                where h.id = any (?) order by h.id collate "C" for no key update of h
                """,
                all);
        var places = new TreeMap<String, List<Place>>();
        Sql.list(
                connection,
                row -> places.computeIfAbsent(row.getString("handling_unit_id"), id -> new ArrayList<>())
                        .add(new Place(
                                Sql.micros(row, "time"), row.getString("to_unit_id"), Sql.microsOrNull(row, "ended"))),
                """
                select handling_unit_id, time, to_unit_id, nullif(until, 'infinity') as ended
                from movement where handling_unit_id = any (?) order by handling_unit_id, time
                """,
                all);
        return new StockRows(handlingUnits, places);
    }

    /**
     * Stays of goods: under the name that they have now, and those that they bring along from other names. With columns of {@code handling_unit} and {@code lot};
     * {@code strand} is null under the own name.
     */
    static final String STAYS = """
            select s.handling_unit_id, s.unit_id, h.lot_id, l.product_id, h.quantity, h.quantity_unit, s.from_time, nullif(s.until, 'infinity') as to_time,
                   s.strand, s.names, h.disposition
            from (select m.handling_unit_id, m.to_unit_id as unit_id, m.time as from_time, m.until, null::integer as strand, null::text[] as names
                  from movement m where m.to_unit_id is not null
                  union all
                  select p.handling_unit_id, p.unit_id, p.from_time, p.until, p.strand, p.names from past_stay p) s
            join handling_unit h on h.id = s.handling_unit_id join lot l on l.id = h.lot_id
            """;

    static Stay stay(ResultSet row) throws SQLException {
        var stock = new Notice.Stock(
                row.getString("handling_unit_id"),
                row.getString("lot_id"),
                row.getString("product_id"),
                row.getBigDecimal("quantity"),
                row.getString("quantity_unit"));
        int strand = row.getInt("strand");
        Stay.Past past = row.wasNull()
                ? null
                : new Stay.Past(
                        strand,
                        Set.of((String[]) row.getArray("names").getArray()),
                        !row.getString("disposition").equals("available"));
        return new Stay(stock, Sql.micros(row, "from_time"), Sql.microsOrNull(row, "to_time"), past);
    }

    private static @Nullable Hold hold(ResultSet row) throws SQLException {
        String disposition = row.getString("disposition");
        if (disposition.equals("available")) {
            return null;
        }
        Long since = Sql.microsOrNull(row, "decided_at");
        return new Hold(disposition, row.getObject("held_by", UUID.class), since == null ? Long.MIN_VALUE : since);
    }

    /** Those that are not available. */
    Map<String, Hold> held() {
        var held = new TreeMap<String, Hold>();
        for (HandlingUnit one : handlingUnits.values()) {
            if (one.hold() != null) {
                held.put(one.id(), one.hold());
            }
        }
        return held;
    }

    List<Place> places(String handlingUnit) {
        return places.getOrDefault(handlingUnit, List.of());
    }
}
