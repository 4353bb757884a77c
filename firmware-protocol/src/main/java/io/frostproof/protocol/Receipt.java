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
 * What the server sends to {@link DownTopic.Kind#RECEIPT}: every message of that boot from {@code from} up to and including
 * {@code seq} is stored, or kept as a dead letter. The device may forget them. A receipt says nothing about other messages:
 * a broker that was killed may have lost earlier ones, and only the device can send them again.
 *
 * <p>JSON: {@code {"boot":7,"from":1000,"seq":1042}}; without {@code from} it covers the boot from its first message, and
 * fields that are not known are ignored.
 *
 * @param upTo the last message covered
 * @param fromSeq sequence of the first message covered, at most that of {@code upTo}
 */
public record Receipt(MessageId upTo, long fromSeq) {

    public Receipt {
        if (fromSeq < 0 || fromSeq > upTo.seq()) {
            throw new IllegalArgumentException("from " + fromSeq + ": expected 0 to " + upTo.seq());
        }
    }

    /** A receipt for a boot from its first message on. */
    public Receipt(MessageId upTo) {
        this(upTo, 0);
    }

    /** A receipt has about 40 bytes; the rest is room for fields that a later version adds. */
    public static final int MAX_PAYLOAD_BYTES = 4096;

    /** Whether this receipt lets the device forget {@code message}. */
    public boolean covers(MessageId message) {
        return message.boot() == upTo.boot() && message.seq() >= fromSeq && message.seq() <= upTo.seq();
    }

    /** The JSON payload. */
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(40);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("boot", upTo.boot());
            json.writeNumberField("from", fromSeq);
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
        @Nullable Long from = 0L;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "boot" -> boot = Fields.counter(parser, name);
                case "from" -> from = Fields.counter(parser, name);
                case "seq" -> seq = Fields.counter(parser, name);
                default -> parser.skipChildren();
            }
        }
        return boot == null || seq == null || from == null || from > seq || parser.nextToken() != null
                ? Optional.empty()
                : Optional.of(new Receipt(new MessageId(boot, seq), from));
    }
}
