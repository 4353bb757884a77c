package io.frostproof.server.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notice as the test webhook got it. Times are milliseconds since 1970, simulated.
 *
 * @param atMillis when it was handed over
 * @param kind as in docs/webhooks.md, such as {@code incident_opened}
 * @param startedMillis event time at which the breach began, as the notice says
 * @param endedMillis event time at which it ended; null while it lasts
 * @param late whether it was over when the server learnt of it
 * @param quiet whether it is meant for machines alone, so that nobody was paged
 * @param cameOff whether it says that it is probably the probe
 * @param members other incidents that it names
 */
record HandedOver(
        long atMillis,
        String kind,
        String incident,
        String unit,
        String slot,
        long startedMillis,
        @Nullable Long endedMillis,
        boolean late,
        boolean quiet,
        boolean cameOff,
        List<Member> members) {

    HandedOver {
        members = List.copyOf(members);
    }

    /** About one incident alone, and worth a page. */
    HandedOver(
            long atMillis,
            String kind,
            String incident,
            String unit,
            String slot,
            long startedMillis,
            @Nullable Long endedMillis,
            boolean late) {
        this(atMillis, kind, incident, unit, slot, startedMillis, endedMillis, late, false, false, List.of());
    }

    /** One of several incidents that one notice is about. */
    record Member(
            String incident,
            String unit,
            String slot,
            long startedMillis,
            @Nullable Long endedMillis) {}

    static final String OPENED = "incident_opened";
    static final String WORSENED = "incident_worsened";
    static final String WIDENED = "incident_widened";
    static final String LATE_SUMMARY = "late_summary";
    static final String RECOVERED = "incident_recovered";
}
