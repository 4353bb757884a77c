package io.frostproof.alerts.plan.solve;

/**
 * Finds who goes where. The same assignment always gets the same answer, on any machine and however busy it is: no solver may look at a clock or draw lots.
 */
@FunctionalInterface
public interface Solver {
    Solution solve(Assignment assignment);
}
