package io.frostproof.alerts.plan.solve;

/**
 * What a solver found.
 *
 * @param choice the option of each item; no row is fuller than it may be
 * @param cost of the choice
 * @param lowerBound {@link Assignment#bound} at {@code prices}: no choice costs less, whoever makes it
 * @param prices what a unit of weight more in each row is worth, nearly
 */
@SuppressWarnings(
        "ArrayRecordComponent") // thousands of items; nobody compares solutions, and what is handed out is the solver's
// own
public record Solution(int[] choice, double cost, double lowerBound, double[] prices) {

    /** How much above the lower bound it is, as a share of that; 0 when both are. */
    public double gap() {
        return cost <= lowerBound ? 0 : (cost - lowerBound) / Math.abs(lowerBound);
    }
}
