package io.frostproof.alerts.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Notices that were committed together with the facts behind them and wait to be handed over. At least once: a crash
 * between handing over and {@link #delivered} repeats the notice with the same key. Implementations are thread-safe.
 */
public interface Outbox {

    /** Up to {@code limit} messages whose next attempt is due at {@code now}, oldest first. */
    List<OutboxMessage> due(Instant now, int limit);

    /** The receiver took it; it is never tried again. */
    void delivered(OutboxMessage message, Instant at, Duration took, String detail);

    /** This attempt failed; the next one is due at {@code nextAttempt}. */
    void failed(OutboxMessage message, Instant at, Duration took, String detail, Instant nextAttempt);

    /** This attempt failed and there will be no other; it stays visible as given up. */
    void gaveUp(OutboxMessage message, Instant at, Duration took, String detail);
}
