package io.frostproof.alerts.desk;

import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.notify.Notice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells that there was nothing after all, whoever was told that there was: once for each incident, and once for those of one event together. It is no
 * reason to ring anybody's telephone, so for machines it is quiet always. While others of an event last people are told nothing: the event is not over.
 */
final class Retractions {

    private final DeskTransaction transaction;
    private final String region;
    private final Telling telling;
    private final Hush hush;
    private final Instant now;
    private final Map<UUID, List<Gone>> byLead = new LinkedHashMap<>();

    /** @param thought what was taken for an excursion */
    private record Gone(Incident before, Incident after, Excursion thought) {
        String name() {
            return before.id() + "@" + thought.startedMicros();
        }
    }

    Retractions(DeskTransaction transaction, String region, Telling telling, Hush hush, Instant now) {
        this.transaction = transaction;
        this.region = region;
        this.telling = telling;
        this.hush = hush;
        this.now = now;
    }

    /**
     * An incident has lost all that it was about.
     *
     * @param takenBack its excursions, at least one
     */
    void add(Incident before, Incident after, List<Excursion> takenBack) {
        if (before.state().open() || before.told() != Told.NOTHING) {
            UUID lead = before.memberOf();
            byLead.computeIfAbsent(lead == null ? before.id() : lead, id -> new ArrayList<>())
                    .add(new Gone(before, after, Telling.mostTelling(before, takenBack)));
        }
    }

    /** Tells. Who belongs together has to be as it was until now. */
    void finish() {
        byLead.forEach(this::tell);
        byLead.clear();
    }

    private void tell(UUID lead, List<Gone> gone) {
        gone.sort(Comparator.comparingLong((Gone one) -> one.before().startedMicros())
                .thenComparing(one -> one.before().id()));
        boolean toPeople = gone.stream().anyMatch(one -> one.before().told() != Told.NOTHING)
                && !othersLast(lead, gone)
                && !hush.holds(lead);
        Gone first = gone.stream()
                .filter(one -> one.before().id().equals(lead))
                .findFirst()
                .orElse(gone.getFirst());
        Notice notice = telling.notice(
                "incident:" + first.before().id() + ":retracted:" + named(gone),
                Notice.Kind.INCIDENT_RETRACTED,
                first.before(),
                first.thought(),
                Map.of(),
                null,
                false,
                listed(gone));
        telling.send(notice.quietly(), false);
        if (toPeople) {
            telling.sendToPeople(notice);
        }
        for (Gone one : gone) {
            transaction.record(one.before().id(), now, "incident_retracted", Map.of("people_told", toPeople));
            if (one.after().told() != Told.NOTHING) {
                transaction.save(one.after().withTold(Told.RETRACTED), region, now);
            }
        }
    }

    private boolean othersLast(UUID lead, List<Gone> gone) {
        CommonCause cause = gone.getFirst().before().cause();
        if (cause == null) {
            return false;
        }
        long from = gone.getFirst().before().startedMicros() - CauseGroups.WITHIN_MICROS;
        long to = gone.getLast().before().startedMicros() + CauseGroups.WITHIN_MICROS + 1;
        return transaction.affected(region, cause, from, to).stream()
                .map(DeskTransaction.Affected::incident)
                .anyMatch(other ->
                        other.state().open() && (other.id().equals(lead) || Objects.equals(other.memberOf(), lead)));
    }

    private Notice.@Nullable Group listed(List<Gone> gone) {
        CommonCause cause = gone.getFirst().before().cause();
        if (gone.size() == 1) {
            return null;
        }
        List<Notice.Member> members = gone.stream().map(this::member).toList();
        return new Notice.Group(
                cause == null ? null : cause.id(),
                Math.toIntExact(
                        members.stream().map(Notice.Member::unitId).distinct().count()),
                Math.toIntExact(
                        members.stream().map(Notice.Member::nodeName).distinct().count()),
                members);
    }

    private Notice.Member member(Gone gone) {
        Incident incident = gone.before();
        DeskTransaction.UnitFacts unit = transaction.unit(incident.unit());
        return new Notice.Member(
                incident.id(),
                null,
                incident.unit(),
                unit.unitName(),
                unit.nodeName(),
                incident.slot(),
                incident.level(),
                History.instant(incident.startedMicros()),
                History.instantOrNull(incident.recoveredMicros()),
                null,
                null);
    }

    private static String named(List<Gone> gone) {
        return gone.size() == 1
                ? Long.toString(gone.getFirst().thought().startedMicros())
                : UUID.nameUUIDFromBytes(gone.stream()
                                .map(Gone::name)
                                .collect(Collectors.joining("|"))
                                .getBytes(StandardCharsets.UTF_8))
                        .toString();
    }
}
