package io.frostproof.alerts.plan;

import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.plan.facts.OpenOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an open order is to be served from.
 *
 * @param origin node; null: from nowhere in time, and its promise cannot be kept
 * @param lane id of the lane; null: from nowhere, or it is at its destination already
 * @param arrivesMicros when it is there, unloaded; microseconds since 1970, UTC; null: never
 * @param missed probability that it is not there when it was promised
 * @param expectedLoss landed cost, and what a missed promise costs times its probability; money
 */
public record OrderProposal(
        OpenOrder order,
        @Nullable String origin,
        @Nullable String lane,
        @Nullable Long arrivesMicros,
        double missed,
        double landedCost,
        double expectedLoss,
        List<Reason> reasons) {

    public OrderProposal {
        reasons = List.copyOf(reasons);
    }

    /** Whether it is served from elsewhere than it was going to be. */
    public boolean newOrigin() {
        return origin != null && !origin.equals(order.origin());
    }
}
