package io.frostproof.alerts.plan.solve;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Branch and bound over what the bound leaves open. An option whose price-included cost is above its item's least by more than the whole distance between the best choice and the
 * bound is in no better choice; items of which but one option is left are settled, and the rest is searched depth first. Not thread-safe.
 *
 * <p>Ends at the latest after a fixed number of visits, so that an answer never depends on how fast the machine is.
 */
final class CoreSearch {

    /** Of more items the search would see but a corner. */
    private static final int LARGEST_CORE = 400;

    private final Assignment assignment;
    private final double[] prices;
    private final double[][] reduced;
    private final double[] least;
    private final int[][] open;
    private final int[] core;

    /** What the items from each place in the core on cost at least, price included. */
    private final double[] leastFrom;

    private final Filling filling;
    private int[] best;
    private double bestCost;
    private final int mostVisits;
    private int visits;

    /**
     * Prepares it.
     *
     * @param known the best choice so far
     * @param mostVisits of the search; with more items than can be seen in them it is no longer exact
     */
    CoreSearch(Assignment assignment, double[] prices, int[] known, int mostVisits) {
        this.mostVisits = mostVisits;
        this.assignment = assignment;
        this.prices = prices;
        best = known.clone();
        bestCost = assignment.cost(known);
        double[] priceOfSlot = assignment.slotPrices(prices);
        // When the known choice is as good as the bound, rounding may have it below: each item keeps its least option
        // all the same.
        double distance = Math.max(0, bestCost - assignment.bound(prices));
        reduced = new double[assignment.items()][];
        least = new double[assignment.items()];
        open = new int[assignment.items()][];
        filling = new Filling(assignment);
        for (int item = 0; item < assignment.items(); item++) {
            int number = item;
            reduced[item] = IntStream.range(0, assignment.options(item))
                    .mapToDouble(option -> Handout.reduced(assignment, priceOfSlot, number, option))
                    .toArray();
            least[item] = Arrays.stream(reduced[item]).min().orElseThrow();
            open[item] = IntStream.range(0, reduced[item].length)
                    .filter(option -> reduced[number][option] - least[number] <= distance)
                    .boxed()
                    .sorted(Comparator.comparingDouble(option -> reduced[number][option]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        core = IntStream.range(0, assignment.items())
                .filter(item -> open[item].length > 1)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer item) -> -(reduced[item][open[item][1]] - least[item]))
                        .thenComparing(item -> item))
                .mapToInt(Integer::intValue)
                .toArray();
        leastFrom = new double[core.length + 1];
        for (int place = core.length - 1; place >= 0; place--) {
            leastFrom[place] = leastFrom[place + 1] + least[core[place]];
        }
    }

    /** The best choice that was found, at least as good as the one known before. */
    int[] search() {
        if (core.length > LARGEST_CORE) {
            return best;
        }
        double cost = 0;
        double worthOfRoom = worthOfRoom();
        for (int item = 0; item < assignment.items(); item++) {
            int option = open[item][0];
            if (open[item].length == 1) {
                if (!filling.fits(item, option)) {
                    return best;
                }
                filling.take(item, option);
                cost += assignment.cost(item, option);
                worthOfRoom -= priceOf(item, option);
            }
        }
        descend(0, cost, worthOfRoom);
        return best;
    }

    /** How many it took; at least as many as were allowed when it did not get to its end. */
    int visits() {
        return visits;
    }

    private double worthOfRoom() {
        double worth = 0;
        for (int row = 0; row < prices.length; row++) {
            worth += prices[row] * assignment.limits[row];
        }
        return worth;
    }

    /** What an item pays for room. */
    private double priceOf(int item, int option) {
        return reduced[item][option] - assignment.cost(item, option);
    }

    /**
     * Tries what is open from a place in the core on.
     *
     * @param cost of the items before it
     * @param worthOfRoom of what they leave free, at the prices: the items after it pay at most that much, so they cost at least their least less that
     */
    private void descend(int place, double cost, double worthOfRoom) {
        if (visits++ >= mostVisits) {
            return;
        }
        if (place == core.length) {
            if (cost < bestCost) {
                bestCost = cost;
                best = filling.choice.clone();
            }
            return;
        }
        int item = core[place];
        for (int option : open[item]) {
            double next = cost + assignment.cost(item, option);
            double worth = worthOfRoom - priceOf(item, option);
            if (next + leastFrom[place + 1] - worth < bestCost && filling.fits(item, option)) {
                filling.take(item, option);
                descend(place + 1, next, worth);
                filling.take(item, 0);
            }
        }
    }
}
