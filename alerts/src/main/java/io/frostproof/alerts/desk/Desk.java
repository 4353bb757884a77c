package io.frostproof.alerts.desk;

import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.desk.DeskTransaction.SlotHistory;
import io.frostproof.alerts.desk.DeskTransaction.Snoozed;
import io.frostproof.alerts.desk.DeskTransaction.Work;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.ExcursionChange;
import io.frostproof.alerts.excursion.Excursions;
import io.frostproof.alerts.incident.ExcursionGroups;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.stock.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * One region's desk. Each piece of work names a channel and an event time from which its transitions are different; the desk
 * computes the channel's excursions from there, compares them with those on record, and settles the incidents they touch.
 * Doing the same work twice changes nothing. Use it from one thread at a time.
 */
public final class Desk {

    private static final int AT_ONCE = 50;
    /** Nobody minds a second, and a busy desk works hundreds of times in it. */
    private static final Duration LOOK_AT_SNOOZES_EVERY = Duration.ofSeconds(1);

    private final DeskStore store;
    private final String region;
    private final NoticeTargets targets;
    private final InstantSource clock;
    private Instant snoozesSeenAt = Instant.MIN;

    public Desk(DeskStore store, String region, NoticeTargets targets, InstantSource clock) {
        this.store = store;
        this.region = region;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * Works off some of what waits, in one transaction, and ends the snoozes that are over, in another, so that neither is in the way of the
     * other. Returns whether there may be more.
     */
    public boolean work() {
        boolean more = workOff();
        Instant now = clock.instant();
        if (now.isBefore(snoozesSeenAt.plus(LOOK_AT_SNOOZES_EVERY))) {
            return more;
        }
        if (endSnoozes(now)) {
            return true;
        }
        snoozesSeenAt = now;
        return more;
    }

    private boolean endSnoozes(Instant now) {
        return store.inTransaction(transaction -> {
            List<Snoozed> over = transaction.snoozesOver(region, now, AT_ONCE);
            var settlement = new Settlement(transaction, region, targets, now, new Touched());
            over.forEach(settlement::endSnooze);
            return over.size() == AT_ONCE;
        });
    }

    private boolean workOff() {
        return store.inTransaction(transaction -> {
            Instant now = clock.instant();
            List<Work> works = transaction.takeWork(region, AT_ONCE);
            var from = new LinkedHashMap<Integer, Long>();
            works.forEach(work -> from.merge(work.channelId(), work.fromMicros(), Math::min));
            var touched = new Touched();
            from.forEach((channel, since) -> {
                for (SlotHistory history : transaction.histories(channel, since)) {
                    file(
                            transaction,
                            Excursions.of(channel, history.transitions()),
                            history.known(),
                            false,
                            now,
                            touched);
                }
            });
            List<CrossFacts.Look> looks = transaction.cross().takeLooks(region, now, AT_ONCE);
            new CrossWork(
                            transaction.cross(),
                            region,
                            now,
                            (channel, current, known) -> file(transaction, current, known, true, now, touched))
                    .run(from, looks);
            boolean moreDwell = new DwellWork(
                            transaction.dwell(),
                            region,
                            now,
                            (current, known) -> file(transaction, current, known, true, now, touched))
                    .run(AT_ONCE);
            new Regroup(transaction, region, now, touched).run();
            settleAll(transaction, touched, now);
            return works.size() == AT_ONCE || looks.size() == AT_ONCE || moreDwell;
        });
    }

    private void file(
            DeskTransaction transaction,
            List<Excursion> current,
            List<Filed> onRecord,
            boolean atDesk,
            Instant now,
            Touched touched) {
        Map<UUID, UUID> incidentOf = new LinkedHashMap<>();
        onRecord.forEach(filed -> incidentOf.put(filed.excursion().id(), filed.incidentId()));
        List<Excursion> known = onRecord.stream().map(Filed::excursion).toList();
        // The readings may say what they said before and the stock still have moved.
        current.stream().filter(known::contains).forEach(excursion -> {
            expose(transaction, excursion);
            touched.add(Objects.requireNonNull(incidentOf.get(excursion.id())));
        });
        for (ExcursionChange change : ExcursionChange.between(known, current)) {
            switch (change) {
                case ExcursionChange.Found found -> {
                    Excursion excursion = found.excursion();
                    UUID incident = incidentFor(transaction, excursion, touched, now);
                    put(transaction, excursion, incident, atDesk, now);
                    transaction.record(incident, now, "excursion_found", History.of(excursion));
                    touched.add(incident);
                }
                case ExcursionChange.Corrected corrected -> {
                    UUID own = Objects.requireNonNull(
                            incidentOf.get(corrected.before().id()));
                    UUID incident = incidentFor(transaction, own, corrected.before(), corrected.after(), now, touched);
                    if (!corrected.before().id().equals(corrected.after().id())) {
                        transaction.remove(corrected.before().id());
                    }
                    put(transaction, corrected.after(), incident, atDesk, now);
                    transaction.record(
                            incident,
                            now,
                            corrected.after().open() == corrected.before().open()
                                    ? "excursion_corrected"
                                    : corrected.after().open() ? "excursion_reopened" : "excursion_ended",
                            History.of(corrected.before(), corrected.after()));
                    touched.add(incident);
                }
                case ExcursionChange.Retracted retracted -> {
                    UUID incident = Objects.requireNonNull(
                            incidentOf.get(retracted.before().id()));
                    transaction.remove(retracted.before().id());
                    transaction.record(incident, now, "excursion_retracted", History.of(retracted.before()));
                    touched.takenBack(incident, retracted.before());
                }
            }
        }
    }

    private static void put(
            DeskTransaction transaction, Excursion excursion, UUID incident, boolean atDesk, Instant now) {
        RuleNote note = Rules.note(transaction, excursion);
        transaction.file(excursion, incident, atDesk ? note.ofDesk() : note, now);
        expose(transaction, excursion);
    }

    private static void expose(DeskTransaction transaction, Excursion excursion) {
        String handlingUnit = excursion.handlingUnit();
        if (handlingUnit != null) {
            // The time that it was there for too long is what the place did to it.
            Notice.Stock stock =
                    transaction.dwell().stock(List.of(handlingUnit)).get(handlingUnit);
            transaction.saveExposures(
                    excursion.id(),
                    stock == null
                            ? List.of()
                            : List.of(new Exposure(
                                    excursion.id(), stock, excursion.startedMicros(), excursion.endedMicros())));
            return;
        }
        if (Rules.atDesk(transaction, excursion)) {
            return; // it is about power and probes, and no stock has lived through it
        }
        transaction.saveExposures(
                excursion.id(),
                Exposure.of(
                        excursion,
                        Harm.by(transaction, excursion)
                                ? transaction.stays(
                                        excursion.unit(), excursion.startedMicros(), excursion.endedMicros())
                                : List.of()));
    }

    /** The incident that an excursion belongs to, which is opened if there is none. */
    private UUID incidentFor(DeskTransaction transaction, Excursion excursion, Touched touched, Instant now) {
        var candidates = new LinkedHashMap<UUID, Incident>();
        List<Excursion> alone = List.of(excursion);
        transaction
                .incidents(
                        excursion.unit(),
                        excursion.slot(),
                        ExcursionGroups.reachesBackTo(alone),
                        ExcursionGroups.reachesTo(alone))
                .forEach(incident -> candidates.put(incident.id(), incident));
        // Those of this very transaction may not be on record as open yet.
        touched.incidents().stream()
                .map(id -> Objects.requireNonNull(transaction.incident(id)))
                .filter(incident -> incident.unit().equals(excursion.unit())
                        && incident.slot().equals(excursion.slot())
                        && incident.state() != IncidentState.RESOLVED)
                .forEach(incident -> candidates.putIfAbsent(incident.id(), incident));
        for (Incident incident : candidates.values()) {
            // As its excursions are by now: its record is from before this transaction, which may just have ended one
            // of them.
            List<Excursion> excursions = transaction.excursions(incident.id());
            Incident current = excursions.isEmpty() ? incident : incident.with(excursions);
            if (current.takes(excursion)) {
                return incident.id();
            }
        }
        UUID announced = transaction.announced(
                excursion.unit(), excursion.slot(), excursion.startedMicros(), excursion.endedMicros());
        if (announced != null) {
            // What people were told is what it goes by when it meets another one; the notice that says so again has the
            // same key.
            transaction.save(
                    Incident.beginning(excursion, announced)
                            .withState(IncidentState.RETRACTED)
                            .withTold(Told.OPEN),
                    region,
                    now);
            return announced;
        }
        for (int n = 1; ; n++) {
            UUID id = Incident.idFor(excursion, n);
            Incident there = transaction.incident(id);
            if (there == null) {
                // Filed as retracted, and settled with its first excursion below: one way to become open for all.
                Incident beginning = Incident.beginning(excursion, id).withState(IncidentState.RETRACTED);
                transaction.save(beginning, region, now);
            }
            // What people have closed takes nothing new, not even what began at the same instant.
            if (there == null || there.state() == IncidentState.RETRACTED) {
                return id;
            }
        }
    }

    /**
     * The incident of a corrected excursion: its own, unless people closed that one because the excursion was over, and it is
     * not. Then somebody has to see to it again.
     */
    private UUID incidentFor(
            DeskTransaction transaction, UUID own, Excursion before, Excursion after, Instant now, Touched touched) {
        Incident incident = Objects.requireNonNull(transaction.incident(own));
        if (incident.state() != IncidentState.RESOLVED || before.open() || !after.open()) {
            return own;
        }
        UUID other = incidentFor(transaction, after, touched, now);
        var detail = new LinkedHashMap<>(History.of(before, after));
        detail.put("into", other.toString());
        transaction.record(own, now, "excursion_left", detail);
        touched.add(own);
        return other;
    }

    private void settleAll(DeskTransaction transaction, Touched touched, Instant now) {
        var settlement = new Settlement(transaction, region, targets, now, touched);
        var waiting = new LinkedHashSet<UUID>();
        // First those on record as open, which may have recovered and make room for another one. Those that lost all
        // their
        // excursions last: the one that a correction opens again may first merge into one of them that is still open,
        // so
        // that neither its acknowledgement nor its notices are repeated.
        touched.incidents().stream()
                .sorted(Comparator.comparingInt(id -> order(transaction, id)))
                .forEach(waiting::add);
        while (!waiting.isEmpty()) {
            UUID next = waiting.iterator().next();
            waiting.remove(next);
            settlement.settle(next).ifPresent(waiting::add);
        }
        settlement.finish();
    }

    private static int order(DeskTransaction transaction, UUID id) {
        if (transaction.excursions(id).isEmpty()) {
            return 2;
        }
        return Objects.requireNonNull(transaction.incident(id)).state().open() ? 0 : 1;
    }
}
