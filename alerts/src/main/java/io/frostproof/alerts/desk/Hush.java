package io.frostproof.alerts.desk;

import io.frostproof.alerts.incident.Incident;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Whether people want to hear nothing of an incident now. Of one that leads others this goes for all of them. */
final class Hush {

    private final DeskTransaction transaction;
    private final Instant now;

    Hush(DeskTransaction transaction, Instant now) {
        this.transaction = transaction;
        this.now = now;
    }

    /** Whether it is snoozed. */
    boolean holds(UUID incidentId) {
        Instant until = transaction.snoozedUntil(incidentId);
        return until != null && until.isAfter(now);
    }

    /**
     * As {@link #holds}, but a snooze breaks off here, and is over, when its incident is worse than what people wanted to hear nothing of.
     */
    boolean of(Incident incident, boolean worse) {
        Instant until = transaction.snoozedUntil(incident.id());
        if (until == null || !until.isAfter(now)) {
            return false;
        }
        if (!worse) {
            return true;
        }
        transaction.endSnooze(incident.id());
        transaction.record(
                incident.id(),
                now,
                "snooze_broken_off",
                Map.of("until", until.toString(), "level", incident.level().id()));
        return false;
    }
}
