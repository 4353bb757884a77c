package io.frostproof.alerts.desk;

import io.frostproof.alerts.desk.DeskTransaction.Affected;
import io.frostproof.alerts.incident.CommonCause;
import io.frostproof.alerts.incident.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which incidents have one cause in common. Pure: a function of when they began, whatever was known first. */
final class CauseGroups {

    static final long WITHIN_MICROS = CommonCause.WITHIN.toNanos() / 1000;

    private static final Comparator<Affected> BY_START = Comparator.comparingLong(
                    (Affected one) -> one.incident().startedMicros())
            .thenComparing(one -> one.incident().id());

    private CauseGroups() {}

    /** Runs of incidents of which each begins within {@link CommonCause#WITHIN} of the one before. What is in one says nothing of another. */
    static List<List<Affected>> runs(List<Affected> affected) {
        var runs = new ArrayList<List<Affected>>();
        long last = 0;
        for (Affected one : affected.stream().sorted(BY_START).toList()) {
            long start = one.incident().startedMicros();
            if (runs.isEmpty() || start - last > WITHIN_MICROS) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(one);
            last = start;
        }
        return runs;
    }

    /**
     * The groups of a run: the first incident and all that begin within {@link CommonCause#WITHIN} of it, and so on with the first of the rest. Not the run as
     * a whole, which in a region of many thousand units might never end.
     */
    static List<List<Affected>> of(List<Affected> run) {
        var groups = new ArrayList<List<Affected>>();
        long first = 0;
        for (Affected one : run.stream().sorted(BY_START).toList()) {
            long start = one.incident().startedMicros();
            if (groups.isEmpty() || start - first > WITHIN_MICROS) {
                groups.add(new ArrayList<>());
                first = start;
            }
            groups.getLast().add(one);
        }
        return groups;
    }

    /**
     * Who leads: the oldest of those that last, or of all when none does. One that leads already and that people were told of goes on to: what they
     * know it by does not change when an older one is found.
     */
    static Incident lead(List<Affected> group) {
        Set<UUID> leads = new HashSet<>();
        group.forEach(one -> {
            UUID of = one.incident().memberOf();
            if (of != null) {
                leads.add(of);
            }
        });
        boolean lasts = group.stream().anyMatch(one -> one.incident().state().open());
        return group.stream()
                .map(Affected::incident)
                .filter(one -> !lasts || one.state().open())
                .min(Comparator.comparing(
                                (Incident one) -> !(one.memberOf() == null && (leads.contains(one.id()) || told(one))))
                        .thenComparingLong(Incident::startedMicros)
                        .thenComparing(Incident::id))
                .orElseThrow();
    }

    private static boolean told(Incident incident) {
        return switch (incident.told()) {
            case OPEN -> true;
            case NOTHING, OVER, RETRACTED -> false;
        };
    }

    /** Units of a group. */
    static int units(List<Affected> group) {
        return (int) group.stream().map(one -> one.incident().unit()).distinct().count();
    }

    /** Nodes of a group, by the names that people know them by. */
    static int nodes(List<Affected> group) {
        return (int) group.stream().map(Affected::nodeName).distinct().count();
    }
}
