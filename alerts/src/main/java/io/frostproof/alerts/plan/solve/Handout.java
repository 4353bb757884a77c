package io.frostproof.alerts.plan.solve;

import java.util.Arrays;

/** Hands out room at given prices. */
final class Handout {

    private Handout() {}

    /** Everybody takes what is cheapest for it, price included, of what still has room; who would lose most by its second best, for its weight, goes first. */
    static Filling at(Assignment assignment, double[] prices) {
        double[] priceOfSlot = assignment.slotPrices(prices);
        var filling = new Filling(assignment);
        for (int item : byRegret(assignment, priceOfSlot)) {
            int best = 0;
            double least = assignment.cost(item, 0);
            for (int option = 1; option < assignment.options(item); option++) {
                double reduced = reduced(assignment, priceOfSlot, item, option);
                if (reduced < least && filling.fits(item, option)) {
                    best = option;
                    least = reduced;
                }
            }
            filling.take(item, best);
        }
        return filling;
    }

    static double reduced(Assignment assignment, double[] priceOfSlot, int item, int option) {
        int at = assignment.first[item] + option;
        return assignment.costs[at] + assignment.price(priceOfSlot, at) * assignment.weights[item];
    }

    private static int[] byRegret(Assignment assignment, double[] priceOfSlot) {
        var regret = new double[assignment.items()];
        var order = new Integer[assignment.items()];
        for (int item = 0; item < regret.length; item++) {
            double best = Double.POSITIVE_INFINITY;
            double second = Double.POSITIVE_INFINITY;
            for (int option = 0; option < assignment.options(item); option++) {
                double reduced = reduced(assignment, priceOfSlot, item, option);
                if (reduced < best) {
                    second = best;
                    best = reduced;
                } else if (reduced < second) {
                    second = reduced;
                }
            }
            regret[item] = (second - best) / assignment.weights[item];
            order[item] = item;
        }
        Arrays.sort(order, (one, other) -> {
            int byRegret = Double.compare(regret[other], regret[one]);
            return byRegret != 0 ? byRegret : Integer.compare(one, other);
        });
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
