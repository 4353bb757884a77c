package io.frostproof.server.http;

import java.time.Duration;
import java.util.Map;

/** Problems that pass: the client is told when to try again. */
final class Later {

    private static final Duration BUSY = Duration.ofSeconds(1);

    private Later() {}

    /**
     * A problem with {@code Retry-After}.
     *
     * @param what what there is too much of; a text without an end
     */
    static ProblemException problem(int status, String what, Duration delay) {
        long seconds = Math.max(1, delay.plusMillis(999).toSeconds());
        return new ProblemException(
                Problem.of(status, what + "; try again in " + seconds + " s"),
                Map.of("Retry-After", Long.toString(seconds)));
    }

    /** Too many passwords are being hashed at the same time. */
    static ProblemException busy() {
        return problem(503, "too many sign-ins are at work", BUSY);
    }
}
