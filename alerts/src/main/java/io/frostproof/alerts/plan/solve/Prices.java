package io.frostproof.alerts.plan.solve;

import java.util.Arrays;

/**
 * Prices of room, found by going up the slope of the bound: a row that would be overfull gets dearer, one with room left cheaper. Steps by Polyak's rule,
 * {@code t = a (cost - bound) / |g|^2}, {@code a} being halved when the bound does not rise. Not thread-safe.
 */
final class Prices {

    private static final int MOST_ROUNDS = 250;
    private static final int PATIENCE = 12;
    private static final double SMALLEST_STEP = 0.004;

    /** How much of the direction before goes into the next: damps the swinging of rows that share their items. */
    private static final double INERTIA = 0.5;

    private final Assignment assignment;
    private final double[] current;
    private final double[] direction;
    private final long[] used;
    private double[] best;
    private double bestBound;
    private double stepSize = 1.0;
    private int rounds;
    private int sinceBetter;
    private boolean exact;

    Prices(Assignment assignment) {
        this.assignment = assignment;
        current = new double[assignment.rows()];
        direction = new double[assignment.rows()];
        used = new long[assignment.rows()];
        best = current.clone();
        bestBound = assignment.bound(best);
    }

    /** Prices of the highest bound so far. */
    double[] best() {
        return best;
    }

    double bound() {
        return bestBound;
    }

    double[] current() {
        return current;
    }

    boolean settled() {
        return exact || rounds >= MOST_ROUNDS || stepSize < SMALLEST_STEP;
    }

    /** One round: the bound at the current prices, and others from it. */
    void step(double knownCost) {
        rounds++;
        double bound = relax();
        if (bound > bestBound + 1e-9 * Math.abs(bestBound)) {
            bestBound = bound;
            best = current.clone();
            sinceBetter = 0;
        } else if (++sinceBetter >= PATIENCE) {
            stepSize /= 2;
            sinceBetter = 0;
            System.arraycopy(best, 0, current, 0, current.length);
            Arrays.fill(direction, 0);
            return;
        }
        double square = 0;
        for (int row = 0; row < used.length; row++) {
            double slope = used[row] - assignment.limits[row];
            direction[row] = slope + INERTIA * direction[row];
            if (current[row] <= 0 && direction[row] < 0) {
                direction[row] = 0;
            }
            square += direction[row] * direction[row];
        }
        if (square == 0) {
            exact = true;
            return;
        }
        double step = stepSize * Math.max(knownCost - bound, 0) / square;
        for (int row = 0; row < used.length; row++) {
            current[row] = Math.max(0, current[row] + step * direction[row]);
        }
    }

    /** What {@link Assignment#bound} says, noting how full the rows would be. */
    private double relax() {
        Arrays.fill(used, 0);
        double[] priceOfSlot = assignment.slotPrices(current);
        double bound = 0;
        for (int row = 0; row < current.length; row++) {
            bound -= current[row] * assignment.limits[row];
        }
        int[] first = assignment.first;
        for (int item = 0; item < assignment.weights.length; item++) {
            long weight = assignment.weights[item];
            double least = Double.POSITIVE_INFINITY;
            int chosen = Assignment.NOTHING;
            for (int at = first[item]; at < first[item + 1]; at++) {
                int slot = assignment.slots[at];
                double reduced = slot == Assignment.NOTHING
                        ? assignment.costs[at]
                        : assignment.costs[at] + priceOfSlot[slot] * weight;
                if (reduced < least) {
                    least = reduced;
                    chosen = slot;
                }
            }
            bound += least;
            if (chosen != Assignment.NOTHING) {
                for (int row : assignment.rowsOfSlot[chosen]) {
                    used[row] += weight;
                }
            }
        }
        return bound;
    }
}
