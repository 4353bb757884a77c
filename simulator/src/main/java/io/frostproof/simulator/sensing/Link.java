package io.frostproof.simulator.sensing;

import java.util.SplittableRandom;

/** The connection of a device to its broker, and when it tries to make one. For one thread. */
final class Link {

    /** Attempts to connect: 5 s apart at first, then twice as long, at most 5 min; each shorter by up to a half. */
    private static final long FIRST_BACKOFF_MILLIS = 5_000;

    private static final long LAST_BACKOFF_MILLIS = 300_000;

    private final SplittableRandom chance;
    private boolean connected;
    private long connections;
    private long backoffMillis = FIRST_BACKOFF_MILLIS;
    private long nextAttemptMillis;

    Link(SplittableRandom chance, long firstAttemptMillis) {
        this.chance = chance;
        nextAttemptMillis = firstAttemptMillis;
    }

    /** Looks whether there still is a connection, or makes one when it is time to try; whether it is new. */
    boolean connects(long nowMillis, boolean reachable) {
        if (reachable && !connected && nowMillis >= nextAttemptMillis) {
            connected = true;
            connections++;
            backoffMillis = FIRST_BACKOFF_MILLIS;
            return true;
        }
        if (!reachable && (connected || nowMillis >= nextAttemptMillis)) {
            connected = false;
            nextAttemptMillis = nowMillis + backoffMillis / 2 + chance.nextLong(backoffMillis / 2 + 1);
            backoffMillis = Math.min(2 * backoffMillis, LAST_BACKOFF_MILLIS);
        }
        return false;
    }

    /** The device stops. */
    void cut() {
        connected = false;
    }

    /** The device starts, and tries at once. */
    void restart(long nowMillis) {
        connections = 0;
        backoffMillis = FIRST_BACKOFF_MILLIS;
        nextAttemptMillis = nowMillis;
    }

    boolean connected() {
        return connected;
    }

    /** Since the start of the device. */
    long connections() {
        return connections;
    }

    long nextAttemptMillis() {
        return nextAttemptMillis;
    }
}
