package io.frostproof.server.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident from the page that opened it, or opened it again, to its recovery. Times are milliseconds since 1970.
 *
 * @param openedMillis when the page was handed over
 * @param startedMillis event time at which the breach began, as the page says
 * @param recoveredMillis when the recovery was handed over; {@link Long#MAX_VALUE} when it was not
 * @param endedMillis event time at which the breach ended; null when nothing says so
 * @param pages how many pages were handed over in it
 */
record IncidentRun(
        String incident,
        String unit,
        String slot,
        ScoredCondition condition,
        long openedMillis,
        long startedMillis,
        long recoveredMillis,
        @Nullable Long endedMillis,
        int pages) {

    boolean recovered() {
        return recoveredMillis != Long.MAX_VALUE;
    }

    /** What the notices say about when it was. */
    Interval stated() {
        Long ended = endedMillis;
        return new Interval(startedMillis, Math.max(startedMillis, ended == null ? openedMillis : ended));
    }

    /** The runs that notices tell of, by when they were opened. */
    static List<IncidentRun> of(List<HandedOver> notices, WatchedNetwork network) {
        var running = new HashMap<String, IncidentRun>();
        // There is at most one open incident of a unit and slot, so the next one ends it.
        Map<String, String> bySlot = new HashMap<>();
        var done = new ArrayList<IncidentRun>();
        for (HandedOver notice : notices.stream()
                .sorted(Comparator.comparingLong(HandedOver::atMillis))
                .toList()) {
            switch (notice.kind()) {
                case HandedOver.OPENED, HandedOver.WORSENED -> {
                    IncidentRun before = running.get(notice.incident());
                    if (before != null) {
                        running.put(notice.incident(), before.withPage());
                        continue;
                    }
                    String other = bySlot.put(notice.unit() + "|" + notice.slot(), notice.incident());
                    IncidentRun retracted = other == null ? null : running.remove(other);
                    if (retracted != null) {
                        done.add(retracted.recovered(notice.atMillis(), null));
                    }
                    IncidentRun opened = new IncidentRun(
                            notice.incident(),
                            notice.unit(),
                            notice.slot(),
                            network.conditionOf(notice.unit(), notice.slot()),
                            notice.atMillis(),
                            notice.startedMillis(),
                            Long.MAX_VALUE,
                            null,
                            1);
                    if (notice.late() && notice.endedMillis() != null) {
                        // It was over before anybody was told, so nobody is told that it is.
                        done.add(opened.recovered(notice.atMillis(), notice.endedMillis()));
                    } else {
                        running.put(notice.incident(), opened);
                    }
                }
                case HandedOver.RECOVERED -> {
                    IncidentRun before = running.remove(notice.incident());
                    if (before != null) {
                        done.add(before.recovered(notice.atMillis(), notice.endedMillis()));
                    }
                }
                default -> {
                    // A proposal is no page.
                }
            }
        }
        done.addAll(running.values());
        done.sort(Comparator.comparingLong(IncidentRun::openedMillis)
                .thenComparing(IncidentRun::unit)
                .thenComparing(IncidentRun::slot));
        return List.copyOf(done);
    }

    private IncidentRun withPage() {
        return new IncidentRun(
                incident, unit, slot, condition, openedMillis, startedMillis, recoveredMillis, endedMillis, pages + 1);
    }

    private IncidentRun recovered(long atMillis, @Nullable Long ended) {
        return new IncidentRun(incident, unit, slot, condition, openedMillis, startedMillis, atMillis, ended, pages);
    }
}
