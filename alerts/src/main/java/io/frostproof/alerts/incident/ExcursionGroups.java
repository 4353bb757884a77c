package io.frostproof.alerts.incident;

import io.frostproof.alerts.excursion.Excursion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which excursions of one unit and slot are one incident: a function of the excursions, whatever was known of them first. */
public final class ExcursionGroups {

    private static final long REGROUP_MICROS = Incident.REGROUP.toNanos() / 1000;

    private ExcursionGroups() {}

    /**
     * Those with at most {@link Incident#REGROUP} between them are together, and so is all that lasts. Time of which nothing is known is not between
     * them: what was so before it and after it was never known to be over.
     *
     * @return groups and their excursions in the order of event time
     */
    public static List<List<Excursion>> of(Collection<Excursion> excursions) {
        var groups = new ArrayList<List<Excursion>>();
        long end = 0;
        for (Excursion excursion : excursions.stream()
                .sorted(Comparator.comparingLong(Excursion::startedMicros)
                        .thenComparingInt(Excursion::channelId)
                        .thenComparing(Excursion::id))
                .toList()) {
            if (groups.isEmpty() || excursion.startedMicros() > withRegroup(end)) {
                groups.add(new ArrayList<>());
                end = Long.MIN_VALUE;
            }
            groups.getLast().add(excursion);
            end = Math.max(end, excursion.overMicros());
        }
        return List.copyOf(groups);
    }

    private static long withRegroup(long end) {
        return end == Long.MAX_VALUE ? end : end + REGROUP_MICROS;
    }

    /** From when on another excursion belongs to the group if it lasts until then, microseconds. */
    public static long reachesBackTo(List<Excursion> group) {
        return group.getFirst().startedMicros() - REGROUP_MICROS;
    }

    /** Until when another excursion belongs to the group if it begins by then, microseconds. */
    public static long reachesTo(List<Excursion> group) {
        return withRegroup(group.stream().mapToLong(Excursion::overMicros).max().orElseThrow());
    }
}
