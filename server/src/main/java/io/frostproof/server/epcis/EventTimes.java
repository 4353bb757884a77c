package io.frostproof.server.epcis;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** Times of events, in microseconds since 1970, UTC. */
final class EventTimes {

    static final String RULE = "an ISO 8601 time with offset in the years 1970 to 9999, such as 2026-11-21T02:00:00Z";

    private static final long NONE = Long.MIN_VALUE;

    private EventTimes() {}

    /** What a text says, to the microsecond below; empty when it is not as {@link #RULE} has it. */
    static OptionalLong micros(String text) {
        // Most times are short; what is longer than any is not looked at.
        if (text.length() > 40) {
            return OptionalLong.empty();
        }
        OptionalLong plain = plain(text);
        if (plain.isPresent()) {
            return plain;
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

    /**
     * The form that nearly all times have, {@code 2026-11-21T02:00:00.5+01:00} with or without the fraction, read without the parser, which takes as long as the rest of
     * an event; empty for whatever is not so plain, right or wrong.
     */
    private static OptionalLong plain(String text) {
        if (text.length() < 20
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return OptionalLong.empty();
        }
        int at = 19;
        int micros = 0;
        if (text.charAt(at) == '.') {
            at++;
            for (int unit = 100_000; at < text.length() && isDigit(text.charAt(at)); at++, unit /= 10) {
                micros += unit * (text.charAt(at) - '0');
            }
        }
        long offset = offset(text, at);
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        boolean plain = offset != NONE
                && year > 1970
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59
                && (at == 19 || (at > 20 && at <= 29));
        return plain
                ? OptionalLong.of((LocalDate.of(year, month, day).toEpochDay() * 86_400
                                        + hour * 3_600L
                                        + minute * 60L
                                        + second
                                        - offset)
                                * 1_000_000
                        + micros)
                : OptionalLong.empty();
    }

    /** Seconds of the offset that the text ends with. */
    private static long offset(String text, int at) {
        if (at == text.length() - 1 && text.charAt(at) == 'Z') {
            return 0;
        }
        if (at != text.length() - 6 || text.charAt(at + 3) != ':') {
            return NONE;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        int sign = text.charAt(at) == '+' ? 1 : text.charAt(at) == '-' ? -1 : 0;
        return sign == 0 || hours < 0 || hours > 14 || minutes < 0 || minutes > 59
                ? NONE
                : sign * (hours * 3_600L + minutes * 60L);
    }

    /** The number that digits make; -1 when some are none. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** In ISO 8601, UTC. */
    static String text(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
