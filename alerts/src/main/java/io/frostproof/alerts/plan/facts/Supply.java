package io.frostproof.alerts.plan.facts;

/** Stock of a product that orders can be served from: sound, free and not affected. */
public record Supply(String node, String product, long quantity) {
    public Supply {
        if (quantity < 0) {
            throw new IllegalArgumentException(
                    "supply of " + product + " at " + node + ": quantity must be at least 0, was " + quantity);
        }
    }
}
