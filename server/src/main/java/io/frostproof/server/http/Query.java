package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.store.PageRequest;
import io.frostproof.store.ReadingQueries.ChannelPath;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The query parameters of one request, as the contract allows them and with its defaults. */
final class Query {

    private final Operation operation;
    private final Map<String, JsonNode> values;

    Query(Operation operation, Map<String, JsonNode> values) {
        this.operation = operation;
        this.values = values;
    }

    Map<String, JsonNode> values() {
        return values;
    }

    /** A text; null when it was not given and has no default. */
    @Nullable
    String text(String name) {
        JsonNode value = value(name);
        return value == null ? null : value.asText();
    }

    /** A text that the contract requires, or that has a default. */
    String given(String name) {
        return given(name, text(name));
    }

    /** The texts of a list, separated by commas in the request; empty when it was not given. */
    List<String> texts(String name) {
        JsonNode value = value(name);
        var texts = new ArrayList<String>();
        if (value != null) {
            value.forEach(item -> texts.add(item.asText()));
        }
        return texts;
    }

    /** A whole number that the contract requires, or that has a default. */
    int integer(String name) {
        return given(name, value(name)).intValue();
    }

    OptionalInt integerIfGiven(String name) {
        JsonNode value = value(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
    }

    /** A time; null when it was not given. */
    @Nullable
    Instant instant(String name) {
        String text = text(name);
        return text == null ? null : Times.parse(text).orElseThrow();
    }

    /** A time that the contract requires. */
    Instant givenInstant(String name) {
        return given(name, instant(name));
    }

    /** A date; null when it was not given. */
    @Nullable
    LocalDate date(String name) {
        String text = text(name);
        return text == null ? null : LocalDate.parse(text);
    }

    /** A channel, {@code DEVICE/CHANNEL}; null when it was not given. */
    @Nullable
    ChannelPath channel(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        return new ChannelPath(text.substring(0, slash), text.substring(slash + 1));
    }

    /** A channel that the contract requires. */
    ChannelPath givenChannel(String name) {
        return given(name, channel(name));
    }

    /** The page that {@code limit} and {@code cursor} ask for. */
    PageRequest page() {
        return new PageRequest(integer("limit"), text("cursor"));
    }

    /** Ends the request if {@code to} is not after {@code from}; nothing if one of them was not given. */
    void ordered() {
        Instant from = instant("from");
        Instant to = instant("to");
        if (from != null && to != null && !to.isAfter(from)) {
            throw ProblemException.wrong("to", text("to"), "a time after from");
        }
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = values.get(name);
        if (value == null
                && operation.parameters().stream()
                        .noneMatch(parameter -> parameter.place() == Parameter.Place.QUERY
                                && parameter.name().equals(name))) {
            throw new IllegalArgumentException("operation " + operation.id() + " has no parameter " + name);
        }
        return value;
    }

    private <T> T given(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "operation " + operation.id() + ": " + name + " is neither required nor has a default");
        }
        return value;
    }
}
