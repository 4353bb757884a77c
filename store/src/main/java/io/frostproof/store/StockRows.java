package io.frostproof.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
