package io.frostproof.alerts.plan.facts;

/**
 * An order whose promise hangs on stock.
 *
 * @param quantity of the product, more than 0
 * @param origin node that it was to be served from
 * @param destination node that it goes to
 * @param promisedMicros when it has to be there
 * @param readyMicros when it can leave at the earliest
 * @param missedCost what is lost when it is not served in time; money
 */
public record OpenOrder(
        String id,
        String product,
        long quantity,
        String origin,
        String destination,
        long promisedMicros,
        long readyMicros,
        double missedCost) {
    public OpenOrder {
        Checks.id("order", id);
        if (quantity <= 0) {
            throw new IllegalArgumentException("order " + id + ": quantity must be more than 0, was " + quantity);
        }
        Checks.atLeastZero("order " + id + ": missedCost", missedCost);
    }
}
