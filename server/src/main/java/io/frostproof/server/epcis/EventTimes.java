package io.frostproof.server.epcis;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** Times of events, in microseconds since 1970, UTC. */
final class EventTimes {

    static final String RULE = "an ISO 8601 time with offset in the years 1970 to 9999, such as 2026-11-21T02:00:00Z";

    private EventTimes() {}

    /** What a text says, to the microsecond below; empty when it is not as {@link #RULE} has it. */
    static OptionalLong micros(String text) {
        // Most times are short; what is longer than any is not looked at.
        if (text.length() > 40) {
            return OptionalLong.empty();
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            Instant instant = time.toInstant();
            return time.getYear() >= 1970 && time.getYear() <= 9999 && instant.getEpochSecond() >= 0
                    ? OptionalLong.of(instant.getEpochSecond() * 1_000_000L + instant.get(ChronoField.MICRO_OF_SECOND))
                    : OptionalLong.empty();
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    /** In ISO 8601, UTC. */
    static String text(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
