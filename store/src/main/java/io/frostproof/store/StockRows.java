package io.frostproof.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
            boolean quarantined) {}

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
                                row.getString("disposition").equals("quarantined"))),
                """
                select id, lot_id, quantity, quantity_known, quantity_unit, disposition, declared_quantity is not null as declared
                from handling_unit where id = any (?) order by id collate "C" for no key update
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

    Set<String> quarantined() {
        var ids = new TreeSet<String>();
        handlingUnits.values().stream().filter(HandlingUnit::quarantined).forEach(one -> ids.add(one.id()));
        return ids;
    }

    List<Place> places(String handlingUnit) {
        return places.getOrDefault(handlingUnit, List.of());
    }
}
