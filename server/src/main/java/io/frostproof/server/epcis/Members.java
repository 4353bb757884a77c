package io.frostproof.server.epcis;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, read by type; what is wrong with them goes to the mistakes. Belongs to one thread. */
final class Members {

    /** Enough for any trade, and small enough for any sum. */
    private static final BigDecimal LARGEST = new BigDecimal("1e12");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int DECIMALS_MOST = 9;
    /** Elements of a list in an event. */
    static final int ELEMENTS_MOST = 10_000;

    private final JsonNode object;
    private final String path;
    private final Mistakes mistakes;

    Members(JsonNode object, String path, Mistakes mistakes) {
        this.object = object;
        this.path = path;
        this.mistakes = mistakes;
    }

    String path(String name) {
        return joined(path, name);
    }

    static String joined(String path, String name) {
        return PLAIN.matcher(name).matches()
                ? path + "." + name
                : path + "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
    }

    boolean has(String name) {
        return object.has(name);
    }

    void wrong(String name, String expected) {
        mistakes.add(path(name), object.get(name), expected);
    }

    /** Members that are one of these but for upper and lower case are taken for slips of the pen. */
    void noSlips(Map<String, String> knownByLowerCase) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String known = knownByLowerCase.get(member.getKey().toLowerCase(Locale.ROOT));
            if (known != null && !known.equals(member.getKey())) {
                mistakes.addText(path(member.getKey()), null, "the name " + known);
            }
        }
    }

    @Nullable
    String text(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            wrong(name, "a text");
            return null;
        }
        return value.textValue();
    }

    @Nullable
    String required(String name, String expected) {
        if (!has(name)) {
            wrong(name, expected);
            return null;
        }
        return text(name);
    }

    @Nullable
    String word(String name, Vocabulary vocabulary) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        String word = vocabulary.word(text).orElse(null);
        if (word == null) {
            wrong(name, vocabulary.expected());
        }
        return word;
    }

    /** A time; null when there is none, or it is wrong. */
    @Nullable
    Long time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        OptionalLong micros = EventTimes.micros(text);
        if (micros.isEmpty()) {
            wrong(name, EventTimes.RULE);
            return null;
        }
        return micros.getAsLong();
    }

    @Nullable
    Identity identity(String name) {
        String text = text(name);
        return text == null ? null : identity(object.get(name), path(name));
    }

    private @Nullable Identity identity(JsonNode value, String where) {
        if (!value.isTextual()) {
            mistakes.add(where, value, Identities.RULE);
            return null;
        }
        return switch (Identities.read(value.textValue())) {
            case Identities.Outcome.Named named -> named.identity();
            case Identities.Outcome.Wrong wrong -> {
                mistakes.add(where, value, wrong.expected());
                yield null;
            }
        };
    }

    /** {@code {"id": URI}}, as places are told. */
    @Nullable
    Identity place(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            wrong(name, "an object with id");
            return null;
        }
        var place = new Members(value, path(name), mistakes);
        place.required("id", Identities.RULE);
        return place.has("id") && value.get("id").isTextual() ? place.identity("id") : null;
    }

    List<Identity> identities(String name) {
        var found = new ArrayList<Identity>();
        JsonNode list = list(name, "a list of URIs");
        for (int i = 0; list != null && i < list.size(); i++) {
            Identity identity = identity(list.get(i), path(name) + "[" + i + "]");
            if (identity != null) {
                found.add(identity);
            }
        }
        return found;
    }

    /** Each object of a list. */
    void each(String name, Consumer<Members> reader) {
        JsonNode list = list(name, "a list of objects");
        for (int i = 0; list != null && i < list.size(); i++) {
            String where = path(name) + "[" + i + "]";
            if (list.get(i).isObject()) {
                reader.accept(new Members(list.get(i), where, mistakes));
            } else {
                mistakes.add(where, list.get(i), "an object");
            }
        }
    }

    /** An object; null when there is none, or it is something else. */
    @Nullable
    Members object(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            wrong(name, "an object");
            return null;
        }
        return new Members(value, path(name), mistakes);
    }

    /** A number; null when there is none, or it is wrong. */
    @Nullable
    BigDecimal number(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = value.isNumber() ? value.decimalValue() : null;
        if (number == null
                || number.precision() - number.scale() > 13
                || number.abs().compareTo(LARGEST) > 0
                || number.stripTrailingZeros().scale() > DECIMALS_MOST) {
            wrong(name, "a number of at most 1e12 with at most " + DECIMALS_MOST + " decimals");
            return null;
        }
        return number;
    }

    /** Which of the words the last part of a member's name is: {@code cbvmda:lotNumber} for {@code lotNumber}. */
    @Nullable
    String textNamed(Set<String> words) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            int cut = Math.max(name.lastIndexOf(':'), Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')));
            if (words.contains(name.substring(cut + 1))) {
                return text(name);
            }
        }
        return null;
    }

    private @Nullable JsonNode list(String name, String expected) {
        JsonNode list = object.get(name);
        if (list == null) {
            return null;
        }
        if (!list.isArray()) {
            wrong(name, expected);
            return null;
        }
        if (list.size() > ELEMENTS_MOST) {
            mistakes.addText(path(name), list.size() + " elements", "at most " + ELEMENTS_MOST + " elements");
            return null;
        }
        return list;
    }
}
