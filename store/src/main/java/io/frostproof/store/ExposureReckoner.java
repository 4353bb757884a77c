package io.frostproof.store;

import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.Strand;
import io.frostproof.store.PlaceHours.Stay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reckons exposures of many handling units, some places at a time: the readings of a place are read once for all goods that were there, and only for hours of which nothing is kept
 * that holds; at most a month of some channels is in memory, and a sojourn that many share is reckoned once. For one thread and one question.
 */
final class ExposureReckoner {

    /** How much of a place is in memory at once: of one-minute readings some 45,000 for each probe. */
    static final long BLOCK_MICROS = Duration.ofDays(31).toNanos() / 1000;

    /** How many channels are read together: a month of one-minute readings of these is some 30 MB. */
    private static final int CHANNELS_AT_ONCE = 40;

    /** So few stretches of places are read one by one: goods were there for a part of the time only. */
    private static final int FEW = 8;

    private final ExposureCache cache;
    private final long nowMicros;
    private final int few;
    private final Map<Integer, Tolerance> tolerances = new HashMap<>();
    private final Map<String, Set<Stay>> asked = new TreeMap<>();
    private final Map<String, Map<Stay, ExposureSum>> sums = new HashMap<>();
    private long readings;

    /**
     * A question.
     *
     * @param cache used by nobody else meanwhile, and in no view that is older
     * @param nowMicros until when; what comes later is left out
     */
    ExposureReckoner(ExposureCache cache, long nowMicros) {
        this(cache, nowMicros, FEW);
    }

    /** @param few so many stretches of places are read one by one */
    ExposureReckoner(ExposureCache cache, long nowMicros, int few) {
        this.cache = cache;
        this.nowMicros = nowMicros;
        this.few = few;
        cache.begin();
    }

    /** Asks for a life; all are, before {@link #read}. */
    void ask(Life life, Tolerance tolerance) {
        int number = number(tolerance);
        for (Strand strand : life.strands()) {
            for (Sojourn sojourn : strand.sojourns()) {
                String place = sojourn.place();
                long to = Math.min(Objects.requireNonNullElse(sojourn.toMicros(), nowMicros), nowMicros);
                if (place != null && sojourn.fromMicros() < to) {
                    asked.computeIfAbsent(place, id -> new HashSet<>()).add(new Stay(number, sojourn.fromMicros(), to));
                }
            }
        }
    }

    private int number(Tolerance tolerance) {
        int number = cache.number(tolerance);
        tolerances.putIfAbsent(number, tolerance);
        return number;
    }

    /** Reads what is needed of all places. */
    void read(Connection connection) throws SQLException {
        var courses = new PlaceCourses(connection, asked.keySet());
        ChangedHours changed = cache.look(connection, courses, asked.keySet());
        for (List<String> group : groups(courses)) {
            var places = new ArrayList<PlaceReckoning>();
            for (String unit : group) {
                PlaceSetup setup = courses.setup(unit);
                places.add(new PlaceReckoning(
                        unit,
                        cache.place(unit, setup, changed),
                        changed.pending(setup),
                        Objects.requireNonNull(asked.get(unit)),
                        tolerances,
                        nowMicros));
            }
            blocks(courses, places);
            places.forEach(place -> sums.put(place.unit(), place.sums()));
            cache.trim();
        }
        readings = courses.readings();
    }

    /** A month at a time, in order: each begins where the one before has ended. */
    private void blocks(PlaceCourses courses, List<PlaceReckoning> places) throws SQLException {
        int hours = (int) (BLOCK_MICROS / Hours.MICROS);
        int first = places.stream().mapToInt(PlaceReckoning::firstHour).min().orElse(0);
        int last = places.stream().mapToInt(PlaceReckoning::lastHour).max().orElse(-1);
        for (int begin = first; begin <= last; begin += hours) {
            var block = new HourSpan(begin, begin + hours);
            var missing = new ArrayList<PlaceCourses.Wanted>();
            places.forEach(place -> missing.addAll(place.missing(block)));
            if (missing.size() > few) {
                courses.load(missing);
            }
            for (PlaceReckoning place : places) {
                place.reckon(courses, block);
            }
            courses.forget();
        }
    }

    /** Places that are read together. */
    private List<List<String>> groups(PlaceCourses courses) {
        var groups = new ArrayList<List<String>>();
        int channels = CHANNELS_AT_ONCE;
        for (String place : asked.keySet()) {
            if (channels >= CHANNELS_AT_ONCE) {
                groups.add(new ArrayList<>());
                channels = 0;
            }
            groups.getLast().add(place);
            channels += courses.channels(place);
        }
        return groups;
    }

    /** How many readings were looked at. */
    long readings() {
        return readings;
    }

    /** What was asked for, once it is read. */
    LifeExposure exposure(Life life, Tolerance tolerance) {
        int number = number(tolerance);
        return LifeExposure.ofSums(
                life,
                tolerance,
                (place, from, to) -> Objects.requireNonNull(
                        sums.getOrDefault(place, Map.of()).get(new Stay(number, from, to)), "not asked for"),
                nowMicros);
    }
}
