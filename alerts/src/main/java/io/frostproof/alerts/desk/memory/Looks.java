package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.desk.CrossFacts.Look;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The looks that were asked for, by when they are due: those that are not cost nothing. Not thread-safe. */
final class Looks {

    private final Map<Look, Due> byLook = new HashMap<>();
    private final TreeSet<Due> byTime = new TreeSet<>(Comparator.comparingLong(Due::micros)
            .thenComparing(due -> due.look().unitId())
            .thenComparing(due -> due.look().slot()));

    /** A look, whose, and when. */
    record Due(String region, Look look, long micros) {}

    /** Puts or, with null, removes; returns what was there. */
    @Nullable
    Due set(Look look, @Nullable Due due) {
        Due before = due == null ? byLook.remove(look) : byLook.put(look, due);
        if (before != null) {
            byTime.remove(before);
        }
        if (due != null) {
            byTime.add(due);
        }
        return before;
    }

    /** Those of a region that are due, the oldest first. */
    List<Due> due(String region, long nowMicros, int limit) {
        var due = new ArrayList<Due>();
        for (Due each : byTime) {
            if (each.micros() > nowMicros || due.size() >= limit) {
                break;
            }
            if (each.region().equals(region)) {
                due.add(each);
            }
        }
        return due;
    }

    /** Regions that have some. */
    List<String> regions(long nowMicros) {
        var regions = new ArrayList<String>();
        for (Due each : byTime) {
            if (each.micros() > nowMicros) {
                break;
            }
            if (!regions.contains(each.region())) {
                regions.add(each.region());
            }
        }
        return regions;
    }
}
