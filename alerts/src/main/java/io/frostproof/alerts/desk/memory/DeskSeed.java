package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.alerts.desk.DeskTransaction;
import io.frostproof.alerts.desk.DeskTransaction.UnitFacts;
import io.frostproof.alerts.desk.DeskTransaction.Work;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Stay;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a desk in memory begins with.
 *
 * @param units every unit, by id
 * @param stays by unit
 * @param incidents those that may still matter, with all their excursions and decisions
 * @param slots slots of channels in which something holds or waits for its delay. In any other slot nothing has held since the end of
 *     the last excursion in {@code incidents}
 * @param work what waits for the desks
 * @param waiting notices that wait to be handed over
 * @param places units with rules that take more than one channel; of these channels, {@code slots} has every hidden slot that ever was
 * @param announced notices of incidents that people were told of and that are not on record; see {@link DeskTransaction#announced}
 * @param dwell what it takes to know how long handling units may be where they are
 */
public record DeskSeed(
        Map<String, UnitFacts> units,
        Quantities quantities,
        Map<String, List<Stay>> stays,
        List<KnownIncident> incidents,
        List<KnownSlot> slots,
        List<WaitingWork> work,
        List<KeptNotice> waiting,
        List<CrossFacts.Place> places,
        List<KeptNotice> announced,
        DwellSeed dwell) {

    /** Without limits of dwell. */
    public DeskSeed(
            Map<String, UnitFacts> units,
            Quantities quantities,
            Map<String, List<Stay>> stays,
            List<KnownIncident> incidents,
            List<KnownSlot> slots,
            List<WaitingWork> work,
            List<KeptNotice> waiting,
            List<CrossFacts.Place> places,
            List<KeptNotice> announced) {
        this(units, quantities, stays, incidents, slots, work, waiting, places, announced, DwellSeed.NONE);
    }

    /** Without rules that take more than one channel. */
    public DeskSeed(
            Map<String, UnitFacts> units,
            Quantities quantities,
            Map<String, List<Stay>> stays,
            List<KnownIncident> incidents,
            List<KnownSlot> slots,
            List<WaitingWork> work,
            List<KeptNotice> waiting) {
        this(units, quantities, stays, incidents, slots, work, waiting, List.of(), List.of());
    }

    public DeskSeed {
        places = List.copyOf(places);
        announced = List.copyOf(announced);
        incidents = List.copyOf(incidents);
        slots = List.copyOf(slots);
        work = List.copyOf(work);
        waiting = List.copyOf(waiting);
    }

    /** What channels measure. */
    public interface Quantities {
        /** Null: there is no such channel. */
        @Nullable
        Quantity of(int channelId);
    }

    /**
     * An incident on record.
     *
     * @param snoozedUntil until when people want no notices of it; null when they do
     */
    public record KnownIncident(
            Incident incident,
            String region,
            List<Excursion> excursions,
            List<KnownDecision> decisions,
            @Nullable Instant snoozedUntil) {

        /** One of which people want notices. */
        public KnownIncident(
                Incident incident, String region, List<Excursion> excursions, List<KnownDecision> decisions) {
            this(incident, region, excursions, decisions, null);
        }

        public KnownIncident {
            excursions = List.copyOf(excursions);
            decisions = List.copyOf(decisions);
        }
    }

    /** A decision on record. */
    public record KnownDecision(Decision decision, Instant proposedAt) {}

    /**
     * A slot of a channel since its last end.
     *
     * @param afterMicros event time of that end; {@link Long#MIN_VALUE} when it never ended
     * @param transitions all of them since, in event-time order
     */
    public record KnownSlot(int channelId, String slot, long afterMicros, List<Transition> transitions) {
        public KnownSlot {
            transitions = List.copyOf(transitions);
        }
    }

    /** A piece of work of a region's desk. */
    public record WaitingWork(String region, Work work) {}
}
