package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.frostproof.protocol.DecodeResult.Reason;
import java.io.IOException;

/** Single values that a message stands or falls with. */
final class Fields {

    /** Fits a long, and has more digits than any limit of the contract. */
    private static final int MAX_CHARS = 18;

    private Fields() {}

    /** A number from {@code min} to {@code max}; the parser stands on its token, which is not null. */
    static long integer(JsonParser parser, String field, long min, long max) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new Refused(Reason.WRONG_TYPE, field, Json.show(parser), expected(min, max));
        }
        String text = parser.getText();
        if (text.length() <= MAX_CHARS) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new Refused(Reason.OUT_OF_RANGE, field, Excerpt.of(text), expected(min, max));
    }

    static String expected(long min, long max) {
        return "an integer from " + min + " to " + max;
    }
}
