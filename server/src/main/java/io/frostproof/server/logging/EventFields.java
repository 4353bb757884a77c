package io.frostproof.server.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@code event=... key=value key="some words"} apart. It looks at the pattern before the arguments are in it, so nothing that an
 * argument contains can pass for a key.
 */
final class EventFields {

    private static final String PLACE = "{}";

    private final String pattern;
    private final @Nullable Object[] arguments;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private int at;
    private int nextArgument;

    private EventFields(String pattern, @Nullable Object[] arguments) {
        this.pattern = pattern;
        this.arguments = arguments;
    }

    /**
     * Keys and values in their order; arguments that stand alone keep their type.
     *
     * @return empty if the message is no event, as those of libraries
     */
    static Optional<Map<String, @Nullable Object>> of(String pattern, @Nullable Object @Nullable [] arguments) {
        var reading = new EventFields(pattern, arguments == null ? new Object[0] : arguments);
        return pattern.startsWith("event=") && reading.readAll() ? Optional.of(reading.fields) : Optional.empty();
    }

    private boolean readAll() {
        while (at < pattern.length()) {
            if (pattern.charAt(at) == ' ') {
                at++;
            } else if (!readField()) {
                return false;
            }
        }
        return true;
    }

    private boolean readField() {
        int equals = pattern.indexOf('=', at);
        if (equals < 0 || !pattern.substring(at, equals).matches("[A-Za-z][A-Za-z0-9_]*")) {
            return false;
        }
        String key = pattern.substring(at, equals);
        at = equals + 1;
        boolean quoted = at < pattern.length() && pattern.charAt(at) == '"';
        int end;
        if (quoted) {
            at++;
            end = pattern.indexOf('"', at);
            if (end < 0) {
                return false;
            }
        } else {
            end = pattern.indexOf(' ', at);
            end = end < 0 ? pattern.length() : end;
        }
        fields.put(key, filled(pattern.substring(at, end)));
        at = quoted ? end + 1 : end;
        return true;
    }

    private @Nullable Object filled(String template) {
        if (template.equals(PLACE)) {
            return next();
        }
        var text = new StringBuilder();
        int from = 0;
        int place = template.indexOf(PLACE);
        while (place >= 0) {
            text.append(template, from, place).append(next());
            from = place + PLACE.length();
            place = template.indexOf(PLACE, from);
        }
        return text.append(template.substring(from)).toString();
    }

    private @Nullable Object next() {
        return nextArgument < arguments.length ? arguments[nextArgument++] : PLACE;
    }
}
