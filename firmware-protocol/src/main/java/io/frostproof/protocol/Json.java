package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** The JSON reader and writer of the contract, bounded because what it reads may be hostile. */
final class Json {

    /** The contract needs three levels; the rest is room for fields that a later version adds. */
    static final int MAX_NESTING = 32;

    /** A double needs 24 characters, a number that anybody means fewer than 100. */
    static final int MAX_NUMBER_CHARS = 1000;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .build())
            // Not JSON, but what careless firmware prints for a dead probe. It must cost that reading, not its
            // neighbours.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Names come from strangers; interned they would stay in memory for good.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // The contract is UTF-8; a guess at UTF-16 or a byte order mark would be an answer that no other reader
            // gives.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private Json() {}

    /** What the parser had to say, on one line and without its own advice. */
    static String firstLine(IOException e) {
        String message = e.getMessage();
        return Excerpt.of(
                message == null
                        ? e.getClass().getSimpleName()
                        : message.lines().findFirst().orElse(""));
    }

    /** Whether the current token is one of the bare words NaN, Infinity and the like, which the parser calls numbers. */
    static boolean isBareNonNumber(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            return false;
        }
        char last = parser.getTextCharacters()[parser.getTextOffset() + parser.getTextLength() - 1];
        return last < '0' || last > '9';
    }

    /** The current value for an error message. */
    static String show(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> Excerpt.of('"' + parser.getText() + '"');
            case null -> "nothing";
            default -> Excerpt.of(parser.getText());
        };
    }
}
