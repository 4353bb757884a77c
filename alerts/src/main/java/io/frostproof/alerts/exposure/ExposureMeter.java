package io.frostproof.alerts.exposure;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What goods of one {@link Tolerance} live through at one place, for any stretch of time: running sums over the steps of the place's {@link Course}, made once,
 * so that a stretch costs two look-ups however long it is. A place's meter serves all goods of that tolerance, and a reading costs nothing per handling unit.
 *
 * <p>Within a step everything grows evenly, so what lies between two begins of steps is exact. Immutable.
 */
public final class ExposureMeter {

    private static final double MICROS_PER_MINUTE = 60e6;

    /** What runs up, by row. Rows of allowances come after these. */
    private static final int KNOWN = 0;

    private static final int WARM = 1;
    private static final int COLD = 2;
    private static final int BOTH = 3;
    private static final int WARM_DEGREE_MINUTES = 4;
    private static final int COLD_DEGREE_MINUTES = 5;
    private static final int KINETIC = 6;
    private static final int SHELF_LIFE = 7;
    private static final int ALLOWANCES = 8;

    private final Course course;
    private final Tolerance tolerance;

    private final RunningSums sums;
    private final AllowanceBounds.Meter bounds;

    /** How often it had frozen before the begin of each step. */
    private final int[] freezes;

    /** The newest known step that is no later than each; -1: none. Unknown time between two frozen steps is no thaw. */
    private final int[] lastKnown;

    private final Extremes coldest;
    private final Extremes warmest;

    /** Of a course of which nobody doubts how the goods follow it. */
    public ExposureMeter(Course course, Tolerance tolerance) {
        this(course, course, tolerance);
    }

    /**
     * Of a course, and of how far off the goods may have been.
     *
     * @param range the coldest and the warmest that goods may have had there, known where {@code course} is
     */
    public ExposureMeter(Course course, Course range, Tolerance tolerance) {
        this.course = course;
        this.tolerance = tolerance;
        int steps = course.steps();
        sums = new RunningSums(course, ALLOWANCES + tolerance.allowances().size(), this::rate);
        bounds = new AllowanceBounds.Meter(range, tolerance);
        freezes = new int[steps];
        lastKnown = new int[steps];
        for (int step = 0; step < steps; step++) {
            lastKnown[step] = isKnown(step) ? step : step == 0 ? -1 : lastKnown[step - 1];
            if (step > 0) {
                freezes[step] = freezes[step - 1] + (freezesAt(step - 1) ? 1 : 0);
            }
        }
        coldest = new Extremes(steps, step -> -course.coldest(step));
        warmest = new Extremes(steps, course::warmest);
    }

    /**
     * What goods that were there from one time to the other lived through.
     *
     * @param toMicros exclusive, no earlier than {@code fromMicros}
     */
    public ExposureSum between(long fromMicros, long toMicros) {
        if (toMicros < fromMicros) {
            throw new IllegalArgumentException(
                    "a stretch cannot end at " + toMicros + " us before its begin " + fromMicros);
        }
        int first = course.at(fromMicros);
        int last = course.at(toMicros - 1);
        if (toMicros == fromMicros || last < 0) {
            return ExposureSum.unknown(
                    toMicros - fromMicros, tolerance.allowances().size());
        }
        long known = Math.round(grown(KNOWN, first, fromMicros, last, toMicros));
        int count = tolerance.allowances().size();
        var allowances = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            allowances.add(Math.round(grown(ALLOWANCES + i, first, fromMicros, last, toMicros)));
        }
        int firstKnown = firstKnown(Math.max(first, 0), last);
        int newestKnown = firstKnown < 0 ? -1 : lastKnown[last];
        return new ExposureSum(
                known,
                toMicros - fromMicros - known,
                Math.round(grown(WARM, first, fromMicros, last, toMicros)),
                Math.round(grown(COLD, first, fromMicros, last, toMicros)),
                Math.round(grown(BOTH, first, fromMicros, last, toMicros)),
                grown(WARM_DEGREE_MINUTES, first, fromMicros, last, toMicros),
                grown(COLD_DEGREE_MINUTES, first, fromMicros, last, toMicros),
                firstKnown < 0 ? 0 : freezesIn(firstKnown, last),
                frozen(firstKnown),
                frozen(newestKnown),
                grown(KINETIC, first, fromMicros, last, toMicros),
                grown(SHELF_LIFE, first, fromMicros, last, toMicros),
                firstKnown < 0 ? null : (Double) (0 - coldest.most(firstKnown, newestKnown)),
                firstKnown < 0 ? null : (Double) warmest.most(firstKnown, newestKnown),
                allowances,
                bounds.between(fromMicros, toMicros));
    }

    private double grown(int row, int first, long fromMicros, int last, long toMicros) {
        return sums.grown(row, first, fromMicros, last, toMicros);
    }

    /** How fast a row runs up in a step, by the microsecond. */
    private double rate(int row, int step) {
        if (!isKnown(step)) {
            return 0;
        }
        double cold = course.coldest(step);
        double warm = course.warmest(step);
        boolean tooCold = tolerance.tooCold(cold);
        boolean tooWarm = tolerance.tooWarm(warm);
        return switch (row) {
            case KNOWN -> 1;
            case WARM -> tooWarm ? 1 : 0;
            case COLD -> tooCold ? 1 : 0;
            case BOTH -> (tooWarm && tooCold) ? 1 : 0;
            case WARM_DEGREE_MINUTES -> tooWarm ? (warm - value(tolerance.maxCelsius())) / MICROS_PER_MINUTE : 0;
            case COLD_DEGREE_MINUTES -> tooCold ? (value(tolerance.minCelsius()) - cold) / MICROS_PER_MINUTE : 0;
            case KINETIC -> Kinetic.rate(warm);
            case SHELF_LIFE -> ageing(warm);
            default -> tolerance.allowances().get(row - ALLOWANCES).usedAt(cold, warm) ? 1 : 0;
        };
    }

    private static double value(@Nullable Double celsius) {
        return celsius == null ? Double.NaN : celsius;
    }

    private double ageing(double celsius) {
        ShelfLife shelfLife = tolerance.shelfLife();
        return shelfLife == null
                ? 0
                : shelfLife.rate(celsius) / (shelfLife.life().toNanos() / 1000.0);
    }

    private boolean isKnown(int step) {
        return !Double.isNaN(course.coldest(step));
    }

    private boolean isFrozen(int step) {
        return step >= 0 && isKnown(step) && tolerance.frozen(course.coldest(step));
    }

    private @Nullable Boolean frozen(int step) {
        return (step < 0 || tolerance.freezesBelowCelsius() == null) ? null : (Boolean) isFrozen(step);
    }

    /** Whether it freezes at the begin of a step, having not been frozen when last known. */
    private boolean freezesAt(int step) {
        return isFrozen(step) && !(step > 0 && isFrozen(lastKnown[step - 1]));
    }

    /** As {@link #freezesAt}, for goods that come in the midst of it: what is frozen when first known froze then. */
    private int freezesIn(int firstKnown, int last) {
        int begun = freezes[last] + (freezesAt(last) ? 1 : 0) - freezes[firstKnown] - (freezesAt(firstKnown) ? 1 : 0);
        return begun + (isFrozen(firstKnown) ? 1 : 0);
    }

    private int firstKnown(int first, int last) {
        // Two unknown steps never follow each other.
        if (isKnown(first)) {
            return first;
        }
        return first < last ? first + 1 : -1;
    }
}
