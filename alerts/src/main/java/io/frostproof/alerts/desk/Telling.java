package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.Notice;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the notices of one transaction, and says who gets them. */
final class Telling {

    private final DeskTransaction transaction;
    private final NoticeTargets targets;
    private final Instant now;

    Telling(DeskTransaction transaction, NoticeTargets targets, Instant now) {
        this.transaction = transaction;
        this.targets = targets;
        this.now = now;
    }

    /** To every machine, and to people if it is worth disturbing them. */
    void send(Notice notice, boolean toPeople) {
        Notice forMachines = toPeople ? notice : notice.quietly();
        targets.machines().forEach(target -> transaction.send(forMachines, target, now));
        if (toPeople) {
            sendToPeople(notice);
        }
    }

    /** To people alone, when machines have heard of the same bit by bit. */
    void sendToPeople(Notice notice) {
        targets.people().forEach(target -> transaction.send(notice, target, now));
    }

    /** About one incident alone. */
    Notice notice(
            String key,
            Notice.Kind kind,
            Incident incident,
            Excursion excursion,
            Map<String, Notice.Stock> stock,
            @Nullable Decision proposed,
            boolean late) {
        return notice(key, kind, incident, excursion, stock, proposed, late, null);
    }

    /** About an incident, and others with it. */
    Notice notice(
            String key,
            Notice.Kind kind,
            Incident incident,
            Excursion excursion,
            Map<String, Notice.Stock> stock,
            @Nullable Decision proposed,
            boolean late,
            Notice.@Nullable Group group) {
        DeskTransaction.UnitFacts unit = transaction.unit(incident.unit());
        Optional<Condition> rule = Rules.of(transaction, excursion).map(UnitRules.Rule::condition);
        long version = Rules.note(transaction, excursion).version();
        return new Notice(
                key,
                kind,
                incident.id(),
                proposed == null ? null : proposed.id(),
                unit.regionName(),
                unit.nodeName(),
                unit.unitId(),
                unit.unitName(),
                unit.timeZone(),
                incident.slot(),
                incident.level(),
                Rules.text(transaction, excursion),
                version == RuleVersion.UNRECORDED || dwell(excursion) ? null : version,
                dwell(excursion)
                        ? Rules.dwell(transaction, excursion)
                                .map(limit -> limit.limit().limitMicros() / 60e6)
                                .orElse(Double.NaN)
                        : rule.map(Condition::threshold).orElse(Double.NaN),
                excursion.worst(),
                valueUnit(excursion),
                History.instant(excursion.startedMicros()),
                History.instantOrNull(excursion.endedMicros()),
                now,
                late,
                List.copyOf(stock.values()),
                group,
                null,
                false,
                dwell(excursion)
                        ? Notice.Measured.DWELL
                        : new Notice.Measured(
                                transaction.quantity(excursion.channelId()).id(),
                                rule.map(Condition::measure)
                                        .orElse(Measure.VALUE)
                                        .kind()
                                        .id()));
    }

    private static boolean dwell(Excursion excursion) {
        return excursion.handlingUnit() != null;
    }

    /** Symbol of the unit of an excursion's worst value. */
    String valueUnit(Excursion excursion) {
        if (dwell(excursion)) {
            return Rules.DWELL_UNIT;
        }
        return Rules.of(transaction, excursion)
                .map(UnitRules.Rule::condition)
                .map(RuleText::symbol)
                .orElseGet(() -> transaction
                        .quantity(excursion.channelId())
                        .canonicalUnit()
                        .symbol());
    }

    /** The excursion that a notice describes: while the incident lasts the worst that lasts, after it the one that ended last. */
    static Excursion mostTelling(Incident incident, List<Excursion> excursions) {
        if (incident.recoveredMicros() == null) {
            return excursions.stream()
                    .filter(Excursion::open)
                    .max(Comparator.comparing(Excursion::level).thenComparingLong(Excursion::startedMicros))
                    .orElse(excursions.getLast());
        }
        return excursions.stream()
                .max(Comparator.comparingLong(Telling::endMicros).thenComparingLong(Excursion::startedMicros))
                .orElseThrow();
    }

    private static long endMicros(Excursion excursion) {
        Long ended = excursion.endedMicros();
        return ended == null ? Long.MAX_VALUE : ended;
    }
}
