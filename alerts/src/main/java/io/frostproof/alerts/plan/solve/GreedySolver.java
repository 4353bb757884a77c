package io.frostproof.alerts.plan.solve;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * One after the other, each takes the cheapest that still has room; who loses most without a place goes first. What a careful person with a list does, and
 * what the plan is compared with.
 */
public final class GreedySolver implements Solver {

    @Override
    public Solution solve(Assignment assignment) {
        var state = new Filling(assignment);
        IntStream.range(0, assignment.items())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer item) -> -assignment.cost(item, 0))
                        .thenComparing(item -> item))
                .forEach(item -> state.take(item, cheapestWithRoom(assignment, state, item)));
        var prices = new double[assignment.rows()];
        return new Solution(state.choice, assignment.cost(state.choice), assignment.bound(prices), prices);
    }

    private static int cheapestWithRoom(Assignment assignment, Filling state, int item) {
        int best = 0;
        for (int option = 1; option < assignment.options(item); option++) {
            if (assignment.cost(item, option) < assignment.cost(item, best) && state.fits(item, option)) {
                best = option;
            }
        }
        return best;
    }
}
