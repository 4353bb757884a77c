package io.frostproof.alerts.plan.solve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Mends a choice: an item moves to where it costs less, or takes the room of another that finds some elsewhere. Not thread-safe. */
final class Exchange {

    /** Every pass makes it cheaper; after some, hardly so. */
    private static final int MOST_PASSES = 6;

    private final Assignment assignment;
    private final double[] priceOfSlot;

    /** In vain for one item is in vain for all that are like it and have the same. Rows are full of them, so only the first of each is tried. */
    private static final class Tried {
        private final Kinds kinds;
        private final int mostOptions;
        /** By kind and option that its items have: the last attempt that has looked at one. */
        private final int[] attemptOf;
        /** Kinds, options that their items have, and options that they did not get, since something has changed. */
        private final Set<Long> inVain = new HashSet<>();

        private int attempt;

        private Tried(Assignment assignment) {
            kinds = new Kinds(assignment);
            int most = 1;
            for (int item = 0; item < assignment.items(); item++) {
                most = Math.max(most, assignment.options(item));
            }
            mostOptions = most;
            attemptOf = new int[kinds.count() * most];
        }

        private int place(int item, int option) {
            return kinds.of(item) * mostOptions + option;
        }

        private void begin() {
            attempt++;
        }

        /** Whether it is the first of its like in this attempt. */
        private boolean first(int item, int option) {
            int place = place(item, option);
            boolean first = attemptOf[place] != attempt;
            attemptOf[place] = attempt;
            return first;
        }

        private long wish(int item, int has, int wants) {
            return (long) place(item, has) * mostOptions + wants;
        }
    }

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
        var tried = new Tried(assignment);
        boolean swapped = true;
        for (int pass = 0; swapped && pass < MOST_PASSES; pass++) {
            swapped = false;
            tried.inVain.clear();
            List<List<Integer>> inRow = inRow(filling);
            for (int item = 0; item < assignment.items(); item++) {
                double own = Handout.reduced(assignment, priceOfSlot, item, filling.choice[item]);
                for (int option = 0; option < assignment.options(item); option++) {
                    if (Handout.reduced(assignment, priceOfSlot, item, option) < own) {
                        long wish = tried.wish(item, filling.choice[item], option);
                        if (tried.inVain.contains(wish)) {
                            continue;
                        }
                        if (enters(filling, inRow, tried, item, option)) {
                            tried.inVain.clear();
                            swapped = true;
                            break;
                        }
                        tried.inVain.add(wish);
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
    private boolean enters(Filling filling, List<List<Integer>> inRow, Tried tried, int item, int option) {
        double gain = assignment.cost(item, filling.choice[item]) - assignment.cost(item, option);
        int slot = assignment.slot(item, option);
        if (gain <= 0 || slot == Assignment.NOTHING) {
            return false;
        }
        double best = 1e-9 * Math.abs(gain);
        int leaver = -1;
        int leaversOption = 0;
        int before = filling.choice[item];
        tried.begin();
        for (int row : assignment.rowsOfSlot[slot]) {
            for (int other : inRow.get(row)) {
                if (other == item
                        || !tried.first(other, filling.choice[other])
                        || !filling.fitsWithout(item, option, other)) {
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
