package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one element of {@code readings}. Always reads it to its end, so that the elements behind it can be read too,
 * and keeps the first thing that was wrong.
 */
final class ReadingReader {

    private static final int MAX_MILLIS_CHARS = 18;

    /** What C, Python, Java and JavaScript write for values that are none, in lower case and without sign. */
    private static final Set<String> NON_NUMBERS = Set.of("nan", "inf", "infinity");

    private final JsonParser parser;
    private final int index;
    private @Nullable Rejection rejection;
    private @Nullable String channel;
    private long timeMicros = Sample.NO_TIME;
    private double value;
    private boolean channelSeen;
    private boolean timeSeen;
    private boolean valueSeen;

    /** {@code parser} stands on the first token of the element. */
    ReadingReader(JsonParser parser, int index) {
        this.parser = parser;
        this.index = index;
    }

    /** The sample, or null when it was refused; {@link #rejection()} says why. */
    @Nullable
    Sample read() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            reject(Reason.WRONG_TYPE, "", Json.show(parser), "an object with ch, t and v");
            parser.skipChildren();
            return null;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            field(parser.currentName());
        }
        if (!channelSeen) {
            reject(Reason.MISSING_FIELD, ".ch", "missing", "the id of a channel");
        }
        if (!valueSeen) {
            reject(Reason.MISSING_FIELD, ".v", "missing", "a number");
        }
        return rejection == null && channel != null ? new Sample(channel, timeMicros, value) : null;
    }

    /** Why {@link #read} gave nothing. */
    Rejection rejection() {
        if (rejection == null) {
            throw new IllegalStateException("reading " + index + " was not refused");
        }
        return rejection;
    }

    private void field(String name) throws IOException {
        parser.nextToken();
        switch (name) {
            case "ch" -> {
                once(".ch", channelSeen);
                channelSeen = true;
                channel();
            }
            case "t" -> {
                once(".t", timeSeen);
                timeSeen = true;
                time();
            }
            case "v" -> {
                once(".v", valueSeen);
                valueSeen = true;
                value();
            }
            default -> {}
        }
        parser.skipChildren();
    }

    private void once(String field, boolean seen) {
        if (seen) {
            reject(Reason.NOT_JSON, field, "given twice", "once");
        }
    }

    private void channel() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            reject(Reason.WRONG_TYPE, ".ch", Json.show(parser), "the id of a channel, a string");
            return;
        }
        String id = parser.getText();
        if (Ids.valid(id)) {
            channel = id;
        } else {
            reject(Reason.OUT_OF_RANGE, ".ch", Json.show(parser), Ids.RULE);
        }
    }

    private void time() throws IOException {
        OptionalLong micros = switch (parser.currentToken()) {
            case VALUE_NULL -> OptionalLong.of(Sample.NO_TIME);
            case VALUE_NUMBER_INT -> millis(parser.getText());
            case VALUE_STRING -> Timestamps.parseIso(parser.getText());
            default -> OptionalLong.empty();
        };
        if (micros.isPresent()) {
            timeMicros = micros.getAsLong();
        } else {
            reject(Reason.BAD_TIME, ".t", Json.show(parser), Timestamps.EXPECTED);
        }
    }

    private static OptionalLong millis(String text) {
        return text.length() > MAX_MILLIS_CHARS ? OptionalLong.empty() : Timestamps.fromMillis(Long.parseLong(text));
    }

    private void value() throws IOException {
        switch (parser.currentToken()) {
            case VALUE_TRUE -> value = 1;
            case VALUE_FALSE -> value = 0;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_NULL -> reject(Reason.NOT_A_NUMBER, ".v", "null", "a finite number");
            case VALUE_STRING ->
                reject(
                        isNonNumber(parser.getText()) ? Reason.NOT_A_NUMBER : Reason.WRONG_TYPE,
                        ".v",
                        Json.show(parser),
                        "a finite number, not a string");
            default -> reject(Reason.WRONG_TYPE, ".v", Json.show(parser), "a finite number");
        }
    }

    private void number() throws IOException {
        if (Json.isBareNonNumber(parser)) {
            reject(Reason.NOT_A_NUMBER, ".v", Json.show(parser), "a finite number");
            return;
        }
        double read = Double.parseDouble(parser.getText());
        if (Double.isInfinite(read)) {
            reject(Reason.OUT_OF_RANGE, ".v", Json.show(parser), "a number that a 64-bit float can hold");
        } else {
            value = read + 0.0; // -0.0 + 0.0 is 0.0
        }
    }

    private static boolean isNonNumber(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return NON_NUMBERS.contains(word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word);
    }

    private void reject(Reason reason, String field, String was, String expected) {
        if (rejection == null) {
            rejection = new Rejection(reason, "readings[" + index + "]" + field, was, expected);
        }
    }
}
