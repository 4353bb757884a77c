package io.frostproof.alerts.drill;

import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Rundown;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A handling unit that nothing is the matter with now, and how its budget would run down were its place lost, or the way that it is on.
 *
 * @param litres the room it takes, more than 0
 * @param value what is lost when it spoils; money
 * @param node where it is; of an inbound shipment where it can still be turned
 * @param place id of the unit or vehicle it is in
 * @param inboundTo node that it is under way to; null: it is stock at rest
 * @param plannedLane lane by which it goes there; null: it is stock at rest, or the way is none that is known
 * @param readyMicros when it could leave at the earliest; microseconds since 1970, UTC
 * @param held whether it is under hold or in quarantine now
 * @param budgetLeft what is left of its stability budget
 * @param holdover how long its place keeps it within its band once it is lost; zero where nobody knows
 * @param perMinuteHere minutes of budget that a minute out of the band uses up then
 * @param perMinuteUnderWay likewise in a vehicle that does not keep its class
 * @param meanRepair how long until its place is well again, on average; null: nobody knows that it will be
 */
public record WellUnit(
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
        Duration budgetLeft,
        Duration holdover,
        double perMinuteHere,
        double perMinuteUnderWay,
        @Nullable Duration meanRepair) {

    /** The same of one that was read as if its place was lost; what has no time to breach then loses its band at once. */
    static WellUnit of(AffectedUnit lost) {
        Rundown rundown = lost.rundown();
        return new WellUnit(
                lost.handlingUnit(),
                lost.lot(),
                lost.product(),
                lost.litres(),
                lost.value(),
                lost.node(),
                lost.place(),
                lost.inboundTo(),
                lost.plannedLane(),
                lost.readyMicros(),
                lost.held(),
                lost.judgement(),
                rundown.budgetLeft(),
                Objects.requireNonNullElse(rundown.timeToBreach(), Duration.ZERO),
                rundown.perMinuteHere(),
                rundown.perMinuteUnderWay(),
                rundown.meanRepair());
    }

    /**
     * As it is once its place is lost.
     *
     * @param lasts how long that lasts on average; null: as long as its place usually takes
     */
    AffectedUnit lost(@Nullable Duration lasts) {
        return new AffectedUnit(
                handlingUnit,
                lot,
                product,
                litres,
                value,
                node,
                place,
                inboundTo,
                plannedLane,
                readyMicros,
                held,
                judgement,
                new Rundown(
                        budgetLeft, holdover, perMinuteHere, perMinuteUnderWay, lasts == null ? meanRepair : lasts));
    }
}
