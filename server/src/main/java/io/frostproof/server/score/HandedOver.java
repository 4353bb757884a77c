package io.frostproof.server.score;

import org.jspecify.annotations.Nullable;

/**
 * A notice as the test webhook got it. Times are milliseconds since 1970, simulated.
 *
 * @param atMillis when it was handed over
 * @param kind as in docs/webhooks.md, such as {@code incident_opened}
 * @param startedMillis event time at which the breach began, as the notice says
 * @param endedMillis event time at which it ended; null while it lasts
 * @param late whether it was over when the server learnt of it
 */
record HandedOver(
        long atMillis,
        String kind,
        String incident,
        String unit,
        String slot,
        long startedMillis,
        @Nullable Long endedMillis,
        boolean late) {

    static final String OPENED = "incident_opened";
    static final String WORSENED = "incident_worsened";
    static final String RECOVERED = "incident_recovered";
}
