package io.frostproof.alerts.plan.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Items of which each takes exactly one of its options. An option costs something and may take a slot; a slot fills rows, by the item's weight each; a row has a limit. The first option
 * of every item takes no slot, so that there always is an answer. Generalised assignment; immutable.
 */
public final class Assignment {

    /** An option with this slot fills nothing. */
    public static final int NOTHING = -1;

    final long[] limits;
    final int[][] rowsOfSlot;
    final long[] weights;

    /** Options of item i are those from {@code first[i]} to {@code first[i + 1]}, exclusive. */
    final int[] first;

    final int[] slots;
    final double[] costs;

    private Assignment(Builder from) {
        limits = from.limits.stream().mapToLong(Long::longValue).toArray();
        rowsOfSlot = from.rowsOfSlot.toArray(int[][]::new);
        weights = Arrays.copyOf(from.weights, from.items);
        first = Arrays.copyOf(from.first, from.items + 1);
        first[from.items] = from.options;
        slots = Arrays.copyOf(from.slots, from.options);
        costs = Arrays.copyOf(from.costs, from.options);
    }

    public int items() {
        return weights.length;
    }

    /** How many options an item has, at least 1. */
    public int options(int item) {
        return first[item + 1] - first[item];
    }

    public long weight(int item) {
        return weights[item];
    }

    public int slot(int item, int option) {
        return slots[first[item] + option];
    }

    public double cost(int item, int option) {
        return costs[first[item] + option];
    }

    public int rows() {
        return limits.length;
    }

    public long limit(int row) {
        return limits[row];
    }

    public int slots() {
        return rowsOfSlot.length;
    }

    public int[] rowsOf(int slot) {
        return slot == NOTHING ? new int[0] : rowsOfSlot[slot].clone();
    }

    /** What a choice costs in all, summed in the order of the items. */
    public double cost(int[] choice) {
        double cost = 0;
        for (int item = 0; item < choice.length; item++) {
            cost += cost(item, choice[item]);
        }
        return cost;
    }

    /** How full each row is. */
    public long[] used(int[] choice) {
        var used = new long[limits.length];
        for (int item = 0; item < choice.length; item++) {
            int slot = slot(item, choice[item]);
            if (slot != NOTHING) {
                for (int row : rowsOfSlot[slot]) {
                    used[row] += weights[item];
                }
            }
        }
        return used;
    }

    /** Whether no row is fuller than it may be. */
    public boolean feasible(int[] choice) {
        long[] used = used(choice);
        for (int row = 0; row < used.length; row++) {
            if (used[row] > limits[row]) {
                return false;
            }
        }
        return true;
    }

    /** Some items alone, in the room that the others' choice leaves; in the order given, with the same rows, slots and options. */
    public Assignment part(int[] some, int[] choice) {
        var without = choice.clone();
        for (int item : some) {
            without[item] = 0;
        }
        long[] used = used(without);
        var part = new Builder();
        for (int row = 0; row < used.length; row++) {
            part.row(limits[row] - used[row]);
        }
        for (int[] rows : rowsOfSlot) {
            part.slot(rows);
        }
        for (int item : some) {
            part.item(weight(item), cost(item, 0));
            for (int option = 1; option < options(item); option++) {
                part.option(slot(item, option), cost(item, option));
            }
        }
        return part.build();
    }

    /**
     * No choice at all costs less than this: were every row to sell its room at these prices, each item would take what is cheapest for it. Holds for any prices of at least 0 (weak
     * Lagrange duality); the best prices give the bound of the linear relaxation.
     *
     * @param prices of each row, for a unit of weight
     */
    public double bound(double[] prices) {
        double bound = 0;
        for (int row = 0; row < prices.length; row++) {
            if (!(prices[row] >= 0)) {
                throw new IllegalArgumentException(
                        "the price of row " + row + " must be at least 0, was " + prices[row]);
            }
            bound -= prices[row] * limits[row];
        }
        double[] priceOfSlot = slotPrices(prices);
        for (int item = 0; item < weights.length; item++) {
            double least = Double.POSITIVE_INFINITY;
            for (int at = first[item]; at < first[item + 1]; at++) {
                least = Math.min(least, costs[at] + price(priceOfSlot, at) * weights[item]);
            }
            bound += least;
        }
        return bound;
    }

    double[] slotPrices(double[] prices) {
        var priceOfSlot = new double[rowsOfSlot.length];
        for (int slot = 0; slot < priceOfSlot.length; slot++) {
            for (int row : rowsOfSlot[slot]) {
                priceOfSlot[slot] += prices[row];
            }
        }
        return priceOfSlot;
    }

    double price(double[] priceOfSlot, int at) {
        return slots[at] == NOTHING ? 0 : priceOfSlot[slots[at]];
    }

    /** Makes one row, slot, item and option at a time. Not thread-safe. */
    public static final class Builder {

        private final List<Long> limits = new ArrayList<>();
        private final List<int[]> rowsOfSlot = new ArrayList<>();
        private long[] weights = new long[64];
        private int[] first = new int[65];
        private int items;
        private int[] slots = new int[512];
        private double[] costs = new double[512];
        private int options;

        /** A row that takes this much weight, at least 0; returns its number. */
        public int row(long limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("the limit of a row must be at least 0, was " + limit);
            }
            limits.add(limit);
            return limits.size() - 1;
        }

        /** A slot that fills these rows; returns its number. */
        public int slot(int... rows) {
            rowsOfSlot.add(rows.clone());
            return rowsOfSlot.size() - 1;
        }

        /** An item and what its first option, which takes no slot, costs; returns its number. What {@link #option} is told next is about it. */
        public int item(long weight, double cost) {
            if (weight <= 0) {
                throw new IllegalArgumentException("the weight of an item must be more than 0, was " + weight);
            }
            if (items == weights.length) {
                weights = Arrays.copyOf(weights, 2 * items);
                first = Arrays.copyOf(first, 2 * items + 1);
            }
            weights[items] = weight;
            first[items++] = options;
            add(NOTHING, cost);
            return items - 1;
        }

        /** Another option of the newest item; returns its number among that item's. */
        public int option(int slot, double cost) {
            add(slot, cost);
            return options - 1 - first[items - 1];
        }

        private void add(int slot, double cost) {
            if (!Double.isFinite(cost)) {
                throw new IllegalArgumentException("the cost of an option must be a number, was " + cost);
            }
            if (options == slots.length) {
                slots = Arrays.copyOf(slots, 2 * options);
                costs = Arrays.copyOf(costs, 2 * options);
            }
            slots[options] = slot;
            costs[options++] = cost;
        }

        public Assignment build() {
            return new Assignment(this);
        }
    }
}
