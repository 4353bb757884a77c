package io.frostproof.alerts.desk;

import static io.frostproof.alerts.desk.PowerCut.MAINS;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.desk.DeskTransaction.Affected;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.notify.Notice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who belongs together depends on when it began, not on when it became known; and one event is one page. */
class CommonCausesAnyOrderTest {

    private static final int UNITS = 24;

    /** Mains of a unit are away. */
    private record Outage(int unit, double from, @Nullable Double to) {}

    @Test
    void anyOrderOfArrivalEndsInTheSameGroups() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CommonCausesAnyOrderTest -Dseed=" + seed);
        var random = new Random(seed);
        int groups = 0;
        for (int round = 0; round < 60; round++) {
            List<Outage> outages = outages(random);
            Set<Set<String>> ordered = new HashSet<>();
            for (int shuffle = 0; shuffle < 4; shuffle++) {
                var cut = new PowerCut(UNITS);
                if (shuffle > 0) {
                    Collections.shuffle(outages, random);
                }
                arrive(cut, outages, random);
                Set<Set<String>> found = groups(cut);
                if (shuffle == 0) {
                    ordered = found;
                    groups += found.size();
                }
                assertThat(found).as("round %d", round).isEqualTo(ordered);
                assertThat(found).isEqualTo(byDefinition(cut));
                assertOnePageEach(cut);
                assertEverybodyIsTold(cut);
            }
        }
        assertThat(groups).as("or the test would prove nothing").isGreaterThan(120);
    }

    /** At most one for each unit: a second one might be the same incident, or not, as the first is known or not. */
    private static List<Outage> outages(Random random) {
        var outages = new ArrayList<Outage>();
        double time = 0;
        for (int unit = 0; unit < UNITS; unit++) {
            time += random.nextInt(5) == 0 ? random.nextInt(15) : random.nextInt(3);
            boolean lasts = random.nextInt(3) > 0;
            outages.add(new Outage(unit, time, lasts ? null : Double.valueOf(time + 1 + random.nextInt(40))));
        }
        return outages;
    }

    private static void arrive(PowerCut cut, List<Outage> outages, Random random) {
        var ends = new ArrayList<Outage>();
        int waiting = 0;
        for (Outage outage : outages) {
            cut.starts(outage.unit(), MAINS, outage.from(), Level.WARNING);
            Double to = outage.to();
            if (to != null && random.nextBoolean()) {
                cut.ends(outage.unit(), MAINS, to);
            } else if (to != null) {
                ends.add(outage);
            }
            if (random.nextInt(++waiting) > 2) {
                cut.at(120).work();
                waiting = 0;
            }
            if (!ends.isEmpty() && random.nextInt(4) == 0) {
                Outage over = ends.removeFirst();
                cut.ends(over.unit(), MAINS, Objects.requireNonNull(over.to()));
            }
        }
        ends.forEach(over -> cut.ends(over.unit(), MAINS, Objects.requireNonNull(over.to())));
        cut.at(120).work();
    }

    private static Set<Set<String>> groups(PowerCut cut) {
        List<Affected> all = cut.everything(CommonCause.POWER);
        assertThat(all).hasSize(UNITS);
        Map<UUID, Set<String>> byLead = new HashMap<>();
        Map<UUID, Incident> byId =
                all.stream().map(Affected::incident).collect(Collectors.toMap(Incident::id, one -> one));
        for (Incident incident : byId.values()) {
            UUID lead = incident.memberOf() == null ? incident.id() : incident.memberOf();
            assertThat(byId.get(lead))
                    .isNotNull()
                    .extracting(Incident::memberOf)
                    .isNull();
            byLead.computeIfAbsent(lead, id -> new TreeSet<>()).add(incident.unit());
        }
        byLead.forEach((lead, units) -> {
            boolean lasts = all.stream()
                    .map(Affected::incident)
                    .anyMatch(one -> units.contains(one.unit()) && one.state().open());
            assertThat(Objects.requireNonNull(byId.get(lead)).state().open()).isEqualTo(lasts);
        });
        return new HashSet<>(byLead.values());
    }

    /** The first, and all that begin within ten minutes of it; and so on. */
    private static Set<Set<String>> byDefinition(PowerCut cut) {
        var byStart = new TreeMap<Long, Set<String>>();
        cut.everything(CommonCause.POWER)
                .forEach(one -> byStart.computeIfAbsent(one.incident().startedMicros(), s -> new TreeSet<>())
                        .add(one.incident().unit()));
        var groups = new HashSet<Set<String>>();
        Set<String> current = new TreeSet<>();
        long first = Long.MIN_VALUE;
        for (var entry : byStart.entrySet()) {
            if (current.isEmpty() || entry.getKey() - first > 600_000_000L) {
                current = new TreeSet<>();
                groups.add(current);
                first = entry.getKey();
            }
            current.addAll(entry.getValue());
        }
        // They were put in while they grew.
        return groups.stream().map(TreeSet::new).collect(Collectors.toSet());
    }

    /** Nobody hears that something opened of which they were told, before they are told that it is over. */
    private static void assertOnePageEach(PowerCut cut) {
        Set<String> open = new HashSet<>();
        for (Notice notice : cut.all("email")) {
            Set<String> named = new TreeSet<>(Set.of(notice.unitId()));
            Notice.Group group = notice.group();
            if (group != null) {
                group.members().forEach(member -> named.add(member.unitId()));
            }
            switch (notice.kind()) {
                case INCIDENT_OPENED -> {
                    assertThat(open).as("told twice").doesNotContainAnyElementsOf(named);
                    open.addAll(named);
                }
                case INCIDENT_WIDENED -> open.addAll(named);
                case INCIDENT_RECOVERED -> open.removeAll(named);
                default -> assertThat(notice.kind()).isNull();
            }
        }
    }

    /** Of every group in which something lasts people know at least one unit, and machines all of them. */
    private static void assertEverybodyIsTold(PowerCut cut) {
        Set<String> people = named(cut.all("email"));
        Set<String> machines = named(cut.all("webhook"));
        Map<String, Set<String>> byLead = new HashMap<>();
        Set<String> lasting = new HashSet<>();
        for (Affected one : cut.everything(CommonCause.POWER)) {
            Incident incident = one.incident();
            String lead = String.valueOf(incident.memberOf() == null ? incident.id() : incident.memberOf());
            byLead.computeIfAbsent(lead, id -> new TreeSet<>()).add(incident.unit());
            if (incident.state().open()) {
                assertThat(machines).contains(incident.unit());
                lasting.add(lead);
            }
        }
        byLead.keySet().retainAll(lasting);
        byLead.values().forEach(units -> assertThat(people).containsAnyElementsOf(units));
    }

    private static Set<String> named(List<Notice> notices) {
        Set<String> named = new HashSet<>();
        for (Notice notice : notices) {
            named.add(notice.unitId());
            Notice.Group group = notice.group();
            if (group != null) {
                group.members().forEach(member -> named.add(member.unitId()));
            }
        }
        return named;
    }
}
