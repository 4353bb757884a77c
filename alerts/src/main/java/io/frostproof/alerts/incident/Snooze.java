package io.frostproof.alerts.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * People know of an incident and want no notices of it for a while. It hides no risk: it ends by itself, everything is found and kept as
 * without it, and what is worse than what they knew is told. Pure.
 */
public final class Snooze {

    /** A shift: whoever wants to hear nothing for longer has to say so again, or to resolve the incident. */
    public static final Duration AT_MOST = Duration.ofHours(12);

    private Snooze() {}

    /**
     * What is expected of the end of a snooze that begins now.
     *
     * @return empty when {@code until} is as expected
     */
    public static Optional<String> expected(Instant until, Instant now) {
        return until.isAfter(now) && !until.isAfter(now.plus(AT_MOST))
                ? Optional.empty()
                : Optional.of("a time after now, " + now + ", and at most " + AT_MOST.toHours() + " h after it");
    }
}
