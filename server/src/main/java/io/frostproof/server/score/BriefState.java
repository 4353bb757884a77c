package io.frostproof.server.score;

import java.util.Set;

/**
 * A state that lasted about as long as the delay of its rule, so that a page is neither wrong nor asked for.
 *
 * @param window in which a page answers to it
 */
record BriefState(ScoredCondition condition, Set<String> units, Interval window) {
    BriefState {
        units = Set.copyOf(units);
    }
}
