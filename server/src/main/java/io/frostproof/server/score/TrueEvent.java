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
 * @param overUnheard whether it was over before anybody could hear of it, and is of a kind that pages nobody then: it is asked for in the log
 */
record TrueEvent(
        ScoredCondition condition,
        String place,
        Set<String> units,
        Interval state,
        long dueMillis,
        Interval window,
        boolean overUnheard) {
    TrueEvent {
        units = Set.copyOf(units);
    }
}
