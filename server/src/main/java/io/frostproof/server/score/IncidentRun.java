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
 * @param pages how many pages were handed over in it; none when a page about another incident named it
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
        var reading = new Reading(network);
        notices.stream().sorted(Comparator.comparingLong(HandedOver::atMillis)).forEach(reading::read);
        return reading.runs();
    }

    /** Reads notices one after the other. */
    private static final class Reading {
        private final WatchedNetwork network;
        private final Map<String, IncidentRun> running = new HashMap<>();
        // There is at most one open incident of a unit and slot, so the next one ends it.
        private final Map<String, String> bySlot = new HashMap<>();
        private final List<IncidentRun> done = new ArrayList<>();

        Reading(WatchedNetwork network) {
            this.network = network;
        }

        void read(HandedOver notice) {
            int pages = notice.quiet() ? 0 : 1;
            var own = new HandedOver.Member(
                    notice.incident(), notice.unit(), notice.slot(), notice.startedMillis(), notice.endedMillis());
            switch (notice.kind()) {
                case HandedOver.OPENED, HandedOver.WORSENED -> {
                    open(notice, own, pages);
                    join(notice);
                }
                case HandedOver.WIDENED -> join(notice);
                case HandedOver.LATE_SUMMARY -> {
                    // One page for all of them; it is counted with the one that it is named after.
                    open(notice, own, pages);
                    join(notice);
                }
                case HandedOver.RECOVERED -> {
                    recover(notice, notice.incident(), notice.endedMillis());
                    notice.members().forEach(member -> recover(notice, member.incident(), member.endedMillis()));
                }
                default -> {
                    // A proposal is no page.
                }
            }
        }

        /** A unit that a notice names is told of, without a page of its own. */
        private void join(HandedOver notice) {
            for (HandedOver.Member member : notice.members()) {
                if (!member.incident().equals(notice.incident())) {
                    open(notice, member, 0);
                }
            }
        }

        private void open(HandedOver notice, HandedOver.Member of, int pages) {
            IncidentRun before = running.get(of.incident());
            ScoredCondition condition = about(notice, of);
            if (before != null && before.condition() == condition) {
                running.put(of.incident(), before.withPages(pages));
                return;
            }
            if (before != null) {
                // People were told that it is the probe, or the other way round: that is over, and this is another one.
                done.add(before.recovered(notice.atMillis(), null));
            }
            String other = bySlot.put(of.unit() + "|" + of.slot(), of.incident());
            IncidentRun retracted = other == null || other.equals(of.incident()) ? null : running.remove(other);
            if (retracted != null) {
                done.add(retracted.recovered(notice.atMillis(), null));
            }
            IncidentRun opened = new IncidentRun(
                    of.incident(),
                    of.unit(),
                    of.slot(),
                    condition,
                    notice.atMillis(),
                    of.startedMillis(),
                    Long.MAX_VALUE,
                    null,
                    pages);
            if (notice.late() && of.endedMillis() != null) {
                // It was over before anybody was told, so nobody is told that it is.
                done.add(opened.recovered(notice.atMillis(), of.endedMillis()));
            } else {
                running.put(of.incident(), opened);
            }
        }

        /** What people are told that it is. */
        private ScoredCondition about(HandedOver notice, HandedOver.Member of) {
            return notice.cameOff() && of.incident().equals(notice.incident())
                    ? ScoredCondition.PROBE
                    : network.conditionOf(of.unit(), of.slot());
        }

        private void recover(HandedOver notice, String incident, @Nullable Long ended) {
            IncidentRun before = running.remove(incident);
            if (before != null) {
                done.add(before.recovered(notice.atMillis(), ended));
            }
        }

        List<IncidentRun> runs() {
            var all = new ArrayList<>(done);
            all.addAll(running.values());
            all.sort(Comparator.comparingLong(IncidentRun::openedMillis)
                    .thenComparing(IncidentRun::unit)
                    .thenComparing(IncidentRun::slot));
            return List.copyOf(all);
        }
    }

    private IncidentRun withPages(int more) {
        return new IncidentRun(
                incident,
                unit,
                slot,
                condition,
                openedMillis,
                startedMillis,
                recoveredMillis,
                endedMillis,
                pages + more);
    }

    private IncidentRun recovered(long atMillis, @Nullable Long ended) {
        return new IncidentRun(incident, unit, slot, condition, openedMillis, startedMillis, atMillis, ended, pages);
    }
}
