package io.frostproof.alerts.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Notices that were committed together with the facts behind them and wait to be handed over. At least once: a crash
 * between handing over and {@link #delivered} repeats the notice with the same key. An attempt is known by its message
 * and {@link OutboxMessage#attempts}; recording it a second time changes nothing, so that a caller who lost the answer may
 * repeat it. Implementations are thread-safe.
 */
public interface Outbox {

    /**
     * Up to {@code limit} messages for {@code target} whose next attempt is due at {@code now}, oldest first. By target,
     * so that a backlog of one cannot fill the limit and hide what waits for another.
     */
    List<OutboxMessage> due(String target, Instant now, int limit);

    /** How many messages are neither delivered nor given up, by target; targets without any are absent. */
    Map<String, Long> waiting();

    /** The receiver took it; it is never tried again. */
    void delivered(OutboxMessage message, Instant at, Duration took, String detail);

    /** This attempt failed; the next one is due at {@code nextAttempt}. */
    void failed(OutboxMessage message, Instant at, Duration took, String detail, Instant nextAttempt);

    /** This attempt failed and there will be no other; it stays visible as given up. */
    void gaveUp(OutboxMessage message, Instant at, Duration took, String detail);
}
