package io.frostproof.server.score;

/**
 * An excursion as the server's log has it at the end of a run.
 *
 * @param when from its begin to its end, or to the end of the run
 */
record Recorded(String unit, String slot, Interval when) {}
