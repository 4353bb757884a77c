package io.frostproof.alerts.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt. Exponential, because a receiver that has just restarted is back in seconds
 * and one that has been down for an hour will not mind minutes; with jitter, because the notices of one power failure fail
 * together and would otherwise all come back in the same second. Pure.
 */
public final class Backoff {
    /** Before the second attempt: long enough for a restart of a small receiver, short enough not to delay an alarm. */
    public static final Duration FIRST = Duration.ofSeconds(2);

    /** Longest wait before jitter: a receiver that is mended in the night hears of open alarms within a quarter hour. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** Each wait is drawn evenly from this share below to this share above its nominal length. */
    public static final double JITTER = 0.2;

    private Backoff() {}

    /**
     * Wait before attempt {@code attempt}: none before the first, then about 2, 4, 8 ... 512 and 900 seconds.
     *
     * @param attempt counted from 1
     * @throws IllegalArgumentException if {@code attempt} is below 1
     */
    public static Duration before(int attempt, RandomGenerator random) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be 1 or more, was " + attempt);
        }
        if (attempt == 1) {
            return Duration.ZERO;
        }
        // 2 s doubled 9 times passes the limit already; the bound keeps the shift from overflowing.
        long nominalMillis = Math.min(FIRST.toMillis() << Math.min(attempt - 2, 9), LONGEST.toMillis());
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.round(nominalMillis * factor));
    }
}
