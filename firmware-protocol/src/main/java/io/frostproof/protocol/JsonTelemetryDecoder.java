package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.DecodeResult.Malformed;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON form of a telemetry message. Never throws, whatever the bytes: what cannot be used is a
 * {@link Rejection}. Stateless, safe from any thread.
 *
 * <pre>
 * field            type                              when wrong
 * boot, seq        both or neither; integers 0..2^32-1   the whole message
 * readings         array, 1 to {@value #MAX_READINGS} elements     the whole message
 * readings[i]      object                            that reading
 *   .ch            id of a channel                   that reading
 *   .t             see {@link Sample#timeMicros}; integer ms since 1970, or ISO 8601 with an offset or Z; optional
 *   .v             finite number, or true/false for 1/0  that reading
 * </pre>
 *
 * <p>Fields it does not know are ignored, so that a later version may add some. A known field that is given twice is
 * refused ({@link Reason#NOT_JSON}): RFC 8259 section 4 leaves open which of the two counts. A null {@code boot},
 * {@code seq} or {@code t} is a missing one. A null {@code v} is {@link Reason#NOT_A_NUMBER}, since that is what JSON
 * writers make of NaN. Minus zero becomes zero, so that equal values compare equal everywhere.
 */
public final class JsonTelemetryDecoder {

    /** Larger payloads are refused unread. A day of one-minute readings of one channel is about 50 KiB. */
    public static final int MAX_PAYLOAD_BYTES = 256 * 1024;

    /** 32 bytes for each, so a payload of complete readings reaches its byte limit first. Bounds what rejections cost. */
    public static final int MAX_READINGS = 8192;

    private JsonTelemetryDecoder() {}

    /** Reads {@code payload}, which is neither kept nor changed. */
    public static DecodeResult decode(byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            return malformed(
                    Reason.TOO_LARGE, "payload", payload.length + " bytes", "at most " + MAX_PAYLOAD_BYTES + " bytes");
        }
        try (JsonParser parser = Json.FACTORY.createParser(payload)) {
            return new Message(parser).read();
        } catch (Refused e) {
            return new Malformed(e.rejection);
        } catch (StreamConstraintsException e) {
            return malformed(
                    Reason.TOO_LARGE,
                    "payload",
                    Excerpt.of(e.getOriginalMessage()),
                    "nesting up to " + Json.MAX_NESTING + ", numbers up to " + Json.MAX_NUMBER_CHARS + " characters");
        } catch (IOException e) {
            return malformed(Reason.NOT_JSON, "payload", Excerpt.of(firstLine(e)), "one JSON object in UTF-8");
        } catch (RuntimeException e) {
            // A parser that trips over hostile bytes must not take the connection of every other device with it.
            return malformed(Reason.NOT_JSON, "payload", Excerpt.of(e.toString()), "one JSON object in UTF-8");
        }
    }

    private static Malformed malformed(Reason reason, String field, String value, String expected) {
        return new Malformed(new Rejection(reason, field, value, expected));
    }

    private static String firstLine(IOException e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** Ends the reading of a message as a whole. Without a stack trace: this is normal input and may come fast. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        final transient Rejection rejection;

        Refused(Reason reason, String field, String value, String expected) {
            this.rejection = new Rejection(reason, field, value, expected);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** One message being read. */
    private static final class Message {
        private final JsonParser parser;
        private final List<Sample> samples = new ArrayList<>();
        private final List<Rejection> rejections = new ArrayList<>();
        private @Nullable Long boot;
        private @Nullable Long seq;
        private boolean bootSeen;
        private boolean seqSeen;
        private boolean readingsSeen;

        Message(JsonParser parser) {
            this.parser = parser;
        }

        DecodeResult read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Refused(
                        parser.currentToken() == null ? Reason.NOT_JSON : Reason.WRONG_TYPE,
                        "payload",
                        Json.show(parser),
                        "one JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                field(parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw new Refused(Reason.NOT_JSON, "payload", Json.show(parser), "nothing after the object");
            }
            if (!readingsSeen) {
                throw new Refused(Reason.MISSING_FIELD, "readings", "missing", "an array of readings");
            }
            return new Decoded(new Telemetry(id(), samples), rejections);
        }

        private void field(String name) throws IOException {
            parser.nextToken();
            switch (name) {
                case "boot" -> {
                    once(name, bootSeen);
                    bootSeen = true;
                    boot = Fields.counter(parser, name);
                }
                case "seq" -> {
                    once(name, seqSeen);
                    seqSeen = true;
                    seq = Fields.counter(parser, name);
                }
                case "readings" -> {
                    once(name, readingsSeen);
                    readingsSeen = true;
                    readings();
                }
                default -> parser.skipChildren();
            }
        }

        private static void once(String name, boolean seen) throws Refused {
            if (seen) {
                throw new Refused(Reason.NOT_JSON, name, "given twice", "once");
            }
        }

        private void readings() throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new Refused(Reason.WRONG_TYPE, "readings", Json.show(parser), "an array of readings");
            }
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (index == MAX_READINGS) {
                    throw new Refused(
                            Reason.TOO_LARGE,
                            "readings",
                            "more than " + index,
                            "at most " + MAX_READINGS + " readings");
                }
                ReadingReader reading = new ReadingReader(parser, index++);
                Sample sample = reading.read();
                if (sample != null) {
                    samples.add(sample);
                } else {
                    rejections.add(reading.rejection());
                }
            }
            if (index == 0) {
                throw new Refused(Reason.OUT_OF_RANGE, "readings", "empty", "at least one reading");
            }
        }

        private @Nullable MessageId id() throws Refused {
            Long b = boot;
            Long s = seq;
            if (b == null && s == null) {
                return null;
            }
            if (b == null) {
                throw new Refused(Reason.MISSING_FIELD, "boot", "missing", "a boot count beside seq");
            }
            if (s == null) {
                throw new Refused(Reason.MISSING_FIELD, "seq", "missing", "a sequence number beside boot");
            }
            return new MessageId(b, s);
        }
    }
}
