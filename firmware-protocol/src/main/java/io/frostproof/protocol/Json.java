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
            .build();

    private Json() {}

    /** Whether the current token is one of the bare words NaN, Infinity and the like, which the parser calls numbers. */
    static boolean isBareNonNumber(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            return false;
        }
        String text = parser.getText();
        char last = text.charAt(text.length() - 1);
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
