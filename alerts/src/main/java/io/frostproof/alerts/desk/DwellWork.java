package io.frostproof.alerts.desk;

import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.dwell.Dwell;
import io.frostproof.alerts.dwell.HandOffs;
import io.frostproof.alerts.dwell.Held;
import io.frostproof.alerts.excursion.Excursion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Works out the breaches of handling units that are due, or that moved, in the units of one region. Those that are not due cost nothing. */
final class DwellWork {

    private final DwellFacts facts;
    private final String region;
    private final Instant now;
    private final Filing filing;

    /** Compares the breaches of a slot of a handling unit with those on record, and files what is different. */
    interface Filing {
        void file(List<Excursion> current, List<Filed> known);
    }

    DwellWork(DwellFacts facts, String region, Instant now, Filing filing) {
        this.facts = facts;
        this.region = region;
        this.now = now;
        this.filing = filing;
    }

    /** Returns whether there may be more. */
    boolean run(int atOnce) {
        List<String> due = facts.take(region, now, atOnce);
        due.forEach(this::work);
        return due.size() == atOnce;
    }

    private void work(String handlingUnit) {
        Held held = facts.held(handlingUnit);
        if (held == null) {
            return;
        }
        long nowMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        Dwell.Standing standing = Dwell.of(held, facts.policy(), nowMicros);
        Map<String, HandOffs.Asks> asks = facts.asks();
        HandOffs.Standing handOffs =
                HandOffs.of(held, asks, asks.isEmpty() ? List.of() : facts.handOffs(handlingUnit), nowMicros);
        var here = new HashSet<String>();
        held.sojourns().stream()
                .filter(sojourn -> sojourn.region().equals(region))
                .forEach(sojourn -> here.add(sojourn.unit()));
        var current = new TreeMap<String, List<Excursion>>();
        var known = new TreeMap<String, List<Filed>>();
        Stream.concat(standing.breaches().stream(), handOffs.overdue().stream())
                .filter(breach -> here.contains(breach.unit()))
                .forEach(breach -> current.computeIfAbsent(breach.slot(), slot -> new ArrayList<>())
                        .add(breach));
        facts.saveMissing(
                region,
                handlingUnit,
                handOffs.missing().stream()
                        .filter(missing -> missing.at().region().equals(region))
                        .toList());
        for (Filed filed : facts.filed(region, handlingUnit)) {
            known.computeIfAbsent(filed.excursion().slot(), slot -> new ArrayList<>())
                    .add(filed);
        }
        var slots = new TreeSet<>(current.keySet());
        slots.addAll(known.keySet());
        for (String slot : slots) {
            List<Filed> onRecord = known.getOrDefault(slot, List.of());
            List<Excursion> computed = current.getOrDefault(slot, List.of());
            filing.file(facts.knowsAll() ? computed : added(computed, onRecord), onRecord);
        }
        facts.look(
                region,
                handlingUnit,
                Stream.concat(standing.due().stream(), handOffs.due().stream())
                        .filter(due -> due.region().equals(region))
                        .map(Dwell.Due::micros)
                        .min(Long::compare)
                        .map(History::instant)
                        .orElse(null));
    }

    /** What is on record, graver where it has become so, and what is new. */
    private static List<Excursion> added(List<Excursion> computed, List<Filed> onRecord) {
        var all = new ArrayList<Excursion>();
        for (Filed filed : onRecord) {
            Excursion known = filed.excursion();
            all.add(computed.stream()
                    .filter(one -> overlap(one, known) && one.level().compareTo(known.level()) > 0)
                    .findFirst()
                    .map(graver -> graver(known, graver))
                    .orElse(known));
        }
        computed.stream()
                .filter(one -> onRecord.stream().noneMatch(filed -> overlap(one, filed.excursion())))
                .forEach(all::add);
        return all;
    }

    private static Excursion graver(Excursion known, Excursion by) {
        return new Excursion(
                known.channelId(),
                known.unit(),
                known.slot(),
                by.level(),
                known.startedMicros(),
                known.confirmedMicros(),
                by.criticalMicros(),
                known.endedMicros(),
                known.unknownMicros(),
                known.unknownSinceMicros(),
                known.unknownUntilMicros(),
                Math.max(known.worst(), by.worst()),
                known.handlingUnit());
    }

    private static boolean overlap(Excursion one, Excursion other) {
        return one.unit().equals(other.unit()) && one.startedMicros() < end(other) && other.startedMicros() < end(one);
    }

    private static long end(Excursion excursion) {
        Long ended = excursion.endedMicros();
        return ended == null ? Long.MAX_VALUE : ended;
    }
}
