package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server sends to {@link DownTopic.Kind#RECEIPT}: every message of that boot up to and including that sequence
 * is stored, or kept as a dead letter. The device may forget them. A receipt says nothing about other boots.
 *
 * <p>JSON: {@code {"boot":7,"seq":1042}}; fields that are not known are ignored.
 *
 * @param upTo the last message covered
 */
public record Receipt(MessageId upTo) {

    /** A receipt has about 40 bytes; the rest is room for fields that a later version adds. */
    public static final int MAX_PAYLOAD_BYTES = 4096;

    /** Whether this receipt lets the device forget {@code message}. */
    public boolean covers(MessageId message) {
        return message.boot() == upTo.boot() && message.seq() <= upTo.seq();
    }

    /** The JSON payload. */
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(40);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("boot", upTo.boot());
            json.writeNumberField("seq", upTo.seq());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /** Reads a payload; empty when it is not a receipt. A device has no one to complain to, so no reason is given. */
    public static Optional<Receipt> decode(byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            return Optional.empty();
        }
        try (JsonParser parser = Json.FACTORY.createParser(payload)) {
            return read(parser);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Receipt> read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        @Nullable Long boot = null;
        @Nullable Long seq = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "boot" -> boot = Fields.counter(parser, name);
                case "seq" -> seq = Fields.counter(parser, name);
                default -> parser.skipChildren();
            }
        }
        return boot == null || seq == null || parser.nextToken() != null
                ? Optional.empty()
                : Optional.of(new Receipt(new MessageId(boot, seq)));
    }
}
