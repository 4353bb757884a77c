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
                        row.getString("disposition").equals("quarantined"));
        return new Stay(stock, Sql.micros(row, "from_time"), Sql.microsOrNull(row, "to_time"), past);
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
