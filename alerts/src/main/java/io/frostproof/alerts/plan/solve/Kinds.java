package io.frostproof.alerts.plan.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which items are alike: the same weight, and the same options at the same cost. A pallet of boxes of one lot is hundreds of such items. Immutable. */
final class Kinds {

    private final int[] kindOf;
    private final int count;

    Kinds(Assignment assignment) {
        kindOf = new int[assignment.items()];
        // By hash first, since comparing costs as much as the options are many.
        Map<Integer, List<Integer>> alike = new HashMap<>();
        int kinds = 0;
        for (int item = 0; item < kindOf.length; item++) {
            List<Integer> candidates = alike.computeIfAbsent(hash(assignment, item), hash -> new ArrayList<>());
            kindOf[item] = -1;
            for (int other : candidates) {
                if (same(assignment, item, other)) {
                    kindOf[item] = kindOf[other];
                    break;
                }
            }
            if (kindOf[item] < 0) {
                kindOf[item] = kinds++;
                candidates.add(item);
            }
        }
        count = kinds;
    }

    /** From 0 to {@link #count}, exclusive. */
    int of(int item) {
        return kindOf[item];
    }

    int count() {
        return count;
    }

    private static int hash(Assignment assignment, int item) {
        int hash = Long.hashCode(assignment.weights[item]);
        for (int at = assignment.first[item]; at < assignment.first[item + 1]; at++) {
            hash = 31 * (31 * hash + assignment.slots[at]) + Double.hashCode(assignment.costs[at]);
        }
        return hash;
    }

    private static boolean same(Assignment assignment, int one, int other) {
        int[] first = assignment.first;
        return assignment.weights[one] == assignment.weights[other]
                && Arrays.equals(
                        assignment.slots, first[one], first[one + 1], assignment.slots, first[other], first[other + 1])
                && Arrays.equals(
                        assignment.costs, first[one], first[one + 1], assignment.costs, first[other], first[other + 1]);
    }
}
