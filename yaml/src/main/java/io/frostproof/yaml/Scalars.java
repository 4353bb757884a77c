package io.frostproof.yaml;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text to typed values, each with the words that say what was expected. Pure. */
final class Scalars {

    static final String DURATION = "a duration such as 90s, 5m, 10h, 7d or PT5M";
    static final String INSTANT =
            "an instant with its offset such as 2026-01-31T08:00:00Z or 2026-01-31T09:00:00+01:00";
    static final String DATE = "a date such as 2026-01-31";
    static final String TIME_ZONE = "a time zone such as Europe/Lisbon";
    static final int LONGEST_TEXT = 500;

    /** Years that goods and sensors of ours live in; outside, somebody mistyped. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})([eE][-+]?\\d{1,2})?");
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,18}");

    private Scalars() {}

    static Parsed<String> text(String text) {
        if (text.isBlank()) {
            return Parsed.not("text; it is empty");
        }
        if (text.length() > LONGEST_TEXT) {
            return Parsed.not("at most " + LONGEST_TEXT + " characters long, but " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return Parsed.not("text on one line without control characters");
        }
        return Parsed.of(text);
    }

    static Parsed<String> identifier(String text) {
        return Identifiers.valid(text) ? Parsed.of(text) : Parsed.not("an identifier: " + Identifiers.RULE);
    }

    static Parsed<Boolean> bool(String text) {
        return switch (text) {
            case "true" -> Parsed.of(true);
            case "false" -> Parsed.of(false);
            default -> Parsed.not("true or false");
        };
    }

    static Parsed<Long> integer(String text, long lowest, long highest) {
        if (INTEGER.matcher(text).matches()) {
            long value = Long.parseLong(text);
            if (value >= lowest && value <= highest) {
                return Parsed.of(value);
            }
        }
        return Parsed.not(wholeNumber(lowest, highest));
    }

    static String wholeNumber(long lowest, long highest) {
        return "a whole number from " + lowest + " to " + highest;
    }

    static Parsed<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Parsed.of(new BigDecimal(text)) : Parsed.not("a number");
    }

    static Parsed<Duration> duration(String text, Duration shortest, Duration longest) {
        Duration value;
        Matcher simple = SIMPLE_DURATION.matcher(text);
        if (simple.matches()) {
            long count = Long.parseLong(simple.group(1));
            value = switch (simple.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        } else if (INTEGER.matcher(text).matches()) {
            return Parsed.not(DURATION + "; a bare number has no unit");
        } else {
            try {
                value = Duration.parse(text);
            } catch (DateTimeException | ArithmeticException e) {
                return Parsed.not(DURATION);
            }
        }
        if (value.compareTo(shortest) < 0 || value.compareTo(longest) > 0) {
            return Parsed.not("from " + words(shortest) + " to " + words(longest));
        }
        return value.equals(value.truncatedTo(ChronoUnit.SECONDS))
                ? Parsed.of(value)
                : Parsed.not("a duration in whole seconds");
    }

    /** A duration in whole seconds as files write it. */
    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 != 0 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    static Parsed<Instant> instant(String text) {
        Instant value;
        try {
            value = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return Parsed.not(local(text) ? INSTANT + "; a local time alone may come twice a year or never" : INSTANT);
        }
        if (value.isBefore(EARLIEST) || !value.isBefore(LATEST)) {
            return Parsed.not("from " + EARLIEST + " to " + LATEST);
        }
        // The database keeps microseconds; more would come back as another instant.
        return value.equals(value.truncatedTo(ChronoUnit.MICROS))
                ? Parsed.of(value)
                : Parsed.not("an instant in whole microseconds");
    }

    private static boolean local(String text) {
        try {
            LocalDateTime.parse(text.replace(' ', 'T'));
            return true;
        } catch (DateTimeException e) {
            return !date(text).value().isEmpty();
        }
    }

    static Parsed<LocalDate> date(String text) {
        try {
            LocalDate value = LocalDate.parse(text);
            return value.getYear() >= 1970 && value.getYear() < 2200
                    ? Parsed.of(value)
                    : Parsed.not("a date from 1970-01-01 to 2199-12-31");
        } catch (DateTimeException e) {
            return Parsed.not(DATE);
        }
    }

    static Parsed<ZoneId> timeZone(String text) {
        return ZoneId.getAvailableZoneIds().contains(text)
                ? Parsed.of(ZoneId.of(text))
                : Parsed.not(TIME_ZONE + Suggestion.of(text, ZoneId.getAvailableZoneIds()));
    }
}
