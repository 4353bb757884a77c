package io.frostproof.simulator.people;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One product in its units: what is where, first-expired first. */
final class Shelves {

    private static final Comparator<HandlingUnit> FIRST_EXPIRED =
            Comparator.comparing(HandlingUnit::expires).thenComparing(HandlingUnit::id);

    private final ProductFlow flow;
    private final TreeMap<HandlingUnit, String> units = new TreeMap<>(FIRST_EXPIRED);
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    Shelves(ProductFlow flow) {
        this.flow = flow;
        flow.units().forEach(unit -> counts.put(unit, 0));
    }

    /** The first unit with room; null when all are full. */
    @Nullable
    String room() {
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (entry.getValue() < flow.capacity()) {
                return entry.getKey();
            }
        }
        return null;
    }

    void put(HandlingUnit handlingUnit, String unit) {
        units.put(handlingUnit, unit);
        counts.merge(unit, 1, Integer::sum);
    }

    /** The one that expires first and is good today; null when there is none. */
    @Nullable
    HandlingUnit firstExpired(LocalDate today) {
        for (HandlingUnit handlingUnit : units.keySet()) {
            if (!handlingUnit.expires().isBefore(today)) {
                return handlingUnit;
            }
        }
        return null;
    }

    /** One that has expired before today; null when there is none. */
    @Nullable
    HandlingUnit expired(LocalDate today) {
        HandlingUnit first = units.isEmpty() ? null : units.firstKey();
        return first != null && first.expires().isBefore(today) ? first : null;
    }

    /** Takes it out of its unit, which is returned. */
    String take(HandlingUnit handlingUnit) {
        String unit = units.remove(handlingUnit);
        if (unit == null) {
            throw new IllegalStateException(handlingUnit.id() + " is not on the shelves");
        }
        counts.merge(unit, -1, Integer::sum);
        return unit;
    }

    int size() {
        return units.size();
    }

    ProductFlow flow() {
        return flow;
    }
}
