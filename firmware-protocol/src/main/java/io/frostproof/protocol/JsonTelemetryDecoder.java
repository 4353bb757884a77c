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
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON form of a telemetry message. Never throws, whatever the bytes: what cannot be used is a
 * {@link Rejection}. Stateless, safe from any thread.
 *
 * <pre>
 * field            type                                          when wrong
 * boot, seq        both or neither; integers 0..2^32-1           the whole message
 * up               integer ms since start; the times of the readings are since then too   the whole message
 * next_s           integer 1..{@value Telemetry#MAX_NEXT_SECONDS}                              the whole message
 * readings         array, 1 to {@value #MAX_READINGS} elements                  the whole message
 * readings[i]      object                                        that reading
 *   .ch            id of a channel                               that reading
 *   .t             integer ms since 1970, or ISO 8601 with an offset or Z; optional   that reading
 *   .up            in place of t, in a message with up: integer ms since start        that reading
 *   .v             finite number, or true/false for 1/0          that reading
 *   .u             UCUM code of {@link Unit}; optional           that reading
 *   .q             list of words of {@link Quality}; optional    that reading
 * </pre>
 *
 * <p>Fields it does not know are ignored, so that a later version may add some. A known field that is given twice is
 * refused ({@link Reason#NOT_JSON}): RFC 8259 section 4 leaves open which of the two counts. A null is a missing field,
 * but in {@code v}, where it is {@link Reason#NOT_A_NUMBER}, since that is what JSON writers make of NaN. With the quality
 * {@code fault} the value means nothing, and what is not a number is read as 0. Minus zero becomes zero, so that equal
 * values compare equal everywhere.
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
            return malformed(Reason.NOT_JSON, "payload", Json.firstLine(e), "one JSON object in UTF-8");
        } catch (RuntimeException e) {
            // A parser that trips over hostile bytes must not take the connection of every other device with it.
            return malformed(Reason.NOT_JSON, "payload", Excerpt.of(e.toString()), "one JSON object in UTF-8");
        }
    }

    private static Malformed malformed(Reason reason, String field, String value, String expected) {
        return new Malformed(new Rejection(reason, field, value, expected));
    }

    /** One message being read. */
    private static final class Message {
        private static final int UNKNOWN_COUNT = 16;

        private final JsonParser parser;
        private SampleList samples = new SampleList();
        private final List<Rejection> rejections = new ArrayList<>(0);
        private long boot = MISSING;
        private long seq = MISSING;
        private long upMillis = Telemetry.NO_UP;
        private int nextSeconds;
        private int seen;
        private Scales scales = new Scales();

        private static final long MISSING = -1;
        private static final int BOOT = 1;
        private static final int SEQ = 2;
        private static final int UP = 4;
        private static final int NEXT = 8;
        private static final int READINGS = 16;

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
            if ((seen & READINGS) == 0) {
                throw new Refused(Reason.MISSING_FIELD, "readings", "missing", "an array of readings");
            }
            MessageId id = id();
            boolean sinceStart = upMillis != Telemetry.NO_UP;
            if (scales.unlike(sinceStart)) {
                refuseOtherScale(sinceStart);
            }
            return new Decoded(new Telemetry(id, samples.trimmed(), upMillis, nextSeconds), rejections);
        }

        private void field(String name) throws IOException {
            parser.nextToken();
            switch (name) {
                case "boot" -> {
                    once(name, BOOT);
                    boot = number(name, 0, MessageId.MAX, MISSING);
                }
                case "seq" -> {
                    once(name, SEQ);
                    seq = number(name, 0, MessageId.MAX, MISSING);
                }
                case "up" -> {
                    once(name, UP);
                    upMillis = number(name, 0, Timestamps.MAX_MILLIS, Telemetry.NO_UP);
                }
                case "next_s" -> {
                    once(name, NEXT);
                    nextSeconds = (int) number(name, 1, Telemetry.MAX_NEXT_SECONDS, 0);
                }
                case "readings" -> {
                    once(name, READINGS);
                    readings();
                }
                default -> parser.skipChildren();
            }
        }

        private void once(String name, int bit) throws Refused {
            if ((seen & bit) != 0) {
                throw new Refused(Reason.NOT_JSON, name, "given twice", "once");
            }
            seen |= bit;
        }

        private long number(String name, long min, long max, long missing) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_NULL ? missing : Fields.integer(parser, name, min, max);
        }

        private void readings() throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new Refused(Reason.WRONG_TYPE, "readings", Json.show(parser), "an array of readings");
            }
            ReadingReader reader = new ReadingReader(parser);
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (index == MAX_READINGS) {
                    throw new Refused(
                            Reason.TOO_LARGE,
                            "readings",
                            "more than " + index,
                            "at most " + MAX_READINGS + " readings");
                }
                Sample sample = reader.read(index);
                if (sample != null) {
                    samples.room(1, UNKNOWN_COUNT);
                    samples.append(sample);
                    scales.add(sample, reader.sinceStart(), index);
                } else {
                    rejections.add(reader.rejection());
                }
                index++;
            }
            if (index == 0) {
                throw new Refused(Reason.OUT_OF_RANGE, "readings", "empty", "at least one reading");
            }
        }

        /**
         * Refuses the samples whose time is not on the scale of the message, which is known only now: {@code up} may stand
         * behind the readings.
         */
        private void refuseOtherScale(boolean sinceStart) {
            SampleList kept = new SampleList();
            kept.room(samples.size(), 0);
            for (int i = 0; i < samples.size(); i++) {
                Sample sample = samples.get(i);
                if (scales.fits(sample, i, sinceStart)) {
                    kept.append(sample);
                } else {
                    String path = "readings[" + scales.index(i) + "]";
                    String millis = String.valueOf(sample.timeMicros() / Timestamps.MICROS_PER_MILLI);
                    rejections.add(
                            sinceStart
                                    ? new Rejection(Reason.BAD_TIME, path + ".t", millis, "up, as the message has up")
                                    : new Rejection(
                                            Reason.BAD_TIME,
                                            path + ".up",
                                            millis,
                                            "up in the message too, at the moment of sending"));
                }
            }
            samples = kept;
        }

        private @Nullable MessageId id() throws Refused {
            if (boot == MISSING && seq == MISSING) {
                return null;
            }
            if (boot == MISSING) {
                throw new Refused(Reason.MISSING_FIELD, "boot", "missing", "a boot count beside seq");
            }
            if (seq == MISSING) {
                throw new Refused(Reason.MISSING_FIELD, "seq", "missing", "a sequence number beside boot");
            }
            return new MessageId(boot, seq);
        }
    }

    /** Which samples had {@code t} and which {@code up}, and where they stood in the message. */
    private static final class Scales {
        private final BitSet sinceStart = new BitSet();
        private int[] indexes = new int[0];
        private int size;
        private int upTimes;
        private int utcTimes;

        void add(Sample sample, boolean up, int index) {
            if (up) {
                sinceStart.set(size);
                upTimes++;
            } else if (sample.timeMicros() != Sample.NO_TIME) {
                utcTimes++;
            }
            if (size == indexes.length) {
                indexes = Arrays.copyOf(indexes, Math.max(16, 2 * size));
            }
            indexes[size++] = index;
        }

        boolean unlike(boolean messageSinceStart) {
            return messageSinceStart ? utcTimes > 0 : upTimes > 0;
        }

        boolean fits(Sample sample, int sampleIndex, boolean messageSinceStart) {
            return sample.timeMicros() == Sample.NO_TIME || sinceStart.get(sampleIndex) == messageSinceStart;
        }

        int index(int sampleIndex) {
            return indexes[sampleIndex];
        }
    }
}
