package io.frostproof.store;

import io.frostproof.alerts.exposure.Course;
import io.frostproof.alerts.exposure.ExposureMeter;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.PackedCourse;
import io.frostproof.alerts.exposure.ProbeCourse;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.store.PlaceHours.Hour;
import io.frostproof.store.PlaceHours.Stay;
import io.frostproof.store.PlaceHours.Until;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One place of one question: takes sums that are kept, makes the others out of hours, and hours that are missing out of readings. What may still change (the pending
 * hours, and the one that has not ended) is in a part of its own, which is not kept. For one thread.
 */
final class PlaceReckoning {

    private final String unit;
    private final PlaceHours kept;
    private final List<HourSpan> pending;
    private final Map<Integer, Tolerance> tolerances;
    private final long nowMicros;
    private final List<Plan> plans = new ArrayList<>();
    private final Map<Stay, ExposureSum> parts = new HashMap<>();
    private final Map<Stay, ExposureSum> sums = new HashMap<>();
    /** Hours that the parts are made of, from {@link #firstHour} on. */
    private final BitSet needed = new BitSet();

    private int firstHour = Integer.MAX_VALUE;
    /** Hours that are not kept. */
    private final Map<Integer, Hour> passing = new HashMap<>();

    /**
     * How a sum is made.
     *
     * @param base what is known of it
     * @param settled a part up to there may be kept, a part from there on may not; null: there is none such
     */
    private record Plan(
            Stay stay,
            ExposureSum base,
            @Nullable Stay settled,
            @Nullable Stay open) {}

    /**
     * Looks what is needed.
     *
     * @param pending hours that nothing may be kept of
     * @param tolerances by number
     */
    PlaceReckoning(
            String unit,
            PlaceHours kept,
            List<HourSpan> pending,
            Collection<Stay> stays,
            Map<Integer, Tolerance> tolerances,
            long nowMicros) {
        this.unit = unit;
        this.kept = kept;
        this.pending = pending;
        this.tolerances = tolerances;
        this.nowMicros = nowMicros;
        int changing = pending.stream().mapToInt(HourSpan::fromHour).min().orElse(Integer.MAX_VALUE);
        var wanted = new ArrayList<Stay>();
        for (Stay stay : stays) {
            plan(stay, Hours.begin(changing), wanted);
        }
        firstHour = wanted.stream()
                .mapToInt(part -> Hours.of(part.fromMicros()))
                .min()
                .orElse(Integer.MAX_VALUE);
        wanted.forEach(
                part -> needed.set(Hours.of(part.fromMicros()) - firstHour, Hours.from(part.toMicros()) - firstHour));
    }

    private void plan(Stay stay, long changingMicros, List<Stay> wanted) {
        ExposureSum known = stay.toMicros() <= changingMicros ? kept.sum(stay) : null;
        if (known != null) {
            sums.put(stay, known);
            return;
        }
        long settled = Math.max(
                stay.fromMicros(),
                Math.min(changingMicros, isThere(stay) ? Hours.begin(Hours.of(nowMicros)) : stay.toMicros()));
        Until until = kept.until(stay);
        boolean usable = until != null && until.micros() <= settled;
        long from = usable ? Objects.requireNonNull(until).micros() : stay.fromMicros();
        plans.add(new Plan(
                stay,
                usable ? Objects.requireNonNull(until).sum() : nothing(stay.tolerance()),
                part(stay, from, settled, wanted),
                part(stay, settled, stay.toMicros(), wanted)));
    }

    private boolean isThere(Stay stay) {
        return stay.toMicros() == nowMicros;
    }

    private @Nullable Stay part(Stay stay, long from, long to, List<Stay> wanted) {
        if (from >= to) {
            return null;
        }
        var part = new Stay(stay.tolerance(), from, to);
        if (parts.put(part, nothing(stay.tolerance())) == null) {
            wanted.add(part);
        }
        return part;
    }

    private ExposureSum nothing(int tolerance) {
        return ExposureSum.unknown(0, tolerance(tolerance).allowances().size());
    }

    private Tolerance tolerance(int number) {
        return Objects.requireNonNull(tolerances.get(number));
    }

    String unit() {
        return unit;
    }

    /** The first hour that is needed; the largest number when none is. */
    int firstHour() {
        return firstHour;
    }

    /** The last hour that is needed; -1: none. */
    int lastHour() {
        return needed.isEmpty() ? -1 : firstHour + needed.length() - 1;
    }

    private boolean isPending(int hour) {
        for (HourSpan span : pending) {
            if (span.covers(hour)) {
                return true;
            }
        }
        return false;
    }

    /** What is known of an hour that holds. */
    private @Nullable Hour known(int hour) {
        Hour made = passing.get(hour);
        return made != null || isPending(hour) ? made : kept.hour(hour);
    }

    /** Which hours of a block have to be read. */
    List<PlaceCourses.Wanted> missing(HourSpan block) {
        var runs = new ArrayList<PlaceCourses.Wanted>();
        if (kept.setup().channels().isEmpty()) {
            return runs;
        }
        int from = Math.max(block.fromHour(), firstHour);
        int felt = kept.setup().channels().stream()
                .mapToInt(channel -> Hours.from(kept.setup().feltMicros(channel)))
                .max()
                .orElse(0);
        for (int bit = needed.nextSetBit(Math.max(0, from - firstHour));
                bit >= 0 && bit + firstHour < block.toHour();
                bit = needed.nextSetBit(bit + 1)) {
            int hour = bit + firstHour;
            if (known(hour) != null) {
                continue;
            }
            PlaceCourses.Wanted last = runs.isEmpty() ? null : runs.getLast();
            boolean before = known(hour - 1) != null;
            // To read on costs no more than to read again what is still felt.
            if (last != null && (last.toHour() == hour || (!before && hour - last.toHour() <= felt))) {
                runs.set(runs.size() - 1, new PlaceCourses.Wanted(unit, last.fromHour(), hour + 1, last.before()));
            } else {
                runs.add(new PlaceCourses.Wanted(unit, hour, hour + 1, before));
            }
        }
        return runs;
    }

    /** Reads the hours of a block that are missing, and adds what lies in it to all sums. */
    void reckon(PlaceCourses courses, HourSpan block) throws SQLException {
        if (lastHour() < block.fromHour() || firstHour >= block.toHour()) {
            return;
        }
        for (PlaceCourses.Wanted run : missing(block)) {
            read(courses, run);
        }
        add(block);
        // The next block goes on from the last hour.
        passing.keySet().removeIf(hour -> hour != block.toHour() - 1);
    }

    private void read(PlaceCourses courses, PlaceCourses.Wanted run) throws SQLException {
        Hour before = run.before() ? known(run.fromHour() - 1) : null;
        PlaceCourses.HoursRead read =
                courses.hours(unit, run.fromHour(), run.toHour(), before == null ? null : before.after());
        for (int hour = run.fromHour(); hour < run.toHour(); hour++) {
            List<ProbeCourse.State> after = read.states().get(hour - run.fromHour() + 1);
            PackedCourse course = packed(read.course(), hour);
            PackedCourse range = kept.setup().isRange() ? packed(read.range(), hour) : null;
            var made = new Hour(course, range, List.copyOf(after));
            if (isPending(hour)) {
                passing.put(hour, made);
            } else {
                kept.keep(hour, made);
            }
        }
    }

    private static PackedCourse packed(Course course, int hour) {
        return PackedCourse.of(course, Hours.begin(hour), Hours.begin(hour + 1));
    }

    private void add(HourSpan block) {
        Course course = course(block, Hour::course);
        Course range = kept.setup().isRange() ? course(block, Hour::bounds) : course;
        var meters = new HashMap<Integer, ExposureMeter>();
        long begin = Hours.begin(block.fromHour());
        long end = Hours.begin(block.toHour());
        parts.replaceAll((part, sum) -> {
            long from = Math.max(part.fromMicros(), begin);
            long to = Math.min(part.toMicros(), end);
            return from >= to
                    ? sum
                    : sum.then(meters.computeIfAbsent(
                                    part.tolerance(), number -> new ExposureMeter(course, range, tolerance(number)))
                            .between(from, to));
        });
    }

    /** Of the hours that are needed; of all others nothing is known, and nothing asked. */
    private Course course(HourSpan block, Function<Hour, PackedCourse> which) {
        var out = new Course.Builder();
        int next = Integer.MIN_VALUE;
        for (int bit = needed.nextSetBit(Math.max(0, block.fromHour() - firstHour));
                bit >= 0 && bit + firstHour < block.toHour();
                bit = needed.nextSetBit(bit + 1)) {
            int hour = bit + firstHour;
            if (next != hour && next != Integer.MIN_VALUE) {
                out.unknown(Hours.begin(next));
            }
            Hour known = known(hour);
            if (known != null) {
                which.apply(known).unpack(out);
            }
            next = hour + 1;
        }
        if (next != Integer.MIN_VALUE) {
            out.unknown(Hours.begin(next));
        }
        return out.build();
    }

    /** All sums that were asked for, once all blocks are reckoned; those that hold are kept. */
    Map<Stay, ExposureSum> sums() {
        for (Plan plan : plans) {
            Stay stay = plan.stay();
            ExposureSum settled = then(plan.base(), plan.settled());
            if (plan.open() == null && !isThere(stay)) {
                kept.keep(stay, settled);
            } else if (isThere(stay) && plan.settled() != null) {
                kept.keep(stay, new Until(plan.settled().toMicros(), settled));
            }
            sums.put(stay, then(settled, plan.open()));
        }
        return sums;
    }

    private ExposureSum then(ExposureSum sum, @Nullable Stay part) {
        return part == null ? sum : sum.then(Objects.requireNonNull(parts.get(part)));
    }
}
