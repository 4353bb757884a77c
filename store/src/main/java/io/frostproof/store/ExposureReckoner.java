package io.frostproof.store;

import io.frostproof.alerts.exposure.Course;
import io.frostproof.alerts.exposure.ExposureMeter;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.Strand;
import io.frostproof.alerts.network.Span;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reckons exposures of many handling units, some places at a time: the readings of a place are read once for all goods that were there, at most a
 * month of some channels is in memory, and a sojourn that many share is reckoned once. For one thread.
 */
final class ExposureReckoner {

    /** How much of a place is in memory at once: of one-minute readings some 45,000 for each probe. */
    static final long BLOCK_MICROS = Duration.ofDays(31).toNanos() / 1000;

    /** How many channels are read together: a month of one-minute readings of these is some 30 MB. */
    private static final int CHANNELS_AT_ONCE = 40;

    /** So few places are read one by one: goods were there for a part of the time only. */
    private static final int FEW = 8;

    private final long nowMicros;
    private final int few;
    private final Map<Tolerance, Integer> tolerances = new HashMap<>();
    private final Map<String, Map<Stay, ExposureSum>> stays = new TreeMap<>();

    /** A stretch of time at one place, to be judged by one tolerance. */
    private record Stay(int tolerance, long from, long to) {}

    /** @param nowMicros until when; what comes later is left out */
    ExposureReckoner(long nowMicros) {
        this(nowMicros, FEW);
    }

    /** @param few so many places are read one by one */
    ExposureReckoner(long nowMicros, int few) {
        this.nowMicros = nowMicros;
        this.few = few;
    }

    /** Asks for a life; all are, before {@link #read}. */
    void ask(Life life, Tolerance tolerance) {
        int number = tolerances.computeIfAbsent(tolerance, first -> tolerances.size());
        int allowances = tolerance.allowances().size();
        for (Strand strand : life.strands()) {
            for (Sojourn sojourn : strand.sojourns()) {
                String place = sojourn.place();
                long to = Math.min(Objects.requireNonNullElse(sojourn.toMicros(), nowMicros), nowMicros);
                if (place != null && sojourn.fromMicros() < to) {
                    stays.computeIfAbsent(place, id -> new HashMap<>())
                            .put(new Stay(number, sojourn.fromMicros(), to), ExposureSum.unknown(0, allowances));
                }
            }
        }
    }

    /** The places that were asked for. */
    Set<String> places() {
        return stays.keySet();
    }

    /** Reads what is needed of all places. */
    void read(PlaceCourses courses) throws SQLException {
        Map<Integer, Tolerance> byNumber = new HashMap<>();
        tolerances.forEach((tolerance, number) -> byNumber.put(number, tolerance));
        for (List<String> group : groups(courses)) {
            List<Stay> all = group.stream()
                    .flatMap(place -> sums(place).keySet().stream())
                    .toList();
            long first = all.stream().mapToLong(Stay::from).min().orElse(0);
            long last = all.stream().mapToLong(Stay::to).max().orElse(0);
            for (long begin = first; begin < last; begin += BLOCK_MICROS) {
                long end = begin + BLOCK_MICROS;
                Map<String, Span> needed = needed(group, begin, end);
                if (needed.size() > few) {
                    courses.load(needed);
                }
                for (Map.Entry<String, Span> place : needed.entrySet()) {
                    block(courses, place.getKey(), sums(place.getKey()), place.getValue(), byNumber);
                }
                courses.forget();
            }
        }
    }

    private Map<Stay, ExposureSum> sums(String place) {
        return Objects.requireNonNull(stays.get(place), place);
    }

    /** Places that are read together. */
    private List<List<String>> groups(PlaceCourses courses) {
        var groups = new ArrayList<List<String>>();
        int channels = CHANNELS_AT_ONCE;
        for (String place : stays.keySet()) {
            if (channels >= CHANNELS_AT_ONCE) {
                groups.add(new ArrayList<>());
                channels = 0;
            }
            groups.getLast().add(place);
            channels += courses.channels(place);
        }
        return groups;
    }

    /** From when until when goods were at places, within a stretch of time. */
    private Map<String, Span> needed(List<String> group, long begin, long end) {
        var needed = new TreeMap<String, Span>();
        for (String place : group) {
            for (Stay stay : sums(place).keySet()) {
                if (stay.from() < end && stay.to() > begin) {
                    needed.merge(
                            place,
                            new Span(Math.max(stay.from(), begin), Math.min(stay.to(), end)),
                            (one, other) -> new Span(
                                    Math.min(one.fromMicros(), other.fromMicros()),
                                    Math.max(one.toMicros(), other.toMicros())));
                }
            }
        }
        return needed;
    }

    private static void block(
            PlaceCourses courses,
            String place,
            Map<Stay, ExposureSum> sums,
            Span time,
            Map<Integer, Tolerance> tolerances)
            throws SQLException {
        long begin = time.fromMicros();
        long end = time.toMicros();
        List<Stay> inside = sums.keySet().stream()
                .filter(stay -> stay.from() < end && stay.to() > begin)
                .toList();
        Course course = courses.read(place, begin, end).course();
        var meters = new HashMap<Integer, ExposureMeter>();
        for (Stay stay : inside) {
            ExposureMeter meter = meters.computeIfAbsent(
                    stay.tolerance(),
                    number -> new ExposureMeter(course, Objects.requireNonNull(tolerances.get(number))));
            ExposureSum more = meter.between(Math.max(stay.from(), begin), Math.min(stay.to(), end));
            sums.computeIfPresent(stay, (asked, before) -> before.then(more));
        }
    }

    /** What was asked for, once it is read. */
    LifeExposure exposure(Life life, Tolerance tolerance) {
        int number = Objects.requireNonNull(tolerances.get(tolerance), "not asked for");
        return LifeExposure.ofSums(
                life,
                tolerance,
                (place, from, to) -> Objects.requireNonNull(
                        stays.getOrDefault(place, Map.of()).get(new Stay(number, from, to)), "not asked for"),
                nowMicros);
    }
}
