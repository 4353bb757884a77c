package io.frostproof.store;

import io.frostproof.alerts.life.Declared;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Lives;
import io.frostproof.alerts.life.StockEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where handling units were, out of the events on record.
 *
 * <p>For whoever computes what they lived through: {@link #of} is all that is needed. It answers for every handling unit and container that any events
 * connect with those asked for (their wholes, parts, containers and whatever else was in these), as their pasts are handed on. A handling unit that no event names
 * yet is not in the answer, also if it is declared. Void events do not count.
 */
final class LifeRows {

    private LifeRows() {}

    /**
     * The lives of everything that is connected with handling units, by name.
     *
     * @param connection with a consistent view, as within {@link Database#read}
     */
    static Map<String, Life> of(Connection connection, Collection<String> handlingUnits) throws SQLException {
        return stock(connection, handlingUnits).lives();
    }

    /**
     * All that was told of what is connected.
     *
     * @param carriers handling units and containers that events name
     * @param events void ones too, by time and id
     * @param declared those that are declared
     */
    record Stock(Set<String> carriers, List<StockEventRows.Row> events, Map<String, Declared> declared) {

        /** What counts. */
        List<StockEvent> standing() {
            return events.stream()
                    .filter(StockEventRows.Row::stands)
                    .map(StockEventRows.Row::event)
                    .toList();
        }

        Map<String, Life> lives() {
            return Lives.of(standing(), declared);
        }

        /** With other events instead. */
        Stock with(List<StockEventRows.Row> others) {
            return new Stock(carriers, others, declared);
        }
    }

    static Stock stock(Connection connection, Collection<String> handlingUnits) throws SQLException {
        var carriers = Set.copyOf(Sql.list(
                connection,
                row -> row.getString(1),
                "select id from stock_carrier where component = any (array(select component from stock_carrier where id = any (?)))",
                Sql.texts(new ArrayList<>(handlingUnits))));
        Sql.Array all = Sql.texts(new ArrayList<>(carriers));
        List<StockEventRows.Row> events = StockEventRows.select(connection, StockEventRows.ABOUT, all);
        var declared = new TreeMap<String, Declared>();
        Sql.list(
                connection,
                row -> declared.put(
                        row.getString("id"),
                        new Declared(row.getString("declared_lot"), row.getBigDecimal("declared_quantity"))),
                "select id, declared_lot, declared_quantity from handling_unit where id = any (?) and declared_quantity is not null",
                all);
        return new Stock(carriers, events, declared);
    }
}
