package io.frostproof.store;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import io.frostproof.alerts.life.StockEvents;
import io.frostproof.store.StockLog.Missing;
import io.frostproof.store.StockLog.What;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names of a batch somebody knows: handling units and containers on record or made by the batch itself, lots and units. */
final class StockNames {

    private final Set<String> handlingUnits;
    private final Set<String> carriers;
    private final Set<String> lots;
    private final Set<String> units;

    private int index;
    private final List<Missing> missing = new ArrayList<>();

    StockNames(Connection connection, Collection<StockLog.Told> batch) throws SQLException {
        var names = new HashSet<String>();
        var toldLots = new HashSet<String>();
        var toldPlaces = new HashSet<String>();
        var splits = new ArrayList<Split>();
        var made = new HashSet<String>();
        var containers = new HashSet<String>();
        for (StockLog.Told told : batch) {
            StockEvent event = told.event();
            names.addAll(StockEvents.named(event));
            switch (event) {
                case Received received -> {
                    toldLots.add(received.lot());
                    toldPlaces.add(received.place());
                    made.add(received.handlingUnit());
                }
                case Moved moved -> toldPlaces.add(moved.place());
                case Packed packed -> containers.add(packed.container());
                case Transformed transformed ->
                    transformed.outputs().forEach(output -> {
                        toldLots.add(output.lot());
                        made.add(output.handlingUnit());
                    });
                case Split split -> splits.add(split);
                case Merged merged -> {}
                case Unpacked unpacked -> {}
                case Removed removed -> {}
            }
        }
        // Each is asked for only where the answer before does not do.
        names.removeAll(made);
        handlingUnits = known(connection, "select id from handling_unit where id = any (?)", names);
        names.removeAll(handlingUnits);
        names.removeAll(containers);
        carriers = known(connection, "select distinct carrier from stock_event_carrier where carrier = any (?)", names);
        lots = known(connection, "select id from lot where id = any (?)", toldLots);
        units = known(connection, "select id from unit where id = any (?)", toldPlaces);
        handlingUnits.addAll(made);
        // Parts of parts, as long as there is a whole that somebody knows.
        boolean more = true;
        while (more) {
            more = false;
            for (Split split : splits) {
                more |= handlingUnits.contains(split.handlingUnit()) && handlingUnits.add(split.part());
            }
        }
        carriers.addAll(handlingUnits);
        carriers.addAll(containers);
    }

    private static Set<String> known(Connection connection, String sql, Set<String> names) throws SQLException {
        return names.isEmpty()
                ? new HashSet<>()
                : new HashSet<>(Sql.list(connection, row -> row.getString(1), sql, Sql.texts(List.copyOf(names))));
    }

    /** What is not known, in the order of the batch. Events that were on record before are known as they are. */
    List<Missing> missing(List<StockLog.Told> batch, Set<String> fresh) {
        for (index = 0; index < batch.size(); index++) {
            StockEvent event = batch.get(index).event();
            if (fresh.contains(event.id())) {
                look(event);
            }
        }
        return missing;
    }

    private void look(StockEvent event) {
        switch (event) {
            case Received received -> {
                in(lots, "lot", received.lot(), What.LOT);
                in(units, "place", received.place(), What.UNIT);
            }
            case Moved moved -> {
                carrier(moved.handlingUnit());
                in(units, "place", moved.place(), What.UNIT);
            }
            case Split split -> goods("handlingUnit", split.handlingUnit());
            case Merged merged -> {
                goods("handlingUnit", merged.handlingUnit());
                goods("from", merged.from());
            }
            case Transformed transformed -> {
                transformed.inputs().forEach(input -> goods("inputs", input));
                transformed.outputs().forEach(output -> in(lots, "lot", output.lot(), What.LOT));
            }
            case Packed packed -> carrier(packed.handlingUnit());
            case Unpacked unpacked -> carrier(unpacked.handlingUnit());
            case Removed removed -> carrier(removed.handlingUnit());
        }
    }

    private void goods(String field, String name) {
        in(handlingUnits, field, name, What.HANDLING_UNIT);
    }

    private void carrier(String name) {
        in(carriers, "handlingUnit", name, What.HANDLING_UNIT_OR_CONTAINER);
    }

    private void in(Set<String> known, String field, @Nullable String name, What what) {
        if (name != null && !known.contains(name)) {
            missing.add(new Missing(index, field, name, what));
        }
    }
}
