package io.frostproof.alerts.disposition;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Budgets of goods that are used up by what is known, and how far; of each what the worst strand of their life used ({@link DispositionPolicy#usedUp}). Two moments of the same goods can be compared: whoever let
 * goods go knew the earlier one. Immutable.
 *
 * @param shares by name of the budget, which share of it was used; 1 is all of it, and there is no most. Names are those of allowances, and {@link #SHELF_LIFE}. An allowance of less than {@link #SHORTEST_MINUTES},
 *     or of no time at all, counts as one of so many: a share of nothing is no number, and of seconds it would grow with each reading
 * @param freezes how often they froze, by any that is said of how warm they were; 0 when they did not by all that is said
 * @param frozenMicros for how long they were frozen by all that is said, µs; 0 when they did not freeze
 */
public record UsedUp(SortedMap<String, Double> shares, int freezes, long frozenMicros) {

    /** Name of the shelf life among the budgets. */
    public static final String SHELF_LIFE = "shelf-life";

    /** A tenth of them is what one reading a minute tells. */
    static final long SHORTEST_MINUTES = 10;

    public UsedUp {
        shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    }

    /** Whether nothing is used up, and they did not freeze. */
    public boolean isNothing() {
        return shares.isEmpty() && freezes == 0;
    }

    /**
     * Whether substantially more is used up than somebody knew: a budget that was not used up then; of the same one at least a further {@code doubt}; or they froze once more by all that is said. That they stay
     * frozen is no more than that they froze, and another freeze that only some say is none.
     *
     * @param known what was used up then; it may be more than now, when what is known of the past has changed
     * @param doubt share of a budget, more than 0 ({@link DispositionPolicy#doubt}); with 0 any more of a budget counts
     */
    public boolean worseThan(UsedUp known, double doubt) {
        for (Map.Entry<String, Double> each : shares.entrySet()) {
            Double then = known.shares.get(each.getKey());
            double now = each.getValue();
            if (then == null || (now > then && now - then >= doubt)) {
                return true;
            }
        }
        return freezes > known.freezes && frozenMicros > known.frozenMicros;
    }
}
