package io.frostproof.server.notify;

import io.frostproof.alerts.notify.Outcome;
import java.time.Duration;
import java.time.Instant;

/**
 * Something on its way to one target, and the record that is kept of it. An attempt is known by the letter and {@link #attempts}; recording it a second
 * time changes nothing. Belongs to one thread.
 */
public interface Letter {

    /** Row of it. */
    Object id();

    /** The same for every attempt. */
    String key();

    /** Attempts before this one. */
    int attempts();

    /** How many of them count towards the limit. */
    int counted();

    /**
     * Tries once to hand it over and waits for the answer.
     *
     * @throws InterruptedException if the thread is interrupted; whether it went out is then unknown
     */
    Outcome handOver() throws InterruptedException;

    /** The receiver took it. */
    void delivered(Instant at, Duration took, String detail);

    /** This attempt failed; the next one is due at {@code nextAttempt}. */
    void failed(Instant at, Duration took, String detail, Instant nextAttempt);

    /** This attempt failed and there will be no other. */
    void gaveUp(Instant at, Duration took, String detail);
}
