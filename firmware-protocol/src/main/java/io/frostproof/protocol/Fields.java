package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.JsonTelemetryDecoder.Refused;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Single values that a message stands or falls with. */
final class Fields {

    private static final int MAX_COUNTER_CHARS = 10;

    private Fields() {}

    /** A boot or sequence number; null when the device sent null. */
    static @Nullable Long counter(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new Refused(Reason.WRONG_TYPE, field, Json.show(parser), "an integer from 0 to " + MessageId.MAX);
        }
        String text = parser.getText();
        long value = text.length() > MAX_COUNTER_CHARS ? -1 : Long.parseLong(text);
        if (value < 0 || value > MessageId.MAX) {
            throw new Refused(Reason.OUT_OF_RANGE, field, Excerpt.of(text), "an integer from 0 to " + MessageId.MAX);
        }
        return value;
    }
}
