package io.frostproof.simulator.people;

/**
 * How the world outside treats a node now.
 *
 * @param factor of the normal demand, 0 or more; 1 is normal, a launch that everybody talks about may be 10
 * @param nodeClosed nobody works there: doors stay shut, nothing is picked, trucks are sent on
 * @param laneClosed trucks wait until the lane is open again, for up to {@link NodePeople#WAITS}; then they are sent on
 * @param partnerFailed the supplier does not deliver, and takes nothing back
 */
public record Demand(double factor, boolean nodeClosed, boolean laneClosed, boolean partnerFailed) {

    public static final Demand NORMAL = new Demand(1, false, false, false);

    public Demand {
        if (!(factor >= 0 && factor <= 1000)) {
            throw new IllegalArgumentException("factor " + factor + ": expected 0 to 1000");
        }
    }

    public static Demand spike(double factor) {
        return new Demand(factor, false, false, false);
    }
}
