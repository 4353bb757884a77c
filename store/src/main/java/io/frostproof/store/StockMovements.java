package io.frostproof.store;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Removed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Movements that have no id of their own, as stock events: what a handling unit did at a time is one event, {@code movement:HANDLING_UNIT:MICROSECONDS}. When that
 * was declared void, another one for the same time is {@code ...#2}, and so on.
 */
final class StockMovements {

    private final Map<String, StockEventRows.Row> events = new HashMap<>();

    /** What is on record about these. */
    StockMovements(Connection connection, Collection<String> handlingUnits) throws SQLException {
        for (StockEventRows.Row row : StockEventRows.select(
                connection,
                StockEventRows.ABOUT + " and e.id like 'movement:%'",
                Sql.texts(List.copyOf(handlingUnits)))) {
            events.put(row.event().id(), row);
        }
    }

    private static String id(String handlingUnit, long timeMicros, int n) {
        return "movement:" + handlingUnit + ":" + timeMicros + (n == 1 ? "" : "#" + n);
    }

    /** The last one that was told of a handling unit at a time; null when none was. */
    StockEventRows.@Nullable Row last(String handlingUnit, long timeMicros) {
        StockEventRows.Row last = null;
        for (int n = 1; ; n++) {
            StockEventRows.Row next = events.get(id(handlingUnit, timeMicros, n));
            if (next == null) {
                return last;
            }
            last = next;
        }
    }

    /** An event that is not on record yet. */
    StockEvent event(String handlingUnit, long timeMicros, @Nullable String toUnit) {
        int n = 1;
        while (events.containsKey(id(handlingUnit, timeMicros, n))) {
            n++;
        }
        String id = id(handlingUnit, timeMicros, n);
        return toUnit == null
                ? new Removed(id, timeMicros, handlingUnit, null, StockEvent.Reason.SHIPPED)
                : new Moved(id, timeMicros, handlingUnit, toUnit);
    }

    /** Whether an event says that the handling unit came to this unit; null: left the network. */
    static boolean says(StockEvent event, @Nullable String toUnit) {
        return event instanceof Moved moved ? Objects.equals(moved.place(), toUnit) : toUnit == null;
    }
}
