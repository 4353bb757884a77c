package io.frostproof.alerts.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** What follows from the outcome of an attempt. Pure. */
public final class DeliveryPolicy {
    /**
     * Attempts after which a notice is given up. The first ten take about a quarter hour and the others one each, so
     * 400 are about four days, which is what mail servers do (RFC 5321, 4.5.4.1: "at least 4-5 days"): a receiver that
     * breaks on Friday evening still hears of it on Monday.
     */
    public static final int MAX_ATTEMPTS = 400;

    /** A receiver's wish to wait is followed up to this long: it must not be able to silence an alarm for days. */
    public static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private DeliveryPolicy() {}

    /**
     * What to do after an attempt.
     *
     * @param failedBefore attempts that failed before this one
     * @param now when this attempt ended
     */
    public static Decision decide(Outcome outcome, int failedBefore, Instant now, RandomGenerator random) {
        return switch (outcome) {
            case Outcome.Accepted ignored -> new Decision.Delivered();
            case Outcome.Permanent ignored -> new Decision.GiveUp(Reason.REFUSED);
            case Outcome.Temporary temporary -> {
                int attempts = failedBefore + 1;
                yield attempts >= MAX_ATTEMPTS
                        ? new Decision.GiveUp(Reason.ATTEMPTS_EXHAUSTED)
                        : new Decision.RetryAt(now.plus(delay(temporary, attempts + 1, random)));
            }
        };
    }

    /** Never sooner than the backoff: a receiver that always answers "in one second" would use up the attempts. */
    private static Duration delay(Outcome.Temporary outcome, int nextAttempt, RandomGenerator random) {
        Duration backoff = Backoff.before(nextAttempt, random);
        Duration asked = outcome.retryAfter();
        if (asked == null || asked.compareTo(backoff) <= 0) {
            return backoff;
        }
        Duration most = LONGEST_RETRY_AFTER.compareTo(backoff) > 0 ? LONGEST_RETRY_AFTER : backoff;
        return asked.compareTo(most) < 0 ? asked : most;
    }

    /** What to do with the message. */
    public sealed interface Decision {
        /** It is done. */
        record Delivered() implements Decision {}

        /** It is tried again, not before {@code at}. */
        record RetryAt(Instant at) implements Decision {}

        /** It is not tried again and stays visible. */
        record GiveUp(Reason reason) implements Decision {}
    }

    /** Why a message is not tried again. */
    public enum Reason {
        /** The receiver refused it for good. */
        REFUSED("refused"),
        /** {@link #MAX_ATTEMPTS} attempts failed. */
        ATTEMPTS_EXHAUSTED("attempts_exhausted");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        /** The word in records, logs and metrics. */
        public String id() {
            return id;
        }
    }
}
