package io.frostproof.alerts.desk.memory;

import io.frostproof.alerts.condition.HiddenSlots;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.desk.CrossFacts;
import io.frostproof.alerts.desk.DeskTransaction;
import io.frostproof.alerts.desk.DwellFacts;
import io.frostproof.alerts.desk.RuleNote;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.alerts.stock.Exposure;
import io.frostproof.alerts.stock.Stay;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of a desk in memory. It writes at once and remembers how to undo it; notices go out with the commit. What a desk never reads
 * again (the history of incidents, exposures) is not kept: the database's desk computes it anew.
 */
final class MemoryDeskTransaction implements DeskTransaction {

    private final DeskState state;
    private final List<KeptNotice> announced;
    private final int atOnce;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<Sending> sending = new ArrayList<>();
    private final List<Integer> worked = new ArrayList<>();

    private record Sending(Notice notice, String target, Instant now) {}

    MemoryDeskTransaction(DeskState state, List<KeptNotice> announced, int atOnce) {
        this.state = state;
        this.announced = announced;
        this.atOnce = atOnce;
    }

    void commitTo(MemoryOutbox outbox) {
        sending.forEach(one -> outbox.put(one.notice(), one.target(), one.now()));
    }

    void rollBack() {
        undo.forEach(Runnable::run); // the last change first
    }

    /** Channels whose work was taken. */
    List<Integer> worked() {
        return worked;
    }

    @Override
    public List<Work> takeWork(String region, int limit) {
        Deque<Work> queue = state.queue(region);
        var taken = new ArrayList<Work>();
        while (taken.size() < Math.min(limit, atOnce) && !queue.isEmpty()) {
            Work work = queue.removeFirst();
            undo.push(() -> queue.addFirst(work));
            taken.add(work);
            worked.add(work.channelId());
        }
        return taken;
    }

    @Override
    public CrossFacts cross() {
        return new MemoryCross(state, undo, atOnce == 1);
    }

    @Override
    public DwellFacts dwell() {
        return new MemoryDwell(state, undo, atOnce == 1);
    }

    @Override
    public List<SlotHistory> histories(int channelId, long fromMicros) {
        TreeMap<String, SlotRows> slots = state.slots.getOrDefault(channelId, new TreeMap<>());
        var names = new TreeSet<>(slots.keySet());
        names.removeIf(HiddenSlots::hidden);
        var filed = state.excursionsOfChannel(channelId).stream()
                .map(id -> Objects.requireNonNull(state.excursion(id)))
                .filter(known -> !state.atDesk(known.excursion()))
                .toList();
        filed.forEach(known -> names.add(known.excursion().slot()));
        var histories = new ArrayList<SlotHistory>();
        for (String name : names) {
            SlotRows rows = slots.get(name);
            long after = rows == null ? Long.MIN_VALUE : rows.lastEndBefore(fromMicros);
            List<Transition> transitions = rows == null ? List.of() : rows.since(after);
            List<Filed> known = filed.stream()
                    .filter(one -> one.excursion().slot().equals(name)
                            && one.excursion().confirmedMicros() > after)
                    .sorted(Comparator.comparingLong(one -> one.excursion().startedMicros()))
                    .toList();
            histories.add(new SlotHistory(name, transitions, known));
        }
        return histories;
    }

    @Override
    public UnitFacts unit(String unitId) {
        return Objects.requireNonNull(state.units.get(unitId), () -> "unit " + unitId);
    }

    @Override
    public Quantity quantity(int channelId) {
        return Objects.requireNonNull(state.quantities.of(channelId), () -> "channel " + channelId);
    }

    @Override
    public List<Incident> incidents(String unitId, String slot) {
        return state.incidentsOf(unitId, slot).stream()
                .map(id -> Objects.requireNonNull(state.incident(id)))
                .filter(incident -> incident.state().open() || incident.state() == IncidentState.RECOVERED)
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
    public @Nullable UUID announced(String unitId, String slot, long fromMicros, @Nullable Long toMicros) {
        Instant toldFrom = instant(fromMicros).minus(Incident.REGROUP);
        Instant beganBy = toMicros == null ? Instant.MAX : instant(toMicros);
        return announced.stream()
                .filter(kept -> kept.notice().unitId().equals(unitId)
                        && kept.notice().slot().equals(slot)
                        && !kept.createdAt().isBefore(toldFrom)
                        && !kept.notice().startedAt().isAfter(beganBy))
                .map(kept -> Objects.requireNonNull(kept.notice().incidentId()))
                .filter(id -> state.incident(id) == null)
                .findFirst()
                .orElse(null);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public @Nullable Incident incident(UUID id) {
        return state.incident(id);
    }

    @Override
    public List<Affected> affected(String region, CommonCause cause, long fromMicros, long toMicros) {
        return state.incidentsOf(cause).stream()
                .map(id -> Objects.requireNonNull(state.incident(id)))
                .filter(incident -> incident.startedMicros() >= fromMicros
                        && incident.startedMicros() < toMicros
                        && incident.state() != IncidentState.RESOLVED
                        && incident.state() != IncidentState.RETRACTED
                        && unit(incident.unit()).regionId().equals(region))
                .map(incident -> {
                    UnitFacts unit = unit(incident.unit());
                    return new Affected(incident, unit.unitName(), unit.nodeName());
                })
                .toList();
    }

    @Override
    public List<UUID> quiet(String region) {
        return state.quiet().stream()
                .filter(id -> unit(Objects.requireNonNull(state.incident(id)).unit())
                        .regionId()
                        .equals(region))
                .sorted()
                .toList();
    }

    @Override
    public void save(Incident incident, String region, Instant now) {
        if (incident.state().open()) {
            for (UUID id : state.incidentsOf(incident.unit(), incident.slot())) {
                Incident other = Objects.requireNonNull(state.incident(id));
                if (other.state().open() && !id.equals(incident.id())) {
                    throw new IllegalStateException("unit " + incident.unit() + ", slot " + incident.slot()
                            + ": at most one incident may be open, were " + id + " and " + incident.id());
                }
            }
        }
        Incident before = state.set(incident.id(), incident);
        undo.push(() -> state.set(incident.id(), before));
    }

    @Override
    public List<Incident> partsOf(UUID incidentId) {
        Incident whole = Objects.requireNonNull(state.incident(incidentId));
        return state.incidentsOf(whole.unit(), whole.slot()).stream()
                .map(id -> Objects.requireNonNull(state.incident(id)))
                .filter(one -> incidentId.equals(one.mergedInto()))
                .toList();
    }

    @Override
    public @Nullable Instant snoozedUntil(UUID incidentId) {
        return state.snoozes().get(incidentId);
    }

    @Override
    public void endSnooze(UUID incidentId) {
        Instant before = state.setSnooze(incidentId, null);
        undo.push(() -> state.setSnooze(incidentId, before));
    }

    @Override
    public List<Snoozed> snoozesOver(String region, Instant now, int limit) {
        return state.snoozesOver(region, now).stream().limit(limit).toList();
    }

    @Override
    public void record(UUID incidentId, Instant now, String event, Map<String, Object> detail) {
        // Nothing in memory reads it.
    }

    @Override
    public List<Excursion> excursions(UUID incidentId) {
        return state.excursionsOfIncident(incidentId).stream()
                .map(id -> Objects.requireNonNull(state.excursion(id)).excursion())
                .sorted(Comparator.comparingLong(Excursion::startedMicros)
                        .thenComparingInt(Excursion::channelId)
                        .thenComparing(excursion -> String.valueOf(excursion.handlingUnit())))
                .toList();
    }

    @Override
    public void file(Excursion excursion, UUID incidentId, RuleNote rule, Instant now) {
        UUID id = excursion.id();
        Filed before = state.set(id, new Filed(excursion, incidentId));
        undo.push(() -> state.set(id, before));
    }

    @Override
    public void remove(UUID excursionId) {
        Filed before = state.set(excursionId, (Filed) null);
        undo.push(() -> state.set(excursionId, before));
    }

    @Override
    public List<Stay> stays(String unitId, long fromMicros, @Nullable Long toMicros) {
        return state.stays.getOrDefault(unitId, List.of()).stream()
                .filter(stay -> {
                    Long to = stay.toMicros();
                    return (to == null || to > fromMicros) && (toMicros == null || stay.fromMicros() < toMicros);
                })
                .toList();
    }

    @Override
    public void saveExposures(UUID excursionId, List<Exposure> exposures) {
        // Nothing in memory reads them.
    }

    @Override
    public List<Decision> decisions(UUID incidentId) {
        return state.decisionsOf(incidentId).stream()
                .map(id -> Objects.requireNonNull(state.decision(id)))
                .sorted(Comparator.comparing(DeskState.Proposed::at)
                        .thenComparing(one -> one.decision().id().toString()))
                .map(DeskState.Proposed::decision)
                .toList();
    }

    @Override
    public void save(Decision decision, Map<String, Object> evidence, Instant now) {
        DeskState.Proposed before = state.decision(decision.id());
        state.set(decision.id(), new DeskState.Proposed(decision, before == null ? now : before.at()));
        undo.push(() -> state.set(decision.id(), before));
    }

    @Override
    public void send(Notice notice, String target, Instant now) {
        sending.add(new Sending(notice, target, now));
    }
}
