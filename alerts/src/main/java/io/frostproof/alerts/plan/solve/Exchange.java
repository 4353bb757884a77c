package io.frostproof.alerts.plan.solve;

import java.util.ArrayList;
import java.util.List;

/** Mends a choice: an item moves to where it costs less, or takes the room of another that finds some elsewhere. Not thread-safe. */
final class Exchange {

    /** Every pass makes it cheaper; after some, hardly so. */
    private static final int MOST_PASSES = 6;

    private final Assignment assignment;
    private final double[] priceOfSlot;

    Exchange(Assignment assignment, double[] prices) {
        this.assignment = assignment;
        priceOfSlot = assignment.slotPrices(prices);
    }

    /** Moves items one by one to what costs less and has room, until none can. */
    void moves(Filling filling) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int item = 0; item < assignment.items(); item++) {
                int best = cheapestWithRoom(filling, item);
                if (best != filling.choice[item]) {
                    filling.take(item, best);
                    moved = true;
                }
            }
        }
    }

    private int cheapestWithRoom(Filling filling, int item) {
        int best = filling.choice[item];
        for (int option = 0; option < assignment.options(item); option++) {
            if (assignment.cost(item, option) < assignment.cost(item, best) && filling.fits(item, option)) {
                best = option;
            }
        }
        return best;
    }

    /**
     * Lets items in by having one other leave. Only items that do not have what is cheapest at the prices are looked at: of thousands those are few, and it is they
     * that an optimum would place otherwise.
     */
    void swaps(Filling filling) {
        boolean swapped = true;
        for (int pass = 0; swapped && pass < MOST_PASSES; pass++) {
            swapped = false;
            List<List<Integer>> inRow = inRow(filling);
            for (int item = 0; item < assignment.items(); item++) {
                double own = Handout.reduced(assignment, priceOfSlot, item, filling.choice[item]);
                for (int option = 0; option < assignment.options(item); option++) {
                    if (Handout.reduced(assignment, priceOfSlot, item, option) < own
                            && enters(filling, inRow, item, option)) {
                        swapped = true;
                        break;
                    }
                }
            }
            moves(filling);
        }
    }

    private List<List<Integer>> inRow(Filling filling) {
        var inRow = new ArrayList<List<Integer>>();
        for (int row = 0; row < assignment.rows(); row++) {
            inRow.add(new ArrayList<>());
        }
        for (int item = 0; item < assignment.items(); item++) {
            int slot = assignment.slot(item, filling.choice[item]);
            if (slot != Assignment.NOTHING) {
                for (int row : assignment.rowsOfSlot[slot]) {
                    inRow.get(row).add(item);
                }
            }
        }
        return inRow;
    }

    /** Whether an item got the option in exchange for another's leaving, and all costs less by it. */
    private boolean enters(Filling filling, List<List<Integer>> inRow, int item, int option) {
        double gain = assignment.cost(item, filling.choice[item]) - assignment.cost(item, option);
        int slot = assignment.slot(item, option);
        if (gain <= 0 || slot == Assignment.NOTHING) {
            return false;
        }
        double best = 1e-9 * Math.abs(gain);
        int leaver = -1;
        int leaversOption = 0;
        int before = filling.choice[item];
        for (int row : assignment.rowsOfSlot[slot]) {
            for (int other : inRow.get(row)) {
                if (other == item || !filling.fitsWithout(item, option, other)) {
                    continue;
                }
                filling.take(item, option);
                int next = leavesTo(filling, other);
                filling.take(item, before);
                double net = next < 0
                        ? 0
                        : gain + assignment.cost(other, filling.choice[other]) - assignment.cost(other, next);
                if (net > best) {
                    best = net;
                    leaver = other;
                    leaversOption = next;
                }
            }
        }
        if (leaver < 0) {
            return false;
        }
        filling.take(item, option);
        filling.take(leaver, leaversOption);
        return true;
    }

    /** The cheapest other option of an item that has to go; the first always has room. */
    private int leavesTo(Filling filling, int item) {
        int best = -1;
        for (int option = 0; option < assignment.options(item); option++) {
            if (option != filling.choice[item]
                    && (best < 0 || assignment.cost(item, option) < assignment.cost(item, best))
                    && filling.fits(item, option)) {
                best = option;
            }
        }
        return best;
    }
}
