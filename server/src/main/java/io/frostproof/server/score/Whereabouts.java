package io.frostproof.server.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where handling units truly are: the people of the simulation move them, but for what the server does not let them. What was not carried out makes a handling unit go its own way
 * from then on: it stays where it is, and what the simulation makes of it later is nothing that happens. For one thread.
 */
final class Whereabouts {

    private final Map<String, TreeMap<Long, String>> stays = new TreeMap<>();
    private final Map<String, List<Long>> taken = new TreeMap<>();
    private final Map<String, Long> ownWay = new TreeMap<>();
    private final Set<String> expired = new TreeSet<>();

    /** Whether the simulation still has it where it truly is. */
    boolean follows(String handlingUnit) {
        return !ownWay.containsKey(handlingUnit);
    }

    /** It was moved. */
    void moved(SteppedServer.Moved moved) {
        String unit = moved.toUnit();
        stays.computeIfAbsent(moved.handlingUnit(), goods -> new TreeMap<>())
                .put(moved.atMillis(), unit == null ? "" : unit);
        if (unit != null) {
            expired.remove(moved.handlingUnit());
        } else if (moved.expired()) {
            expired.add(moved.handlingUnit());
        } else {
            taken.computeIfAbsent(moved.handlingUnit(), goods -> new ArrayList<>())
                    .add(moved.atMillis());
        }
    }

    /** How many are in a unit. */
    long in(String unit) {
        return stays.values().stream()
                .filter(all -> all.lastEntry().getValue().equals(unit))
                .count();
    }

    /** It was not moved, as the server said no. */
    void stayed(String handlingUnit, long atMillis) {
        ownWay.putIfAbsent(handlingUnit, atMillis);
    }

    /** It is somewhere else from now on, by a decision that the simulation knows nothing of. */
    void sent(String handlingUnit, String unit, long atMillis) {
        stayed(handlingUnit, atMillis);
        stays.computeIfAbsent(handlingUnit, goods -> new TreeMap<>()).put(atMillis, unit);
    }

    /** All that were in the network at some time. */
    Set<String> handlingUnits() {
        return stays.keySet();
    }

    /** Since when the simulation has lost it; null: it has not. */
    @Nullable
    Long lostMillis(String handlingUnit) {
        return ownWay.get(handlingUnit);
    }

    /** Where it was from when on, in order; an empty unit: it had left the network. */
    SortedMap<Long, String> stays(String handlingUnit) {
        return stays.getOrDefault(handlingUnit, new TreeMap<>());
    }

    /** The unit that it is in, or was in last. */
    String lastUnit(String handlingUnit) {
        String last = "";
        for (String unit : stays(handlingUnit).values()) {
            last = unit.isEmpty() ? last : unit;
        }
        return last;
    }

    /** When it was taken out of the network by somebody who uses it. */
    List<Long> taken(String handlingUnit) {
        return taken.getOrDefault(handlingUnit, List.of());
    }

    /** Whether it is in the network. */
    boolean here(String handlingUnit) {
        TreeMap<Long, String> all = stays.get(handlingUnit);
        return all != null && !all.lastEntry().getValue().isEmpty();
    }

    /** Whether people threw it away since its lot had expired. */
    boolean expired(String handlingUnit) {
        return expired.contains(handlingUnit);
    }
}
