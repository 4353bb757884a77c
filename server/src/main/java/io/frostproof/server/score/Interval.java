package io.frostproof.server.score;

import io.frostproof.simulator.truth.TruthRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A stretch of simulated time, milliseconds since 1970; the end does not belong to it. */
record Interval(long startMillis, long endMillis) {

    Interval {
        if (endMillis < startMillis) {
            throw new IllegalArgumentException("an interval cannot end at " + endMillis + " before " + startMillis);
        }
    }

    static Interval of(TruthRecord.FaultInterval fault) {
        return new Interval(fault.startMillis(), fault.endMillis());
    }

    static Interval of(TruthRecord.StateInterval state) {
        return new Interval(state.startMillis(), state.endMillis());
    }

    long lengthMillis() {
        return endMillis - startMillis;
    }

    /** Whether the two share or touch a moment. */
    boolean meets(Interval other) {
        return startMillis <= other.endMillis && other.startMillis <= endMillis;
    }

    /** Whether the moment lies in it, or is one of its ends. */
    boolean holds(long millis) {
        return startMillis <= millis && millis <= endMillis;
    }

    /** This one, so much longer at both ends. */
    Interval widened(long beforeMillis, long afterMillis) {
        return new Interval(startMillis - beforeMillis, endMillis + afterMillis);
    }

    /** The same time in as few intervals as possible, in order. */
    static List<Interval> merged(Collection<Interval> intervals) {
        var merged = new ArrayList<Interval>();
        for (Interval next : intervals.stream()
                .sorted(Comparator.comparingLong(Interval::startMillis).thenComparingLong(Interval::endMillis))
                .toList()) {
            if (!merged.isEmpty() && merged.getLast().meets(next)) {
                Interval last = merged.removeLast();
                merged.add(new Interval(last.startMillis(), Math.max(last.endMillis(), next.endMillis())));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }

    /** What of it lies in none of the others, in order; empty pieces are left out. */
    List<Interval> without(Collection<Interval> others) {
        var left = new ArrayList<Interval>();
        long from = startMillis;
        for (Interval other : merged(others)) {
            if (other.endMillis > from && other.startMillis < endMillis) {
                if (other.startMillis > from) {
                    left.add(new Interval(from, other.startMillis));
                }
                from = other.endMillis;
            }
        }
        if (from < endMillis) {
            left.add(new Interval(from, endMillis));
        }
        return left;
    }

    /** The time that is in both, in order. */
    static List<Interval> inBoth(Collection<Interval> some, Collection<Interval> others) {
        var both = new ArrayList<Interval>();
        List<Interval> second = merged(others);
        for (Interval a : merged(some)) {
            for (Interval b : second) {
                long from = Math.max(a.startMillis, b.startMillis);
                long to = Math.min(a.endMillis, b.endMillis);
                if (from < to) {
                    both.add(new Interval(from, to));
                }
            }
        }
        return both;
    }
}
