package io.frostproof.server.http;

import io.frostproof.store.ReadingQueries.ChannelPath;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query parameters of one request. Collects what is wrong with all of them, to be told at once by {@link #check}. */
final class Query {

    static final int LIMIT_DEFAULT = 100;
    static final int LIMIT_MOST = 1000;

    private static final String INSTANT =
            "an ISO 8601 time with offset in the years 1 to 9999, such as 2026-11-21T02:00:00Z";

    private final MultiMap values;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    Query(MultiMap values, Set<String> known) {
        this.values = values;
        for (String name : values.names()) {
            List<String> all = values.getAll(name);
            if (!known.contains(name)) {
                wrong(
                        name,
                        all.getFirst(),
                        known.isEmpty() ? "no parameter" : "one of " + String.join(", ", sorted(known)));
            } else if (all.size() > 1) {
                wrong(name, String.join(", ", all), "to be given once");
            } else if (!Texts.storable(all.getFirst())) {
                wrong(name, all.getFirst(), Texts.RULE);
            }
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    /** Ends the request if anything is wrong. */
    void check() {
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.of(errors));
        }
    }

    void wrong(String name, @Nullable String value, String expected) {
        errors.add(new Problem.FieldError(name, value, expected));
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    int limit() {
        String text = values.get("limit");
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        if (text.matches("[0-9]{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= LIMIT_MOST) {
            return Integer.parseInt(text);
        }
        wrong("limit", text, "a whole number from 1 to " + LIMIT_MOST);
        return LIMIT_DEFAULT;
    }

    @Nullable
    Instant instant(String name) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1 && time.getYear() <= 9999) {
                return time.toInstant();
            }
        } catch (DateTimeParseException e) {
            // Told below, with all other errors.
        }
        wrong(name, text, INSTANT);
        return null;
    }

    /** A time that has to be given; the epoch stands in for a wrong one until {@link #check}. */
    Instant requiredInstant(String name) {
        if (values.get(name) == null) {
            wrong(name, null, INSTANT);
        }
        Instant instant = instant(name);
        return instant == null ? Instant.EPOCH : instant;
    }

    /** Demands that the range is not empty; only if both ends are readable. */
    void ordered(@Nullable Instant from, @Nullable Instant to) {
        if (errors.isEmpty() && from != null && to != null && !to.isAfter(from)) {
            wrong("to", values.get("to"), "a time after from");
        }
    }

    @Nullable
    String oneOf(String name, List<String> words) {
        String text = values.get(name);
        if (text != null && !words.contains(text)) {
            wrong(name, text, "one of " + String.join(", ", words));
            return null;
        }
        return text;
    }

    @Nullable
    ChannelPath channel(String name) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            wrong(name, text, "DEVICE/CHANNEL");
            return null;
        }
        return new ChannelPath(parts[0], parts[1]);
    }
}
