package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.probe.Trace;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Exposure;
import io.frostproof.alerts.stock.Stay;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A desk's store in memory, with the promises of the one in the database. Of one region, without roll-back. */
final class MemoryDesk implements DeskStore, DeskTransaction {

    UnitRules rules;
    final List<Work> queue = new ArrayList<>();
    final Map<Integer, List<Transition>> transitions = new LinkedHashMap<>();
    final Map<UUID, Incident> incidents = new LinkedHashMap<>();
    final Map<UUID, Filed> excursions = new LinkedHashMap<>();
    final Map<UUID, List<Exposure>> exposures = new LinkedHashMap<>();
    final Map<UUID, Decision> decisions = new LinkedHashMap<>();
    final Map<UUID, Instant> snoozes = new LinkedHashMap<>();
    final Map<String, List<Stay>> stays = new LinkedHashMap<>();
    /** What is measured in every unit, until an event time. */
    LongFunction<List<Trace>> traces = to -> List.of();
    /** Lines such as {@code "excursion_found"} by incident. */
    final Map<UUID, List<String>> history = new LinkedHashMap<>();
    /** What has become part of another incident. */
    final Map<UUID, UUID> mergedInto = new LinkedHashMap<>();
    /** What others have got a part of. */
    final Map<UUID, List<UUID>> splitInto = new LinkedHashMap<>();
    /** What was sent, by {@code key -> target}. */
    final Map<String, Notice> outbox = new LinkedHashMap<>();

    MemoryDesk(StorageProfile profile) {
        rules = UnitRules.always(profile);
    }

    @Override
    public <T> T inTransaction(Function<DeskTransaction, T> work) {
        return work.apply(this);
    }

    @Override
    public List<Work> takeWork(String region, int limit) {
        List<Work> taken = List.copyOf(queue.subList(0, Math.min(limit, queue.size())));
        queue.subList(0, taken.size()).clear();
        return taken;
    }

    @Override
    public List<SlotHistory> histories(int channelId, long fromMicros) {
        List<Transition> all = transitions.getOrDefault(channelId, List.of());
        var slots = Stream.concat(
                        all.stream().map(Transition::slot),
                        excursions.values().stream()
                                .map(Filed::excursion)
                                .filter(excursion -> excursion.channelId() == channelId)
                                .map(Excursion::slot))
                .distinct();
        return slots.map(slot -> {
                    var own = all.stream().filter(t -> t.slot().equals(slot)).toList();
                    int begin = 0;
                    for (int i = 0; i < own.size(); i++) {
                        Transition end = own.get(i);
                        boolean startsAgain = own.subList(i + 1, own.size()).stream()
                                .anyMatch(
                                        t -> t.timeMicros() == end.timeMicros() && t.kind() == Transition.Kind.STARTED);
                        if (end.kind() == Transition.Kind.ENDED && end.timeMicros() < fromMicros && !startsAgain) {
                            begin = i + 1;
                        }
                    }
                    long after =
                            begin == 0 ? Long.MIN_VALUE : own.get(begin - 1).timeMicros();
                    return new SlotHistory(
                            slot,
                            own.subList(begin, own.size()),
                            excursions.values().stream()
                                    .filter(filed -> filed.excursion().channelId() == channelId
                                            && filed.excursion().slot().equals(slot)
                                            && filed.excursion().confirmedMicros() > after)
                                    .sorted(Comparator.comparingLong(
                                            filed -> filed.excursion().startedMicros()))
                                    .toList());
                })
                .toList();
    }

    @Override
    public UnitFacts unit(String unitId) {
        return new UnitFacts(unitId, "Fridge 1", "Riga", "north", "North", ZoneId.of("Europe/Riga"), rules);
    }

    @Override
    public Quantity quantity(int channelId) {
        return Quantity.TEMPERATURE;
    }

    @Override
    public List<Incident> incidents(String unitId, String slot) {
        return incidents.values().stream()
                .filter(i -> i.unit().equals(unitId)
                        && i.slot().equals(slot)
                        && (i.state().open() || i.state() == IncidentState.RECOVERED))
                .sorted(Comparator.comparingLong(Incident::startedMicros))
                .toList();
    }

    @Override
    public List<Incident> incidents(String unitId, String slot, long fromMicros, long toMicros) {
        return incidents(unitId, slot).stream()
                .filter(incident -> incident.within(fromMicros, toMicros))
                .toList();
    }

    @Override
    public @Nullable Incident incident(UUID id) {
        return incidents.get(id);
    }

    @Override
    public List<Affected> affected(String region, CommonCause cause, long fromMicros, long toMicros) {
        return incidents.values().stream()
                .filter(one -> one.cause() == cause
                        && one.state() != IncidentState.RESOLVED
                        && one.state() != IncidentState.RETRACTED
                        && one.startedMicros() >= fromMicros
                        && one.startedMicros() < toMicros)
                .map(one -> new Affected(one, "Fridge 1", "Riga"))
                .toList();
    }

    @Override
    public List<UUID> quiet(String region) {
        return incidents.values().stream()
                .filter(one -> one.state() == IncidentState.OPEN && one.told() == Told.OVER && one.memberOf() == null)
                .map(Incident::id)
                .toList();
    }

    @Override
    public void save(Incident incident, String region, Instant now) {
        incidents.put(incident.id(), incident);
        for (Incident other : incidents.values()) {
            if (incident.state().open()
                    && other.state().open()
                    && !other.id().equals(incident.id())
                    && other.unit().equals(incident.unit())
                    && other.slot().equals(incident.slot())) {
                throw new IllegalStateException("two open incidents: " + incident + " " + other);
            }
        }
    }

    @Override
    public List<Incident> partsOf(UUID incidentId) {
        return incidents.values().stream()
                .filter(one -> incidentId.equals(one.mergedInto()))
                .toList();
    }

    @Override
    public @Nullable Instant snoozedUntil(UUID incidentId) {
        return snoozes.get(incidentId);
    }

    @Override
    public void endSnooze(UUID incidentId) {
        snoozes.remove(incidentId);
    }

    @Override
    public List<Snoozed> snoozesOver(String region, Instant now, int limit) {
        return snoozes.entrySet().stream()
                .filter(each -> !each.getValue().isAfter(now))
                .map(each -> new Snoozed(each.getKey(), each.getValue()))
                .limit(limit)
                .toList();
    }

    @Override
    public void record(UUID incidentId, Instant now, String event, Map<String, Object> detail) {
        history.computeIfAbsent(incidentId, id -> new ArrayList<>()).add(event);
        if (event.equals("merged")) {
            mergedInto.put(incidentId, UUID.fromString(String.valueOf(detail.get("into"))));
        } else if (event.equals("split")) {
            splitInto
                    .computeIfAbsent(incidentId, id -> new ArrayList<>())
                    .add(UUID.fromString(String.valueOf(detail.get("into"))));
        }
    }

    @Override
    public List<Excursion> excursions(UUID incidentId) {
        return excursions.values().stream()
                .filter(filed -> filed.incidentId().equals(incidentId))
                .map(Filed::excursion)
                .sorted(Comparator.comparingLong(Excursion::startedMicros).thenComparingInt(Excursion::channelId))
                .toList();
    }

    @Override
    public void file(Excursion excursion, UUID incidentId, RuleNote rule, Instant now) {
        excursions.put(excursion.id(), new Filed(excursion, incidentId));
    }

    @Override
    public void remove(UUID excursionId) {
        excursions.remove(excursionId);
        exposures.remove(excursionId);
    }

    @Override
    public List<Trace> traces(String unitId, long fromMicros, long toMicros) {
        return traces.apply(toMicros);
    }

    @Override
    public List<Stay> stays(String unitId, long fromMicros, @Nullable Long toMicros) {
        return stays.getOrDefault(unitId, List.of()).stream()
                .filter(stay -> (stay.toMicros() == null || stay.toMicros() > fromMicros)
                        && (toMicros == null || stay.fromMicros() < toMicros))
                .toList();
    }

    @Override
    public void saveExposures(UUID excursionId, List<Exposure> of) {
        exposures.put(excursionId, of);
    }

    @Override
    public List<Decision> decisions(UUID incidentId) {
        return decisions.values().stream()
                .filter(decision -> decision.incidentId().equals(incidentId))
                .toList();
    }

    @Override
    public void save(Decision decision, Map<String, Object> evidence, Instant now) {
        decisions.put(decision.id(), decision);
    }

    @Override
    public void send(Notice notice, String target, Instant now) {
        outbox.putIfAbsent(notice.key() + " -> " + target, notice);
    }

    /** Everything that is on record, to see whether it has changed. */
    List<Object> everything() {
        return List.of(
                Map.copyOf(incidents),
                Map.copyOf(excursions),
                Map.copyOf(exposures),
                Map.copyOf(decisions),
                history.toString(),
                List.copyOf(outbox.keySet()));
    }
}
