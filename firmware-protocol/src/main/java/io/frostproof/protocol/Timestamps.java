package io.frostproof.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Times of the contract, as microseconds since 1970-01-01T00:00:00Z. Covers the years 1 to 9999: far beyond what is
 * plausible, which is the server's to judge, but inside what every database and formatter can hold.
 */
final class Timestamps {

    static final String EXPECTED =
            "integer milliseconds since 1970 or ISO 8601 with an offset or Z, in the years 0001 to 9999";

    /** The last millisecond of the year 9999: the latest time, and the longest time since a start. */
    static final long MAX_MILLIS = 253_402_300_799_999L;

    private static final long MIN_SECONDS =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECONDS =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    static final int MICROS_PER_MILLI = 1000;
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int MAX_CHARS = 100;

    /** Offsets as +02:00 or Z. */
    private static final DateTimeFormatter ISO = withOffset("+HH:MM");

    /** Offsets as +0200 (what C's strftime writes) or +02. */
    private static final DateTimeFormatter ISO_COMPACT_OFFSET = withOffset("+HHmm");

    private Timestamps() {}

    private static DateTimeFormatter withOffset(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                .appendOffset(pattern, "Z")
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    static boolean inRange(long micros) {
        long seconds = Math.floorDiv(micros, 1_000_000L);
        return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
    }

    static boolean inRangeMillis(long millis) {
        long seconds = Math.floorDiv(millis, 1000L);
        return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
    }

    /** ISO 8601 as micros, digits beyond them cut off; empty when it cannot be read or is out of range. */
    static OptionalLong parseIso(String text) {
        if (text.length() > MAX_CHARS) {
            return OptionalLong.empty();
        }
        try {
            DateTimeFormatter format = compactOffset(text) ? ISO_COMPACT_OFFSET : ISO;
            Instant instant = OffsetDateTime.parse(cutFraction(text), format).toInstant();
            long micros =
                    Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
            return inRange(micros) ? OptionalLong.of(micros) : OptionalLong.empty();
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static boolean compactOffset(String text) {
        int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        return sign > text.indexOf(':') && text.indexOf(':', sign) < 0;
    }

    static String formatIso(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L)
                .toString();
    }

    /** java.time reads at most nine digits behind the point, ISO 8601 has no limit. */
    private static String cutFraction(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return text;
        }
        int end = point + 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        int kept = Math.min(end, point + 1 + MAX_FRACTION_DIGITS);
        return text.substring(0, kept) + text.substring(end);
    }
}
