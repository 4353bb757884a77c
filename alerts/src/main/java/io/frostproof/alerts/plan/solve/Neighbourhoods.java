package io.frostproof.alerts.plan.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mends a choice by undoing parts of it: an item that pays more than it would elsewhere, with those who have the room there, is placed anew together with them, exactly
 * ({@link CoreSearch}). Finds what needs more than two items to move, such as one large one for two small ones. Not thread-safe.
 */
final class Neighbourhoods {

    /** Placed anew at a time; more are seldom better, and take ten times as long each time. */
    private static final int LARGEST = 9;

    /** Places tried for an item in each pass, from the cheapest on. */
    private static final int WISHES = 4;

    private static final int VISITS_EACH = 3_000;

    /** In all, so that it ends early where there are many. */
    private static final long MOST_VISITS = 600_000;

    private final Assignment assignment;
    private final double[] prices;
    private final double[] priceOfSlot;
    private final int[] choice;
    private long visits;

    Neighbourhoods(Assignment assignment, double[] prices, int[] known) {
        this.assignment = assignment;
        this.prices = prices;
        priceOfSlot = assignment.slotPrices(prices);
        choice = known.clone();
    }

    /** A choice that is at least as good as the one known before. */
    int[] search() {
        boolean better = true;
        while (better && visits < MOST_VISITS) {
            better = false;
            for (int item : byExcess()) {
                for (int option : wishes(item)) {
                    better |= visits < MOST_VISITS && placedAnew(around(item, option));
                }
            }
        }
        return choice;
    }

    /** Items that pay more than they would have to, those that pay most too much first. */
    private int[] byExcess() {
        var excess = new double[assignment.items()];
        for (int item = 0; item < excess.length; item++) {
            double least = Double.POSITIVE_INFINITY;
            for (int option = 0; option < assignment.options(item); option++) {
                least = Math.min(least, assignment.cost(item, option));
            }
            excess[item] = assignment.cost(item, choice[item]) - least;
        }
        return IntStream.range(0, excess.length)
                .filter(item -> excess[item] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer item) -> -excess[item])
                        .thenComparing(item -> item))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int[] wishes(int item) {
        double now = assignment.cost(item, choice[item]);
        return IntStream.range(0, assignment.options(item))
                .filter(option -> assignment.cost(item, option) < now)
                .boxed()
                .sorted(Comparator.comparingDouble(option -> Handout.reduced(assignment, priceOfSlot, item, option)))
                .limit(WISHES)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The item, and those in the rows of its wish that would lose least by going elsewhere. */
    private int[] around(int item, int option) {
        var rows = new boolean[assignment.rows()];
        mark(rows, assignment.slot(item, option));
        mark(rows, assignment.slot(item, choice[item]));
        var near = new ArrayList<Integer>();
        for (int other = 0; other < assignment.items(); other++) {
            int slot = assignment.slot(other, choice[other]);
            if (other != item && slot != Assignment.NOTHING && marked(rows, slot)) {
                near.add(other);
            }
        }
        List<Integer> chosen = near.stream()
                .sorted(Comparator.comparingDouble(this::ties).thenComparing(other -> other))
                .limit(LARGEST - 1L)
                .toList();
        return IntStream.concat(IntStream.of(item), chosen.stream().mapToInt(Integer::intValue))
                .sorted()
                .toArray();
    }

    private void mark(boolean[] rows, int slot) {
        if (slot != Assignment.NOTHING) {
            for (int row : assignment.rowsOfSlot[slot]) {
                rows[row] = true;
            }
        }
    }

    private boolean marked(boolean[] rows, int slot) {
        for (int row : assignment.rowsOfSlot[slot]) {
            if (rows[row]) {
                return true;
            }
        }
        return false;
    }

    /** How much more, price included, the next best of an item would cost than what it has. */
    private double ties(int item) {
        double next = Double.POSITIVE_INFINITY;
        for (int option = 0; option < assignment.options(item); option++) {
            if (option != choice[item]) {
                next = Math.min(next, Handout.reduced(assignment, priceOfSlot, item, option));
            }
        }
        return next - Handout.reduced(assignment, priceOfSlot, item, choice[item]);
    }

    private boolean placedAnew(int[] some) {
        Assignment part = assignment.part(some, choice);
        int[] known = Arrays.stream(some).map(item -> choice[item]).toArray();
        var search = new CoreSearch(part, prices, known, VISITS_EACH);
        int[] found = search.search();
        visits += search.visits() + 50L;
        if (part.cost(found) >= part.cost(known) - 1e-9 * Math.abs(part.cost(known))) {
            return false;
        }
        for (int i = 0; i < some.length; i++) {
            choice[some[i]] = found[i];
        }
        return true;
    }
}
