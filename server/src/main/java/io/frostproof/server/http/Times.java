package io.frostproof.server.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times from outside. */
final class Times {

    static final String RULE = "an ISO 8601 time with offset in the years 1 to 9999, such as 2026-11-21T02:00:00Z";

    private Times() {}

    /** The time that a text says; empty when it is none that follows {@link #RULE}. */
    static Optional<Instant> parse(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() >= 1 && time.getYear() <= 9999 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
