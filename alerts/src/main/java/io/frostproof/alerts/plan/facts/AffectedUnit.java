package io.frostproof.alerts.plan.facts;

import io.frostproof.alerts.disposition.Judgement;
import org.jspecify.annotations.Nullable;

/**
 * A handling unit that something has happened to, or may happen to.
 *
 * @param product id of its product
 * @param litres the room it takes, more than 0
 * @param value what is lost when it spoils; money
 * @param node where it is; of an inbound shipment where it can still be turned
 * @param place id of the unit or vehicle it is in
 * @param inboundTo node that it is under way to; null: it is stock at rest
 * @param plannedLane lane by which it would go there if nothing is done; null: it stays where it is, or the way is none that is known
 * @param readyMicros when it can leave at the earliest
 * @param held whether it is under hold or in quarantine now
 */
public record AffectedUnit(
        String handlingUnit,
        String lot,
        String product,
        long litres,
        double value,
        String node,
        String place,
        @Nullable String inboundTo,
        @Nullable String plannedLane,
        long readyMicros,
        boolean held,
        Judgement judgement,
        Rundown rundown) {
    public AffectedUnit {
        Checks.id("handling unit", handlingUnit);
        if (litres <= 0) {
            throw new IllegalArgumentException(
                    "handling unit " + handlingUnit + ": litres must be more than 0, was " + litres);
        }
        Checks.atLeastZero("handling unit " + handlingUnit + ": value", value);
        if (plannedLane != null && inboundTo == null) {
            throw new IllegalArgumentException(
                    "handling unit " + handlingUnit + ": a planned lane needs a node it is under way to");
        }
    }
}
