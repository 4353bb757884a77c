package io.frostproof.store;

import io.frostproof.alerts.life.Departure;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvents;
import io.frostproof.alerts.life.StockEvents.Descent;
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
import org.jspecify.annotations.Nullable;

/**
 * What a change of events means for goods that are not available: held, quarantined or discarded. It is judged by what follows from the events, not by what they say: goods leave
 * the network also with the container they are in, as a part under another name, or because the event that took them out of a container is declared void.
 *
 * <p>A hold is handed on to parts, merged wholes and outputs when that is told; the strictest of all goods in it counts. What was told before the decision is the decision's. No
 * goods leave the network under a hold, but discarded ones that are disposed of. Where they go is judged by {@link HoldMoves}.
 */
final class HoldGuard {

    private final List<Descent> descents;
    private final Map<String, StockEvent> events = new HashMap<>();
    private final Map<String, Hold> already;
    /** What holds goods of others as far as this change says so, and was held less or not at all. */
    private final Map<String, Taken> taken = new TreeMap<>();

    /** From when on goods that are held are there. */
    private record Taken(long timeMicros, Hold hold) {}

    /**
     * Judges a change.
     *
     * @param already handling units that are not available
     */
    HoldGuard(Collection<StockEvent> before, Collection<StockEvent> after, Map<String, Hold> already) {
        this.already = already;
        if (already.isEmpty()) {
            descents = List.of();
            return;
        }
        descents = after.stream()
                .flatMap(event -> StockEvents.descents(event).stream())
                .toList();
        after.forEach(event -> events.put(event.id(), event));
        var old = new HashSet<String>();
        before.forEach(event -> old.add(event.id()));
        for (StockEvent event : after) {
            if (!old.contains(event.id())) {
                for (Descent descent : StockEvents.descents(event)) {
                    Hold hold = already.get(descent.from());
                    if (hold != null) {
                        take(descent.to(), descent.timeMicros(), hold);
                    }
                }
            }
        }
        handOn();
    }

    private void handOn() {
        boolean more = !taken.isEmpty();
        while (more) {
            more = false;
            for (Descent descent : descents) {
                Taken from = taken.get(descent.from());
                if (from != null) {
                    more |= take(descent.to(), Math.max(from.timeMicros(), descent.timeMicros()), from.hold());
                }
            }
        }
    }

    private boolean take(String handlingUnit, long timeMicros, Hold hold) {
        Hold own = already.get(handlingUnit);
        if (own != null && !hold.stricterThan(own)) {
            return false;
        }
        Taken there = taken.get(handlingUnit);
        if (there != null && there.timeMicros() <= timeMicros && !hold.stricterThan(there.hold())) {
            return false;
        }
        taken.put(
                handlingUnit,
                there == null
                        ? new Taken(timeMicros, hold)
                        : new Taken(Math.min(timeMicros, there.timeMicros()), hold.or(there.hold())));
        return true;
    }

    /** Who is held from now on, or held more, since it has goods of one that is. */
    Map<String, Hold> inherited() {
        var inherited = new TreeMap<String, Hold>();
        taken.forEach((handlingUnit, one) -> inherited.put(handlingUnit, one.hold()));
        return inherited;
    }

    /** All that are not available after the change. */
    Map<String, Hold> held() {
        var all = new TreeMap<>(already);
        all.putAll(inherited());
        return all;
    }

    /** From when on a handling unit has goods that are held, as far as the change says so; the beginning of time for what was held before. */
    long sinceMicros(String handlingUnit) {
        Taken one = already.containsKey(handlingUnit) ? null : taken.get(handlingUnit);
        return one == null ? Long.MIN_VALUE : one.timeMicros();
    }

    /**
     * A change that is refused.
     *
     * @param event id of the event by which it would happen
     * @param what it is that cannot be, such as "cannot leave the network"
     */
    record Breach(String handlingUnit, Hold hold, String event, String what) {

        /** For people. */
        String text() {
            return hold.said(handlingUnit) + " and " + what + ", as it would by event '" + event + "'";
        }
    }

    /** The first held goods, by name, that leave the network by the change; null when none do. */
    @Nullable
    Breach leaving(Map<String, Life> before, Map<String, Life> after) {
        for (Map.Entry<String, Hold> one : held().entrySet()) {
            String handlingUnit = one.getKey();
            Life life = after.get(handlingUnit);
            if (life == null) {
                continue;
            }
            long since = sinceMicros(handlingUnit);
            Set<String> old = since == Long.MIN_VALUE ? departures(before.get(handlingUnit)) : Set.of();
            for (Departure departure : life.departures()) {
                if (departure.timeMicros() >= since && !old.contains(departure.event())) {
                    boolean discarded = one.getValue().disposition().equals("discarded");
                    if (!discarded) {
                        return new Breach(handlingUnit, one.getValue(), departure.event(), "cannot leave the network");
                    }
                    if (!disposes(departure.event())) {
                        return new Breach(
                                handlingUnit, one.getValue(), departure.event(), "can only be removed as disposed");
                    }
                }
            }
        }
        return null;
    }

    private boolean disposes(String event) {
        return events.get(event) instanceof StockEvent.Removed removed
                && removed.reason() == StockEvent.Reason.DISPOSED;
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
}
