package io.frostproof.alerts.desk;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.desk.DeskTransaction.Affected;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.quantity.Quantity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the incidents of a region that have one cause in common under one of them, and tells people of all of them as of one. Who belongs together
 * depends on when the incidents began, see {@link CauseGroups}; what people are told depends on what they were told before, which each incident
 * knows, so that forming, dissolving and merging groups for late data repeats nothing and hides nothing.
 */
final class CommonCauses {

    /** A group is worth a second page when it has so many units, or a second node. */
    static final int WORTH_TELLING = 4;

    /** So many are listed for people; nobody reads more, and the number is told. */
    private static final int LISTED_FOR_PEOPLE = 200;
    /** So many are listed for machines in one notice; they get another one for each transaction that finds more. */
    private static final int LISTED_FOR_MACHINES = 1_000;
    /**
     * How far around an incident is looked, from one to two such stretches back, which are aligned to event time: a run of incidents that is
     * longer is cut there.
     */
    private static final long STRETCH_MICROS = Duration.ofHours(3).toNanos() / 1000;

    private final DeskTransaction transaction;
    private final String region;
    private final Telling telling;
    private final Hush hush;
    private final Instant now;
    private final Map<CommonCause, Map<UUID, Settled>> settled = new EnumMap<>(CommonCause.class);

    /** An incident before this transaction and by now. */
    private record Settled(Incident before, Incident after) {}

    CommonCauses(DeskTransaction transaction, String region, Telling telling, Hush hush, Instant now) {
        this.transaction = transaction;
        this.region = region;
        this.telling = telling;
        this.hush = hush;
        this.now = now;
    }

    /** What an excursion may have in common with those of other units; null: nothing. */
    static @Nullable CommonCause of(DeskTransaction transaction, Excursion excursion) {
        if (excursion.handlingUnit() != null) {
            return null;
        }
        Measure measure = Rules.of(transaction, excursion)
                .map(UnitRules.Rule::condition)
                .map(Condition::measure)
                .orElse(Measure.VALUE);
        if (measure instanceof Measure.Missing) {
            return CommonCause.SILENCE;
        }
        return measure instanceof Measure.Value && transaction.quantity(excursion.channelId()) == Quantity.MAINS
                ? CommonCause.POWER
                : null;
    }

    /** Notes what became of an incident. */
    void settled(Incident before, Incident after) {
        for (CommonCause cause : CommonCause.values()) {
            if (cause == before.cause() || cause == after.cause()) {
                settled.computeIfAbsent(cause, c -> new LinkedHashMap<>())
                        .merge(
                                after.id(),
                                new Settled(before, after),
                                (first, last) -> new Settled(first.before(), last.after()));
            }
        }
    }

    /** Groups and tells, once every incident is settled. */
    void finish() {
        settled.forEach((cause, of) -> {
            var starts = new TreeMap<Long, TreeSet<Long>>();
            of.values()
                    .forEach(one -> Stream.of(one.before(), one.after())
                            .map(Incident::startedMicros)
                            .forEach(start -> starts.computeIfAbsent(
                                            Math.floorDiv(start, STRETCH_MICROS), stretch -> new TreeSet<>())
                                    .add(start)));
            starts.forEach((stretch, within) -> regroup(cause, stretch, within, of));
        });
        settled.clear();
    }

    private void regroup(CommonCause cause, long stretch, NavigableSet<Long> starts, Map<UUID, Settled> of) {
        List<Affected> around =
                transaction.affected(region, cause, (stretch - 1) * STRETCH_MICROS, (stretch + 2) * STRETCH_MICROS);
        for (List<Affected> run : CauseGroups.runs(around)) {
            if (run.stream().anyMatch(one -> touches(starts, one.incident().startedMicros()))) {
                CauseGroups.of(run).forEach(group -> settle(cause, group, of));
            }
        }
    }

    private static boolean touches(NavigableSet<Long> starts, long start) {
        return !starts.subSet(start - CauseGroups.WITHIN_MICROS, true, start + CauseGroups.WITHIN_MICROS, true)
                .isEmpty();
    }

    private void settle(CommonCause cause, List<Affected> before, Map<UUID, Settled> of) {
        Incident first = CauseGroups.lead(before);
        var joined = new ArrayList<Affected>();
        var group = new ArrayList<Affected>();
        for (Affected one : before) {
            Incident incident = one.incident();
            UUID lead = incident.id().equals(first.id()) ? null : first.id();
            Incident next = incident.withMemberOf(lead);
            if (lead != null && first.state() == IncidentState.ACKNOWLEDGED && next.state() == IncidentState.OPEN) {
                next = next.withState(IncidentState.ACKNOWLEDGED);
                transaction.record(incident.id(), now, "acknowledged_with_lead", Map.of("lead", lead.toString()));
            }
            var there = new Affected(next, one.unitName(), one.nodeName());
            group.add(there);
            if (!Objects.equals(lead, incident.memberOf())) {
                noteMove(incident, lead, before.size());
                if (lead != null) {
                    joined.add(there);
                }
            }
            if (!next.equals(incident)) {
                transaction.save(next, region, now);
            }
        }
        var all = new Grouped(cause, first, List.copyOf(group), List.copyOf(joined), of);
        if (!joined.isEmpty()) {
            transaction.record(
                    first.id(),
                    now,
                    "members_joined",
                    Map.of(
                            "joined",
                            joined.size(),
                            "units",
                            CauseGroups.units(all.members()),
                            "nodes",
                            CauseGroups.nodes(all.members())));
        }
        tell(all);
    }

    private void noteMove(Incident incident, @Nullable UUID lead, int size) {
        if (lead != null) {
            transaction.record(incident.id(), now, "cause_joined", Map.of("lead", lead.toString()));
        } else {
            transaction.record(
                    incident.id(),
                    now,
                    size > 1 ? "cause_led" : "cause_left",
                    Map.of("before", String.valueOf(incident.memberOf())));
        }
    }

    /**
     * A group as it is by now.
     *
     * @param joined those that the lead leads newly
     * @param settled what this transaction has settled
     */
    private record Grouped(
            CommonCause cause,
            Incident lead,
            List<Affected> members,
            List<Affected> joined,
            Map<UUID, Settled> settled) {

        List<Affected> with(Predicate<Incident> wanted) {
            return members.stream().filter(one -> wanted.test(one.incident())).toList();
        }

        /** An incident as it was before this transaction. */
        Incident before(Incident incident) {
            Settled one = settled.get(incident.id());
            return one == null ? incident : one.before();
        }

        boolean opened(Incident incident) {
            return incident.state().open() && !before(incident).state().open();
        }

        boolean recovered(Incident incident) {
            return before(incident).state().open() && incident.state() == IncidentState.RECOVERED;
        }
    }

    private static Level highest(Stream<Level> levels) {
        return levels.max(Level::compareTo).orElse(Level.WARNING);
    }

    private static Stream<Incident> incidents(List<Affected> of) {
        return of.stream().map(Affected::incident);
    }

    private void tell(Grouped group) {
        List<Affected> lasting = group.with(one -> one.state().open());
        List<Affected> known = group.with(one -> one.told() == Told.OPEN);
        if (lasting.isEmpty()) {
            if (!known.isEmpty()) {
                over(group, known);
            }
        } else if (known.isEmpty()) {
            begin(group, lasting);
        } else {
            goOn(group, lasting, known);
        }
    }

    /** People know of nothing, or were told that it is over. */
    private void begin(Grouped group, List<Affected> lasting) {
        List<Incident> fresh = incidents(lasting)
                .filter(one -> one.told() == Told.NOTHING || one.told() == Told.RETRACTED)
                .toList();
        List<Incident> opened = incidents(lasting).filter(group::opened).toList();
        if (fresh.isEmpty() && opened.isEmpty()) {
            return;
        }
        Level level = highest(incidents(lasting).map(Incident::level));
        Level before = highest(incidents(group.members())
                .filter(one -> one.told() == Told.OVER)
                .map(one -> group.before(one).level()));
        boolean worse = level.compareTo(before) > 0;
        Incident lead = group.lead();
        boolean hushed = hush.of(lead.withLevel(level), worse);
        boolean page = !hushed && (!fresh.isEmpty() || worse);
        String key;
        if (lead.told() == Told.NOTHING) {
            key = ":opened";
        } else if (lead.told() == Told.RETRACTED) {
            key = ":found:" + named(fresh);
        } else if (group.opened(lead)) {
            key = ":again:" + group.before(lead).recoveredMicros();
        } else {
            key = ":with:" + named(fresh.isEmpty() ? opened : fresh);
        }
        send(group, key, Notice.Kind.INCIDENT_OPENED, level, lasting, page);
        if (page) {
            mark(lasting, Told.OPEN);
        }
    }

    /** People know of it. They hear again when it is worse, or has become much wider; machines of every incident that joins. */
    private void goOn(Grouped group, List<Affected> lasting, List<Affected> known) {
        for (Affected one : group.members()) {
            Incident incident = one.incident();
            if (group.recovered(incident) && group.before(incident).memberOf() == null && incident.memberOf() != null) {
                // It led, and others go on. No news for people, and machines must not wait for its end for ever.
                Notice.Kind kind = Notice.Kind.INCIDENT_RECOVERED;
                telling.send(
                        notice(
                                "incident:" + incident.id() + ":recovered:" + incident.recoveredMicros(),
                                kind,
                                incident,
                                null),
                        false);
            }
        }
        Incident lead = group.lead();
        Level level = highest(incidents(lasting).map(Incident::level));
        if (!group.joined().isEmpty()) {
            String key = "incident:" + lead.id() + ":joined:"
                    + named(incidents(group.joined()).toList());
            telling.send(
                    notice(
                            key,
                            Notice.Kind.INCIDENT_WIDENED,
                            lead.withLevel(level),
                            listed(group, group.members(), group.joined(), LISTED_FOR_MACHINES)),
                    false);
        }
        List<Affected> all =
                Stream.concat(known.stream(), lasting.stream()).distinct().toList();
        int units = CauseGroups.units(all);
        int unitsKnown = CauseGroups.units(known);
        boolean wider = units >= Math.max(WORTH_TELLING, 2 * unitsKnown)
                || (CauseGroups.nodes(known) == 1 && CauseGroups.nodes(all) > 1);
        boolean worse = level.compareTo(
                        highest(incidents(known).map(one -> group.before(one).level())))
                > 0;
        boolean hushed = hush.of(lead.withLevel(level), worse);
        if (worse || (wider && !hushed)) {
            Notice.Kind kind = worse ? Notice.Kind.INCIDENT_WORSENED : Notice.Kind.INCIDENT_WIDENED;
            List<Incident> fresh =
                    incidents(lasting).filter(one -> one.told() != Told.OPEN).toList();
            // With those that are news in its name: when late data have put others under this lead, it is another
            // notice.
            String key = "incident:" + lead.id() + (worse ? ":level:" + level.id() : ":widened")
                    + (fresh.isEmpty() ? "" : ":" + named(fresh));
            Notice notice = notice(key, kind, lead.withLevel(level), listed(group, all, all, LISTED_FOR_PEOPLE));
            if (worse) {
                telling.send(notice, true);
            } else {
                telling.sendToPeople(notice);
            }
            mark(lasting, Told.OPEN);
        }
    }

    /** All of it is over. */
    private void over(Grouped group, List<Affected> known) {
        long last = incidents(group.members())
                .mapToLong(one -> {
                    Long recovered = one.recoveredMicros();
                    return recovered == null ? one.startedMicros() : recovered;
                })
                .max()
                .orElseThrow();
        send(
                group,
                ":recovered:" + last,
                Notice.Kind.INCIDENT_RECOVERED,
                highest(incidents(known).map(Incident::level)),
                group.members(),
                !hush.holds(group.lead().id()));
        mark(group.members(), Told.OVER);
    }

    private void send(
            Grouped group, String key, Notice.Kind kind, Level level, List<Affected> about, boolean toPeople) {
        Incident lead = group.lead();
        telling.send(
                notice(
                        "incident:" + lead.id() + key,
                        kind,
                        lead.withLevel(level),
                        listed(group, about, about, LISTED_FOR_PEOPLE)),
                toPeople);
    }

    private Notice notice(String key, Notice.Kind kind, Incident incident, Notice.@Nullable Group of) {
        Excursion about = Telling.mostTelling(incident, transaction.excursions(incident.id()));
        return telling.notice(key, kind, incident, about, Map.of(), null, false, of);
    }

    /**
     * Null when there is but one incident.
     *
     * @param counted the units and nodes of these are told
     * @param about these are listed
     */
    private static Notice.@Nullable Group listed(
            Grouped group, List<Affected> counted, List<Affected> about, int most) {
        return group.members().size() == 1
                ? null
                : new Notice.Group(
                        group.cause().id(),
                        CauseGroups.units(counted),
                        CauseGroups.nodes(counted),
                        about.stream().limit(most).map(CommonCauses::member).toList());
    }

    private static Notice.Member member(Affected one) {
        Incident incident = one.incident();
        return new Notice.Member(
                incident.id(),
                null,
                incident.unit(),
                one.unitName(),
                one.nodeName(),
                incident.slot(),
                incident.level(),
                History.instant(incident.startedMicros()),
                History.instantOrNull(incident.recoveredMicros()),
                null,
                null);
    }

    private void mark(List<Affected> of, Told told) {
        for (Affected one : of) {
            if (one.incident().told() != told) {
                transaction.save(one.incident().withTold(told), region, now);
            }
        }
    }

    /** One word for several incidents as they are. */
    private static String named(List<Incident> of) {
        String what = of.stream()
                .map(one -> one.id() + "@" + one.startedMicros())
                .sorted()
                .collect(Collectors.joining("|"));
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
