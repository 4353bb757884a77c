package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.probe.Trace;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Exposure;
import io.frostproof.alerts.stock.Stay;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transaction of a desk. Valid only inside {@link DeskStore#inTransaction}; not thread-safe. */
public interface DeskTransaction {

    /** Takes up to {@code limit} pieces of work of a region off the queue, oldest first. */
    List<Work> takeWork(String region, int limit);

    /** Transitions of a channel have changed from an event time on. */
    record Work(int channelId, long fromMicros) {}

    /** What is known of the channel's slots since the last end of each before {@code fromMicros}; without those that are hidden or that the desk works out. */
    List<SlotHistory> histories(int channelId, long fromMicros);

    /**
     * One slot of a channel, from a moment on at which nothing held.
     *
     * @param transitions in event-time order
     * @param known the excursions on record since that moment
     */
    record SlotHistory(String slot, List<Transition> transitions, List<Filed> known) {
        public SlotHistory {
            transitions = List.copyOf(transitions);
            known = List.copyOf(known);
        }
    }

    /** An excursion on record, and the incident it is filed under. */
    record Filed(Excursion excursion, UUID incidentId) {}

    /** Where a unit is and what it is watched for. */
    UnitFacts unit(String unitId);

    /**
     * A unit with its places, by id and by the names that people use.
     *
     * @param rules what it is watched for, over event time
     */
    record UnitFacts(
            String unitId,
            String unitName,
            String nodeName,
            String regionId,
            String regionName,
            ZoneId timeZone,
            UnitRules rules) {}

    /** For conditions that take more than one channel. */
    default CrossFacts cross() {
        return CrossFacts.NONE;
    }

    /** For how long handling units are somewhere. */
    default DwellFacts dwell() {
        return DwellFacts.NONE;
    }

    /** What a channel measures. */
    Quantity quantity(int channelId);

    /** Incidents of a unit and slot that are open, acknowledged or recovered, oldest first. */
    List<Incident> incidents(String unitId, String slot);

    /**
     * Those of them that were not over before a stretch of event time, and did not begin after it.
     *
     * @param fromMicros inclusive
     * @param toMicros inclusive
     */
    List<Incident> incidents(String unitId, String slot, long fromMicros, long toMicros);

    /**
     * An incident that people were told of while this store was away, and that is not on record here. It began by the
     * end of the given stretch of event time, and people were told at most {@link Incident#REGROUP} before its beginning: so it is the same trouble,
     * though what was known of it then may have been more or less. An incident that is opened for it takes its identity over, and nobody is told twice.
     *
     * @param toMicros null when the stretch goes on
     */
    default @Nullable UUID announced(String unitId, String slot, long fromMicros, @Nullable Long toMicros) {
        return null;
    }

    @Nullable
    Incident incident(UUID id);

    /**
     * Incidents of a region with this cause that began in a stretch of event time, without those that are resolved or retracted.
     *
     * @param fromMicros inclusive
     * @param toMicros exclusive
     */
    List<Affected> affected(String region, CommonCause cause, long fromMicros, long toMicros);

    /** An incident, and where. */
    record Affected(Incident incident, String unitName, String nodeName) {}

    /** Incidents of a region that nobody has acknowledged, and of which people were last told that they are over; without members of others. */
    List<UUID> quiet(String region);

    /** Inserts or updates. */
    void save(Incident incident, String region, Instant now);

    /** One incident has become part of another: who works on it works on that one, unless somebody does already. */
    default void takeOver(UUID incidentId, UUID from) {}

    /** Incidents that have become part of this one, see {@link Incident#mergedInto}. */
    List<Incident> partsOf(UUID incidentId);

    /** Until when people want no notices of an incident, which may have passed already; null when they do want them. */
    @Nullable
    Instant snoozedUntil(UUID incidentId);

    /** People want notices of it again. */
    void endSnooze(UUID incidentId);

    /** Snoozes in a region that are over by now and have not been ended, oldest first. */
    List<Snoozed> snoozesOver(String region, Instant now, int limit);

    /** An incident of which people wanted no notices until some time. */
    record Snoozed(UUID incidentId, Instant until) {}

    /** Appends to the incident's history. */
    void record(UUID incidentId, Instant now, String event, Map<String, Object> detail);

    /** Excursions of an incident, in event-time order. */
    List<Excursion> excursions(UUID incidentId);

    /** Inserts or updates an excursion under an incident. */
    void file(Excursion excursion, UUID incidentId, RuleNote rule, Instant now);

    /** Takes an excursion off the record, with its exposures. */
    void remove(UUID excursionId);

    /** Stays in a unit that overlap an interval. */
    List<Stay> stays(String unitId, long fromMicros, @Nullable Long toMicros);

    /**
     * What the temperature probes and doors of a unit measured, of channels that were in it at the end of the stretch. None when this store keeps no
     * readings: then a probe is believed.
     *
     * @param toMicros inclusive
     */
    default List<Trace> traces(String unitId, long fromMicros, long toMicros) {
        return List.of();
    }

    /** Replaces the exposures of an excursion. */
    void saveExposures(UUID excursionId, List<Exposure> exposures);

    /** Every decision about an incident, oldest first. */
    List<Decision> decisions(UUID incidentId);

    /** Inserts or updates; the evidence is kept as it is handed over. */
    void save(Decision decision, Map<String, Object> evidence, Instant now);

    /** Puts a notice into the outbox for a target, unless one with its key is there. */
    void send(Notice notice, String target, Instant now);
}
