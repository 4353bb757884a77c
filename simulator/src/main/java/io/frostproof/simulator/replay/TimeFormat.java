package io.frostproof.simulator.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** How a file writes its times. One file has one format, found from its first row. */
enum TimeFormat {
    LOCAL("a date and time such as 2013-12-02 21:15:00, read as UTC"),
    OFFSET("a date and time with Z or an offset such as 2013-12-02T21:15:00+01:00"),
    EPOCH_SECONDS("seconds since 1970"),
    EPOCH_MILLIS("milliseconds since 1970");

    static final String ANY =
            "a date and time (2013-12-02 21:15:00 in UTC, or with Z or an offset), or seconds or milliseconds since 1970";

    /** As seconds this is the year 5138, as milliseconds 1973: no recording is misread from 1973 on. */
    private static final BigDecimal FIRST_MILLIS = BigDecimal.valueOf(100_000_000_000L);

    private static final int MAX_CHARS = 40;

    private static final DateTimeFormatter LOCAL_FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .optionalEnd()
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter OFFSET_FORMAT = new DateTimeFormatterBuilder()
            .append(LOCAL_FORMAT)
            .appendOffsetId()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final String expected;

    TimeFormat(String expected) {
        this.expected = expected;
    }

    /** In words, for error messages. */
    String expected() {
        return expected;
    }

    /** The format of {@code text}; empty when it is none of them. */
    static Optional<TimeFormat> detect(String text) {
        try {
            boolean millis = new BigDecimal(limited(text)).abs().compareTo(FIRST_MILLIS) >= 0;
            return Optional.of(millis ? EPOCH_MILLIS : EPOCH_SECONDS);
        } catch (NumberFormatException e) {
            return LOCAL.parseMicros(text).isPresent()
                    ? Optional.of(LOCAL)
                    : Optional.of(OFFSET)
                            .filter(offset -> offset.parseMicros(text).isPresent());
        }
    }

    /** {@code text} as microseconds since 1970; empty when it does not follow this format. */
    OptionalLong parseMicros(String text) {
        try {
            return OptionalLong.of(
                    switch (this) {
                        case LOCAL ->
                            micros(LocalDateTime.parse(text, LOCAL_FORMAT).toInstant(ZoneOffset.UTC));
                        case OFFSET ->
                            micros(OffsetDateTime.parse(text, OFFSET_FORMAT).toInstant());
                        case EPOCH_SECONDS -> scaled(text, 6);
                        case EPOCH_MILLIS -> scaled(text, 3);
                    });
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }

    private static long scaled(String text, int digits) {
        return new BigDecimal(limited(text))
                .movePointRight(digits)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    /** BigDecimal would happily expand 1e999999999. */
    private static String limited(String text) {
        if (text.length() > MAX_CHARS || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new NumberFormatException("not a plain number");
        }
        return text;
    }
}
