package io.frostproof.alerts.plan.solve;

/**
 * Looks for prices at which scarce room sells itself, hands out room by them, and mends what is left:
 *
 * <ol>
 *   <li>{@link Prices}: Lagrangian relaxation of the rows. Gives the lower bound, whatever the steps after it do.
 *   <li>{@link Handout}: at good prices each takes what is cheapest for it; who has most to lose by the second best goes first.
 *   <li>{@link Exchange}: moves of one item, and of two.
 *   <li>With up to 2,000 items {@link Neighbourhoods}, which place a few items anew at a time, and {@link CoreSearch}, branch and bound over the options that the bound does not
 *       rule out. Few items are solved exactly by it.
 * </ol>
 *
 * Each item is one of its own, however many there are: nothing is rounded into classes. Costs time in the order of options times rounds, 250 at most.
 */
public final class PriceSolver implements Solver {

    /** As good as exact: a plan this close to the bound is not improved further. */
    private static final double CLOSE_ENOUGH = 1e-4;

    /** Handing out is slower than a round of prices; now and then is enough. */
    private static final int ROUNDS_PER_HANDOUT = 40;

    private static final int CORE_VISITS = 200_000;

    /** Of more items, what single ones can still gain is nothing beside all. */
    private static final int FEW = 2_000;

    @Override
    public Solution solve(Assignment assignment) {
        var best = new Best(assignment);
        var prices = new Prices(assignment);
        best.offer(new int[assignment.items()]);
        for (int round = 0; !prices.settled() && !close(best.cost, prices.bound()); round++) {
            if (round % ROUNDS_PER_HANDOUT == 0) {
                best.offer(improved(assignment, prices.current(), false));
            }
            prices.step(best.cost);
        }
        if (!close(best.cost, prices.bound())) {
            best.offer(improved(assignment, prices.best(), true));
        }
        if (assignment.items() <= FEW && !close(best.cost, prices.bound())) {
            best.offer(exchanged(
                    assignment,
                    prices.best(),
                    new GreedySolver().solve(assignment).choice()));
            best.offer(new Neighbourhoods(assignment, prices.best(), best.choice).search());
            best.offer(new CoreSearch(assignment, prices.best(), best.choice, CORE_VISITS).search());
        }
        best.offer(moved(assignment, prices.best(), best.choice));
        return new Solution(best.choice, best.cost, prices.bound(), prices.best());
    }

    private static boolean close(double cost, double bound) {
        return cost - bound <= CLOSE_ENOUGH * Math.abs(bound);
    }

    private static int[] exchanged(Assignment assignment, double[] prices, int[] choice) {
        var filling = new Filling(assignment);
        filling.takeAll(choice);
        new Exchange(assignment, prices).swaps(filling);
        return filling.choice;
    }

    /** Nobody keeps what it could better by itself. */
    private static int[] moved(Assignment assignment, double[] prices, int[] choice) {
        var filling = new Filling(assignment);
        filling.takeAll(choice);
        new Exchange(assignment, prices).moves(filling);
        return filling.choice;
    }

    private static int[] improved(Assignment assignment, double[] prices, boolean swaps) {
        Filling filling = Handout.at(assignment, prices);
        var exchange = new Exchange(assignment, prices);
        exchange.moves(filling);
        if (swaps) {
            exchange.swaps(filling);
        }
        return filling.choice;
    }

    /** The cheapest choice so far; of two as cheap the first. */
    private static final class Best {

        private final Assignment assignment;
        private int[] choice = new int[0];
        private double cost = Double.POSITIVE_INFINITY;

        private Best(Assignment assignment) {
            this.assignment = assignment;
        }

        private void offer(int[] other) {
            double otherCost = assignment.cost(other);
            if (otherCost < cost) {
                choice = other;
                cost = otherCost;
            }
        }
    }
}
