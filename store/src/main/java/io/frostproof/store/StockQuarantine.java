package io.frostproof.store;

import io.frostproof.alerts.life.Departure;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvents;
import io.frostproof.alerts.life.StockEvents.Descent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a change of events means for quarantined goods. It is judged by what follows from the events, not by what they say: goods leave the network also with the container they
 * are in, as a part under another name, or because the event that took them out of a container is declared void.
 *
 * <p>Quarantine is handed on to parts, merged wholes and outputs when that is told. What was told before the decision is the decision's.
 */
final class StockQuarantine {

    private final List<Descent> descents;
    private final Set<String> already;
    /** From when on a handling unit holds goods that were quarantined under another name, as far as this change says so. */
    private final Map<String, Long> since = new TreeMap<>();

    /**
     * Judges a change.
     *
     * @param already handling units that are quarantined
     */
    StockQuarantine(Collection<StockEvent> before, Collection<StockEvent> after, Set<String> already) {
        this.already = already;
        descents = already.isEmpty()
                ? List.of()
                : after.stream()
                        .flatMap(event -> StockEvents.descents(event).stream())
                        .toList();
        if (already.isEmpty()) {
            return;
        }
        var old = new HashSet<String>();
        before.forEach(event -> old.add(event.id()));
        for (StockEvent event : after) {
            if (!old.contains(event.id())) {
                for (Descent descent : StockEvents.descents(event)) {
                    if (already.contains(descent.from())) {
                        take(descent.to(), descent.timeMicros());
                    }
                }
            }
        }
        handOn();
    }

    private void handOn() {
        boolean more = !since.isEmpty();
        while (more) {
            more = false;
            for (Descent descent : descents) {
                Long from = since.get(descent.from());
                if (from != null) {
                    more |= take(descent.to(), Math.max(from, descent.timeMicros()));
                }
            }
        }
    }

    private boolean take(String handlingUnit, long timeMicros) {
        if (already.contains(handlingUnit)) {
            return false;
        }
        Long there = since.get(handlingUnit);
        if (there != null && there <= timeMicros) {
            return false;
        }
        since.put(handlingUnit, timeMicros);
        return true;
    }

    /** Who is quarantined from now on, since it has goods of one that is. */
    Set<String> inherited() {
        return Set.copyOf(since.keySet());
    }

    /** Goods that would be gone. */
    record Leaving(String handlingUnit, String event) {}

    /** A change that is refused. */
    record Refusal(
            String handlingUnit, String event, @Nullable UUID decision) {}

    /** The first quarantined goods, by name, that leave the network by the change; null when none do. */
    @Nullable
    Leaving leaving(Map<String, Life> before, Map<String, Life> after) {
        var all = new TreeSet<>(already);
        all.addAll(since.keySet());
        for (String handlingUnit : all) {
            Life life = after.get(handlingUnit);
            if (life == null) {
                continue;
            }
            Long from = since.get(handlingUnit);
            Set<String> old = from == null ? departures(before.get(handlingUnit)) : Set.of();
            for (Departure departure : life.departures()) {
                if (from == null ? !old.contains(departure.event()) : departure.timeMicros() >= from) {
                    return new Leaving(handlingUnit, departure.event());
                }
            }
        }
        return null;
    }

    private static Set<String> departures(@Nullable Life life) {
        var events = new HashSet<String>();
        if (life != null) {
            life.departures().forEach(departure -> events.add(departure.event()));
        }
        return events;
    }

    /** The handling unit, and after it those whose goods it has, the nearest first. */
    List<String> origins(String handlingUnit) {
        var intoIt = new HashMap<String, List<String>>();
        descents.forEach(descent ->
                intoIt.computeIfAbsent(descent.to(), to -> new ArrayList<>()).add(descent.from()));
        var found = new LinkedHashSet<>(List.of(handlingUnit));
        var next = new ArrayDeque<>(List.of(handlingUnit));
        while (!next.isEmpty()) {
            for (String from : intoIt.getOrDefault(next.remove(), List.of())) {
                if (found.add(from)) {
                    next.add(from);
                }
            }
        }
        return List.copyOf(found);
    }

    /** The newest approved decision about the first of them that has one. */
    static @Nullable UUID decision(Connection connection, List<String> handlingUnits) throws SQLException {
        return Sql.first(connection, row -> Sql.uuid(row, "id"), """
                select d.id from unnest(?) with ordinality h(id, n)
                join decision_item x on x.handling_unit_id = h.id join decision d on d.id = x.decision_id
                where d.state = 'approved' order by h.n, d.decided_at desc limit 1
                """, Sql.texts(handlingUnits));
    }
}
