package io.frostproof.store;

import io.frostproof.alerts.exposure.Course;
import io.frostproof.alerts.exposure.ExposureMeter;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.alerts.life.Strand;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reckons exposures of many handling units, place by place: the readings of a place are read once for all goods that were there, at most a
 * month of them is in memory, and a sojourn that many share is reckoned once. For one thread.
 */
final class ExposureReckoner {

    /** How much of a place is in memory at once: of one-minute readings some 45,000 for each probe. */
    static final long BLOCK_MICROS = Duration.ofDays(31).toNanos() / 1000;

    private final long nowMicros;
    private final Map<Tolerance, Integer> tolerances = new HashMap<>();
    private final Map<String, Map<Stay, ExposureSum>> stays = new TreeMap<>();

    /** A stretch of time at one place, to be judged by one tolerance. */
    private record Stay(int tolerance, long from, long to) {}

    /** @param nowMicros until when; what comes later is left out */
    ExposureReckoner(long nowMicros) {
        this.nowMicros = nowMicros;
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
        for (Map.Entry<String, Map<Stay, ExposureSum>> place : stays.entrySet()) {
            Map<Stay, ExposureSum> sums = place.getValue();
            long first = sums.keySet().stream().mapToLong(Stay::from).min().orElse(0);
            long last = sums.keySet().stream().mapToLong(Stay::to).max().orElse(0);
            for (long begin = first; begin < last; begin += BLOCK_MICROS) {
                block(courses, place.getKey(), sums, begin, begin + BLOCK_MICROS, byNumber);
            }
        }
    }

    private static void block(
            PlaceCourses courses,
            String place,
            Map<Stay, ExposureSum> sums,
            long begin,
            long end,
            Map<Integer, Tolerance> tolerances)
            throws SQLException {
        List<Stay> inside = sums.keySet().stream()
                .filter(stay -> stay.from() < end && stay.to() > begin)
                .toList();
        if (inside.isEmpty()) {
            return;
        }
        long from = Math.max(begin, inside.stream().mapToLong(Stay::from).min().orElseThrow());
        long to = Math.min(end, inside.stream().mapToLong(Stay::to).max().orElseThrow());
        Course course = courses.read(place, from, to).course();
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
