package io.frostproof.alerts.exposure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Between which bounds the use of each allowance lies, by all that is said of how warm goods may have been: by every probe that spoke, and where probes hang in the air, by goods that
 * follow it fast and by goods that follow it slowly. Sums of consecutive times add up. Times are microseconds.
 *
 * @param certainMicros how much of each allowance was used at least: at the coldest and at the warmest that is said
 * @param possibleMicros how much at most: at the worse of the two
 * @param certainFrozenMicros for how long it was frozen, at the warmest that is said
 */
public record AllowanceBounds(List<Long> certainMicros, List<Long> possibleMicros, long certainFrozenMicros) {

    public AllowanceBounds {
        certainMicros = List.copyOf(certainMicros);
        possibleMicros = List.copyOf(possibleMicros);
    }

    /** Of no time, or of time of which nothing is known. */
    public static AllowanceBounds none(int allowances) {
        List<Long> none = Collections.nCopies(allowances, 0L);
        return new AllowanceBounds(none, none, 0);
    }

    /** This and then the other. */
    AllowanceBounds then(AllowanceBounds next) {
        return new AllowanceBounds(
                added(certainMicros, next.certainMicros),
                added(possibleMicros, next.possibleMicros),
                certainFrozenMicros + next.certainFrozenMicros);
    }

    static List<Long> added(List<Long> some, List<Long> others) {
        var sums = new ArrayList<Long>(some.size());
        for (int i = 0; i < some.size(); i++) {
            sums.add(some.get(i) + others.get(i));
        }
        return sums;
    }

    /** Of goods at one place, for any stretch of time. Immutable. */
    static final class Meter {
        private final Course range;
        private final int count;
        private final RunningSums sums;

        /** @param range the coldest and the warmest that goods there may have had */
        Meter(Course range, Tolerance tolerance) {
            this.range = range;
            count = tolerance.allowances().size();
            sums = new RunningSums(range, 2 * count + 1, (row, step) -> rate(tolerance, row, step));
        }

        private double rate(Tolerance tolerance, int row, int step) {
            double cold = range.coldest(step);
            double warm = range.warmest(step);
            if (Double.isNaN(cold)) {
                return 0;
            }
            if (row == 2 * count) {
                return tolerance.frozen(warm) ? 1 : 0;
            }
            Allowance allowance = tolerance.allowances().get(row % count);
            return (row < count ? allowance.certainlyUsedAt(cold, warm) : allowance.possiblyUsedAt(cold, warm)) ? 1 : 0;
        }

        /** @param toMicros exclusive, no earlier than {@code fromMicros} */
        AllowanceBounds between(long fromMicros, long toMicros) {
            int first = range.at(fromMicros);
            int last = range.at(toMicros - 1);
            if (toMicros == fromMicros || last < 0) {
                return none(count);
            }
            var certain = new ArrayList<Long>(count);
            var possible = new ArrayList<Long>(count);
            for (int i = 0; i < count; i++) {
                certain.add(Math.round(sums.grown(i, first, fromMicros, last, toMicros)));
                possible.add(Math.round(sums.grown(count + i, first, fromMicros, last, toMicros)));
            }
            return new AllowanceBounds(
                    certain, possible, Math.round(sums.grown(2 * count, first, fromMicros, last, toMicros)));
        }
    }
}
