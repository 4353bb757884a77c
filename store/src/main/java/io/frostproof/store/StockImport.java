package io.frostproof.store;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Movement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Handling units and movements of a network file. The handling units are declared, the movements become stock events. A movement that the file says otherwise than before
 * makes the event from before void; one that somebody else has declared void stays so.
 */
final class StockImport {

    private static final String SOURCE = "network file";
    private static final String OTHERWISE = "the network file says otherwise now";

    private final Connection connection;
    private final Instant now;
    private int added;
    private int changed;
    private int unchanged;

    /** Within the transaction of an import that holds {@link StockCarriers#lockAll}. */
    StockImport(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /** What it did, in rows. */
    record Counts(int added, int changed, int unchanged) {}

    Counts run(List<HandlingUnit> handlingUnits, List<Movement> movements) throws SQLException {
        declare(handlingUnits);
        move(movements);
        return new Counts(added, changed, unchanged);
    }

    private void declare(List<HandlingUnit> handlingUnits) throws SQLException {
        var rows = new TextColumns(4);
        handlingUnits.forEach(
                each -> rows.add(each.id(), each.lot(), each.quantity().toPlainString(), each.quantityUnit()));
        if (rows.isEmpty()) {
            return;
        }
        Map<String, Boolean> different = new TreeMap<>();
        Sql.list(connection, row -> different.put(row.getString(1), row.getBoolean(2)), """
                insert into handling_unit as h (id, lot_id, quantity, quantity_unit, declared_lot, declared_quantity)
                select id, lot, quantity::numeric, unit, lot, quantity::numeric from unnest(?, ?, ?, ?) n(id, lot, quantity, unit)
                order by id collate "C"
                on conflict (id) do update
                set declared_lot = excluded.declared_lot, declared_quantity = excluded.declared_quantity, quantity_unit = excluded.quantity_unit
                where (h.declared_lot, h.declared_quantity, h.quantity_unit)
                      is distinct from (excluded.declared_lot, excluded.declared_quantity, excluded.quantity_unit)
                returning id, xmax = 0
                """, rows.parameters());
        int inserted = (int) different.values().stream().filter(fresh -> fresh).count();
        added += inserted;
        changed += different.size() - inserted;
        unchanged += handlingUnits.size() - different.size();
        different.values().removeIf(fresh -> fresh);
        if (different.isEmpty()) {
            return;
        }
        List<String> ids = List.copyOf(different.keySet());
        Sql.update(connection, """
                update handling_unit h set lot_id = h.declared_lot, quantity = h.declared_quantity, quantity_known = true
                where h.id = any (?) and not exists (select from stock_event_carrier c where c.carrier = h.id)
                """, Sql.texts(ids));
        StockLog.declared(connection, ids, now);
    }

    private void move(List<Movement> movements) throws SQLException {
        var known = new StockMovements(
                connection,
                movements.stream().map(Movement::handlingUnit).distinct().toList());
        var told = new ArrayList<StockLog.Told>();
        for (Movement movement : movements) {
            long time = Sql.micros(movement.time());
            StockEventRows.Row last = known.last(movement.handlingUnit(), time);
            if (last == null) {
                added++;
            } else if (StockMovements.says(last.event(), movement.toUnit())) {
                unchanged++;
                continue;
            } else {
                changed++;
                if (last.stands()) {
                    require(StockLog.withdraw(connection, last.event().id(), OTHERWISE, SOURCE, now));
                }
            }
            StockEvent event = known.event(movement.handlingUnit(), time, movement.toUnit());
            told.add(new StockLog.Told(event, SOURCE, null));
        }
        if (!told.isEmpty()) {
            require(told, StockLog.record(connection, told, now));
        }
    }

    private static void require(StockLog.Withdrawal withdrawal) {
        if (withdrawal instanceof StockLog.Withdrawal.Barred barred) {
            throw new StoreException(barred.text());
        }
    }

    private static void require(List<StockLog.Told> told, StockLog.Outcome outcome) {
        switch (outcome) {
            case StockLog.Outcome.Recorded recorded -> {}
            case StockLog.Outcome.Barred barred -> throw new StoreException(barred.text());
            case StockLog.Outcome.Unknown unknown -> {
                StockLog.Missing missing = unknown.missing().getFirst();
                throw new StoreException(
                        "movement " + told.get(missing.index()).event().id() + ": " + missing.field() + " '"
                                + missing.value() + "' is not known");
            }
            case StockLog.Outcome.Contradicted contradicted ->
                throw new StoreException("two different movements of one handling unit at one time: "
                        + told.get(contradicted.index()).event() + " and " + contradicted.onRecord());
        }
    }
}
