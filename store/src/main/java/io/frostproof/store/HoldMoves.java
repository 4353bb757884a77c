package io.frostproof.store;

import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvents;
import io.frostproof.alerts.life.Strand;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where goods that are not available go by a change of events. Within their node they may. To another one they go only by an approved transfer or reroute to that node, once: by
 * vehicles on the way, out of which they may come back to where they were. What was told late of a time before the hold is taken as it was.
 */
final class HoldMoves {

    private final Connection connection;
    private final HoldGuard guard;
    private final Map<String, Life> before;
    private final Map<String, Life> after;
    private final Collection<StockEvent> events;
    private final Set<String> told = new HashSet<>();

    private final Map<String, Where> places = new HashMap<>();

    /** The node of a unit, and whether the unit is a vehicle. */
    private record Where(String node, boolean vehicle) {}

    /** Goods come from a place to another one of another node. */
    private record Crossing(String handlingUnit, long timeMicros, String from, String to) {}

    /** An approved decision that sends goods elsewhere. */
    private record Way(String to, long decidedMicros) {}

    /**
     * Over a change.
     *
     * @param known events that were there before
     * @param events those that stand after it
     */
    HoldMoves(
            Connection connection,
            HoldGuard guard,
            Map<String, Life> before,
            Map<String, Life> after,
            Collection<StockEvent> known,
            Collection<StockEvent> events) {
        this.connection = connection;
        this.guard = guard;
        this.before = before;
        this.after = after;
        this.events = events;
        known.forEach(event -> told.add(event.id()));
    }

    /** The first goods, by name, that go to another node without a decision that says so; null when none do. */
    HoldGuard.@Nullable Breach breach() throws SQLException {
        Map<String, Hold> held = guard.held();
        look(held.keySet());
        var crossings = new ArrayList<Crossing>();
        for (Map.Entry<String, Hold> one : held.entrySet()) {
            Life life = after.get(one.getKey());
            if (life != null) {
                changes(life, Math.max(one.getValue().sinceMicros(), guard.sinceMicros(one.getKey())), crossings);
            }
        }
        for (Crossing crossing : crossings) {
            Where from = where(crossing.from());
            Where to = where(crossing.to());
            if (!from.node().equals(to.node()) && !permitted(crossing, to)) {
                return new HoldGuard.Breach(
                        crossing.handlingUnit(),
                        Objects.requireNonNull(held.get(crossing.handlingUnit())),
                        event(crossing),
                        "cannot go from node '" + from.node() + "' to node '" + to.node() + "'");
            }
        }
        return null;
    }

    /** Changes of place since a time, which the change of events has brought. */
    private void changes(Life life, long sinceMicros, List<Crossing> crossings) {
        Set<String> old = sojourns(before.get(life.handlingUnit()));
        for (Strand strand : life.strands()) {
            // A vehicle is at no node: what comes out of it was last where it was put in.
            String still = null;
            String last = null;
            boolean away = false;
            for (Sojourn sojourn : strand.sojourns()) {
                String place = sojourn.place();
                if (place == null) {
                    away = true;
                    continue;
                }
                if (still != null
                        && !place.equals(last)
                        && sojourn.handlingUnit().equals(life.handlingUnit())
                        && sojourn.fromMicros() >= sinceMicros
                        && !old.contains(key(sojourn))
                        && !(away && received(sojourn))) {
                    crossings.add(new Crossing(life.handlingUnit(), sojourn.fromMicros(), still, place));
                }
                still = still == null || !where(place).vehicle() ? place : still;
                last = place;
                away = false;
            }
        }
    }

    private static String key(Sojourn sojourn) {
        return sojourn.fromMicros() + " " + sojourn.place();
    }

    private static Set<String> sojourns(@Nullable Life life) {
        var keys = new HashSet<String>();
        if (life != null) {
            for (Strand strand : life.strands()) {
                strand.sojourns().stream()
                        .filter(sojourn -> sojourn.handlingUnit().equals(life.handlingUnit()))
                        .forEach(sojourn -> keys.add(key(sojourn)));
            }
        }
        return keys;
    }

    /** Whether it came back into the network then, from wherever it was. */
    private boolean received(Sojourn sojourn) {
        return events.stream()
                .anyMatch(event -> event instanceof StockEvent.Received received
                        && received.timeMicros() == sojourn.fromMicros()
                        && received.handlingUnit().equals(sojourn.handlingUnit()));
    }

    private void look(Collection<String> handlingUnits) throws SQLException {
        var units = new TreeSet<String>();
        for (String handlingUnit : handlingUnits) {
            Life life = after.get(handlingUnit);
            if (life != null) {
                for (Strand strand : life.strands()) {
                    for (Sojourn sojourn : strand.sojourns()) {
                        if (sojourn.place() != null) {
                            units.add(sojourn.place());
                        }
                    }
                }
            }
        }
        Sql.list(
                connection,
                row -> places.put(row.getString("id"), new Where(row.getString("node_id"), row.getBoolean("vehicle"))),
                "select id, node_id, coalesce(stage = 'vehicle', kind = 'reefer') as vehicle from unit where id = any (?)",
                Sql.texts(List.copyOf(units)));
    }

    private Where where(String unit) {
        return Objects.requireNonNull(places.get(unit), unit);
    }

    private boolean permitted(Crossing crossing, Where to) throws SQLException {
        List<Way> ways = Sql.list(
                connection,
                row -> new Way(row.getString("to_node"), Sql.micros(row, "decided_at")),
                """
                select d.to_node, d.decided_at from decision d join decision_item x on x.decision_id = d.id
                where x.handling_unit_id = any (?) and d.state = 'approved' and d.disposition in ('transfer', 'reroute')
                """,
                Sql.texts(guard.origins(crossing.handlingUnit())));
        for (Way way : ways) {
            if (!arrivedBefore(crossing, way) && (way.to().equals(to.node()) || to.vehicle())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the goods have come where a decision sends them before, so that it is carried out. */
    private boolean arrivedBefore(Crossing crossing, Way way) {
        Life life = Objects.requireNonNull(after.get(crossing.handlingUnit()));
        return life.strands().stream()
                .flatMap(strand -> strand.sojourns().stream())
                .anyMatch(sojourn -> sojourn.place() != null
                        && sojourn.fromMicros() >= way.decidedMicros()
                        && sojourn.fromMicros() < crossing.timeMicros()
                        && !where(sojourn.place()).vehicle()
                        && where(sojourn.place()).node().equals(way.to()));
    }

    /** The event that told so: a new one at that time before one that was there. */
    private String event(Crossing crossing) {
        StockEvent found = null;
        for (StockEvent event : events) {
            if (event.timeMicros() == crossing.timeMicros()) {
                boolean fresh = !told.contains(event.id());
                boolean own = StockEvents.named(event).contains(crossing.handlingUnit());
                if (found == null || (fresh && (own || told.contains(found.id())))) {
                    found = event;
                }
            }
        }
        return found == null ? "" : found.id();
    }
}
