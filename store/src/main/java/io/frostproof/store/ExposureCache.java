package io.frostproof.store;

import io.frostproof.alerts.exposure.Tolerance;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was made of readings for the exposure ledger, in memory, the places that were asked for last. It never answers for itself: before anything of a place is used, {@link #look} forgets what
 * has changed since, by the marks of the roll-ups, and all of it when the place is set up otherwise. Losing it costs time and nothing else. Not thread-safe.
 */
final class ExposureCache {

    /** So many different tolerances have a number; more are not of this world. */
    private static final int MOST_TOLERANCES = 1_000;

    /** A life takes about so much memory; those of goods that were merged take more, and are few. */
    private static final int LIFE_BYTES = 1_000;

    private final long mostBytes;
    private final KeptLives lives;
    private final Map<String, PlaceHours> places = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Tolerance, Integer> tolerances = new HashMap<>();
    private Set<Long> tables = Set.of();

    /** @param mostBytes about how much memory it may take; a fourth of it is for lives */
    ExposureCache(long mostBytes) {
        this.mostBytes = mostBytes / 4 * 3;
        lives = new KeptLives((int) Math.min(Integer.MAX_VALUE, mostBytes / 4 / LIFE_BYTES));
    }

    /** Where handling units were. */
    KeptLives lives() {
        return lives;
    }

    /** The number of a tolerance, for as long as anything is kept. */
    int number(Tolerance tolerance) {
        return tolerances.computeIfAbsent(tolerance, first -> tolerances.size());
    }

    /** Begins a question. */
    void begin() {
        if (tolerances.size() > MOST_TOLERANCES) {
            clear();
        }
    }

    private void clear() {
        tolerances.clear();
        places.clear();
    }

    /**
     * Looks what has changed.
     *
     * @param courses what is set up at the places of the question, in the same view
     */
    ChangedHours look(Connection connection, PlaceCourses courses, Collection<String> units) throws SQLException {
        dropped(connection);
        var channels = new HashSet<Integer>();
        long since = Long.MAX_VALUE;
        for (String unit : units) {
            courses.setup(unit).channels().forEach(channel -> channels.add(channel.id()));
            PlaceHours known = places.get(unit);
            since = known == null ? since : Math.min(since, known.seen());
        }
        return ChangedHours.read(connection, channels, since);
    }

    /** Readings that are let go go by whole tables. */
    private void dropped(Connection connection) throws SQLException {
        var now = new HashSet<>(Sql.list(
                connection,
                row -> row.getLong(1),
                "select inhrelid::bigint from pg_inherits where inhparent = 'reading'::regclass"));
        if (!now.containsAll(tables)) {
            places.clear();
        }
        tables = now;
    }

    /** What is kept of a place, and holds. */
    PlaceHours place(String unit, PlaceSetup setup, ChangedHours changed) {
        PlaceHours known = places.get(unit);
        if (known == null || !known.setup().equals(setup) || !changed.isComplete(known.seen())) {
            known = new PlaceHours(setup, changed.newest());
            places.put(unit, known);
        } else {
            known.forget(changed.since(setup, known.seen()), changed.newest());
        }
        return known;
    }

    /** Forgets the places that were asked for the longest time ago, until the rest fits. */
    void trim() {
        long bytes = bytes();
        for (Iterator<PlaceHours> eldest = places.values().iterator(); bytes > mostBytes && eldest.hasNext(); ) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    /** About how much memory is taken by what is kept of places. */
    long bytes() {
        return places.values().stream().mapToLong(PlaceHours::bytes).sum();
    }
}
