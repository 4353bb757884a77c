package io.frostproof.alerts.condition;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Each measure as its documentation says, worked out of all readings at once. Slow and plain; shares nothing with the gauges. Times are minutes
 * since 1970.
 */
final class MeasuresByDefinition {

    private static final double ZERO = 273.15;

    private MeasuresByDefinition() {}

    /**
     * A reading as a measure sees it.
     *
     * @param minute from when on
     * @param read when it was read; before that when the measure began later
     * @param standsUntil if nothing is read before
     */
    record Seen(long minute, long read, long standsUntil, double value) {}

    private static double stoodUntil(List<Seen> seen, int i, long now) {
        long end = Math.min(now, seen.get(i).standsUntil());
        return i + 1 < seen.size() ? Math.min(end, seen.get(i + 1).minute()) : end;
    }

    /** The measure at the last of these readings, in order; NaN when not known. */
    static double at(Measure measure, Traits traits, List<Seen> seen) {
        long now = seen.getLast().minute();
        return switch (measure) {
            case Measure.Value value -> seen.getLast().value();
            case Measure.Missing missing -> 0;
            case Measure.While w -> throw new IllegalArgumentException("takes more than a channel");
            case Measure.Disagreement d -> throw new IllegalArgumentException("takes more than a channel");
            case Measure.Calibration c -> throw new IllegalArgumentException("takes more than a channel");
            case Measure.Clock c -> throw new IllegalArgumentException("takes no channel");
            case Measure.Product product -> product(seen, traits.productLag().toMinutes());
            case Measure.Change change -> change(seen, change.window().toMinutes());
            case Measure.MeanKinetic meanKinetic ->
                meanKinetic(seen, meanKinetic.window().toMinutes());
            case Measure.DegreeMinutes degreeMinutes -> degreeMinutes(seen, degreeMinutes, traits);
            case Measure.Crossings crossings ->
                crossings(seen, crossings, now - crossings.window().toMinutes());
            case Measure.Spread spread -> spread(seen, spread.window().toMinutes());
            case Measure.Run run -> run(seen, run);
        };
    }

    /** Small steps of the differential equation. */
    private static double product(List<Seen> seen, long lag) {
        double product = seen.getFirst().value();
        for (int i = 1; i < seen.size(); i++) {
            Seen from = seen.get(i - 1);
            Seen to = seen.get(i);
            if (lag == 0 || to.minute() - from.standsUntil() > Math.max(3 * lag, 30)) {
                product = to.value();
                continue;
            }
            double minutes = to.minute() - from.read();
            int steps = (int) Math.max(50, minutes * 20 / lag);
            double h = minutes / steps;
            for (int step = 0; step < steps; step++) {
                double a = from.value() + (to.value() - from.value()) * step / steps;
                double b = from.value() + (to.value() - from.value()) * (step + 0.5) / steps;
                double c = from.value() + (to.value() - from.value()) * (step + 1) / steps;
                double k1 = (a - product) / lag;
                double k2 = (b - product - h / 2 * k1) / lag;
                double k3 = (b - product - h / 2 * k2) / lag;
                double k4 = (c - product - h * k3) / lag;
                product += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
            }
        }
        return product;
    }

    /** What goods that follow at once were at each of these readings: what is around the probe, if that was the same since a reading half a lag before. */
    static List<Double> early(Traits traits, List<Seen> seen) {
        var early = new ArrayList<Double>();
        double lag = traits.probeLag().toMinutes();
        int counted = 0;
        for (int i = 0; i < seen.size(); i++) {
            Seen now = seen.get(i);
            double gap = i == 0 ? 0 : now.minute() - seen.get(i - 1).standsUntil();
            double minutes = now.minute() - seen.get(counted).minute();
            if (i == 0 || lag == 0 || gap > Math.max(3 * lag, 30)) {
                early.add(now.value());
            } else if (minutes < lag / 2) {
                early.add(early.getLast());
                continue;
            } else {
                double kept = Math.exp(-minutes / lag);
                early.add((now.value() - seen.get(counted).value() * kept) / (1 - kept));
            }
            counted = i;
        }
        return early;
    }

    private static long bucket(long minute, long window, int buckets) {
        return Math.floorDiv(minute * 60_000_000L, window * 60_000_000L / buckets);
    }

    private static double change(List<Seen> seen, long window) {
        Seen newest = seen.getLast();
        long first = bucket(newest.minute(), window, 32) - 31;
        // The first reading in the window is also the first one of its part.
        Seen oldest = seen.stream()
                .filter(each -> bucket(each.minute(), window, 32) >= first)
                .findFirst()
                .orElseThrow();
        double hours = (newest.minute() - oldest.minute()) / 60.0;
        return hours * 60 < window / 2.0 ? Double.NaN : (newest.value() - oldest.value()) / hours;
    }

    private static double meanKinetic(List<Seen> seen, long window) {
        long now = seen.getLast().minute();
        double begin = (bucket(now, window, 60) - 59) * (window / 60.0);
        double known = 0;
        double sum = 0;
        for (int i = 0; i < seen.size(); i++) {
            double minutes = stoodUntil(seen, i, now)
                    - Math.max(begin, (double) seen.get(i).minute());
            if (minutes > 0) {
                known += minutes;
                sum += minutes * Math.exp(-10_000 / (seen.get(i).value() + ZERO));
            }
        }
        return known < window / 2.0 ? Double.NaN : 10_000 / -Math.log(sum / known) - ZERO;
    }

    private static double degreeMinutes(List<Seen> seen, Measure.DegreeMinutes measure, Traits traits) {
        long now = seen.getLast().minute();
        double sum = 0;
        for (int i = 0; i < seen.size(); i++) {
            double beyond = measure.above()
                    ? seen.get(i).value() - measure.limit()
                    : measure.limit() - seen.get(i).value();
            for (long minute = seen.get(i).minute(); minute < stoodUntil(seen, i, now); minute++) {
                if (samePeriod(minute, now, measure.per(), traits)) {
                    sum += Math.max(0, beyond);
                }
            }
        }
        return sum;
    }

    static boolean samePeriod(long minute, long other, Period per, Traits traits) {
        LocalDate a = Instant.ofEpochSecond(minute * 60).atZone(traits.zone()).toLocalDate();
        LocalDate b = Instant.ofEpochSecond(other * 60).atZone(traits.zone()).toLocalDate();
        return switch (per) {
            case DAY -> a.equals(b);
            case WEEK -> Math.floorDiv(a.toEpochDay() + 3, 7) == Math.floorDiv(b.toEpochDay() + 3, 7);
            case MONTH -> a.getYear() == b.getYear() && a.getMonth() == b.getMonth();
            case PLACEMENT -> true;
        };
    }

    private static double crossings(List<Seen> seen, Measure.Crossings measure, long after) {
        int sign = measure.above() ? 1 : -1;
        boolean beyond = sign * seen.getFirst().value() > sign * measure.limit();
        int count = 0;
        for (Seen each : seen) {
            double value = sign * each.value();
            if (!beyond && value > sign * measure.limit()) {
                beyond = true;
                count += each.minute() > after ? 1 : 0;
            } else if (value <= sign * measure.back()) {
                beyond = false;
            }
        }
        return Math.min(64, count);
    }

    /** Every minute that was known, one after the other, with how long the run had become by its end. */
    private static double run(List<Seen> seen, Measure.Run measure) {
        long now = seen.getLast().minute();
        long window = measure.window().toMinutes();
        var lengths = new ArrayList<Long>();
        long length = 0;
        for (int i = 0; i < seen.size(); i++) {
            double value = seen.get(i).value();
            boolean runs = measure.above() ? value > measure.limit() : value < measure.limit();
            double end = stoodUntil(seen, i, now);
            for (long minute = seen.get(i).minute(); minute < end; minute++) {
                length = runs ? length + 1 : 0;
                lengths.add(length);
            }
            if (i + 1 < seen.size() && seen.get(i + 1).minute() - end > 30) {
                length = 0;
            }
        }
        if (lengths.size() < window) {
            return Double.NaN;
        }
        // The part of the window that is oldest begins with a step.
        long newest = bucket(lengths.size(), window, 32);
        long begin = lengths.size() * 32L % window == 0 ? newest - 32 : newest - 31;
        double from = begin * (window / 32.0);
        long longest = 0;
        for (int minute = 0; minute < lengths.size(); minute++) {
            if (minute + 1 > from) {
                longest = Math.max(longest, lengths.get(minute));
            }
        }
        return (double) Math.min(longest, window);
    }

    private static double spread(List<Seen> seen, long window) {
        long now = seen.getLast().minute();
        double begin = (bucket(now, window, 32) - 31) * (window / 32.0);
        double known = 0;
        double lowest = seen.getLast().value();
        double highest = lowest;
        for (int i = 0; i < seen.size(); i++) {
            double minutes = stoodUntil(seen, i, now)
                    - Math.max(begin, (double) seen.get(i).minute());
            if (minutes > 0 || seen.get(i).minute() >= begin) {
                known += Math.max(0, minutes);
                lowest = Math.min(lowest, seen.get(i).value());
                highest = Math.max(highest, seen.get(i).value());
            }
        }
        return known < 0.9 * window ? Double.NaN : highest - lowest;
    }
}
