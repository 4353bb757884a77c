package io.frostproof.server.score;

import java.util.Set;

/**
 * A state of the world that the server should have found; docs/scoring.md, Words. Times are milliseconds since 1970.
 *
 * @param place unit, node or device that it belongs to
 * @param units those that a page about it may name
 * @param state when it was true
 * @param dueMillis the earliest moment at which a server may page
 * @param window in which a page finds it
 */
record TrueEvent(
        ScoredCondition condition, String place, Set<String> units, Interval state, long dueMillis, Interval window) {
    TrueEvent {
        units = Set.copyOf(units);
    }
}
