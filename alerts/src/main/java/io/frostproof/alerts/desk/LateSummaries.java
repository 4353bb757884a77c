package io.frostproof.alerts.desk;

import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.notify.Notice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was over when the server learnt of it, and had stock inside: one notice for each unit and transaction, with the readings' own times, however
 * many incidents a device's backlog holds. What has to be decided about it is in there.
 */
final class LateSummaries {

    private final DeskTransaction transaction;
    private final Telling telling;
    private final Instant now;
    private final Map<String, List<Late>> byUnit = new TreeMap<>();

    private record Late(
            Incident incident,
            Excursion about,
            Map<String, Notice.Stock> stock,
            @Nullable Decision proposed) {
        long startMicros() {
            return incident.startedMicros();
        }

        long endMicros() {
            Long recovered = incident.recoveredMicros();
            return recovered == null ? Long.MAX_VALUE : recovered;
        }
    }

    LateSummaries(DeskTransaction transaction, Telling telling, Instant now) {
        this.transaction = transaction;
        this.telling = telling;
        this.now = now;
    }

    void add(Incident incident, Excursion about, Map<String, Notice.Stock> stock, @Nullable Decision proposed) {
        byUnit.computeIfAbsent(incident.unit(), unit -> new ArrayList<>())
                .add(new Late(incident, about, stock, proposed));
    }

    /** Tells, once everything is known. */
    void finish() {
        byUnit.values().forEach(this::tell);
        byUnit.clear();
    }

    private void tell(List<Late> of) {
        of.sort(Comparator.comparingLong(Late::startMicros)
                .thenComparing(late -> late.incident().id()));
        // The first line of a notice has room for one: the worst, and of those the longest.
        Late first = of.stream()
                .max(Comparator.comparing((Late late) -> late.incident().level())
                        .thenComparingLong(late -> late.endMicros() - late.startMicros()))
                .orElseThrow();
        var stock = new TreeMap<String, Notice.Stock>();
        of.forEach(late -> stock.putAll(late.stock()));
        Decision only = of.stream().filter(late -> late.proposed() != null).count() == 1
                ? of.stream()
                        .map(Late::proposed)
                        .filter(decision -> decision != null)
                        .findFirst()
                        .orElse(null)
                : null;
        DeskTransaction.UnitFacts unit = transaction.unit(first.incident().unit());
        var group = new Notice.Group(
                null, 1, 1, of.stream().map(late -> member(late, unit)).toList());
        telling.send(
                telling.notice(
                        key(of), Notice.Kind.LATE_SUMMARY, first.incident(), first.about(), stock, only, true, group),
                true);
        if (of.size() > 1) {
            for (Late late : of) {
                if (!late.incident().id().equals(first.incident().id())) {
                    transaction.record(
                            late.incident().id(),
                            now,
                            "told_late",
                            Map.of("with", first.incident().id().toString(), "incidents", of.size()));
                }
            }
        }
    }

    private Notice.Member member(Late late, DeskTransaction.UnitFacts unit) {
        Incident incident = late.incident();
        Decision proposed = late.proposed();
        return new Notice.Member(
                incident.id(),
                proposed == null ? null : proposed.id(),
                unit.unitId(),
                unit.unitName(),
                unit.nodeName(),
                incident.slot(),
                incident.level(),
                History.instant(incident.startedMicros()),
                History.instantOrNull(incident.recoveredMicros()),
                late.about().worst(),
                telling.valueUnit(late.about()));
    }

    /** The same for the same incidents with the same proposals. */
    private static String key(List<Late> of) {
        String what = of.stream()
                .map(late -> {
                    Decision proposed = late.proposed();
                    return late.incident().id() + (proposed == null ? "" : "+" + proposed.id());
                })
                .collect(Collectors.joining("|"));
        return "late:" + UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    }
}
