package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.DecodeResult.Malformed;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the binary form of a telemetry message. Never throws, whatever the bytes, and allocates in proportion to the bytes
 * that are there, not to the numbers that they claim. Stateless, safe from any thread.
 */
public final class BinaryTelemetryDecoder {

    /** Larger frames are refused unread. */
    public static final int MAX_PAYLOAD_BYTES = 64 * 1024;

    static final int TYPE = 1;
    static final int MAX_SERIES = 255;

    static final int RAW = 1;
    static final int REGULAR = 2;
    static final int QUALITIES = 4;
    static final int UNIT = 8;

    static final int MAX_SCALE = 9;

    /** Up to here every integer is a double. */
    static final long MAX_INTEGER = 1L << 53;

    private BinaryTelemetryDecoder() {}

    /**
     * Reads {@code payload}, which is neither kept nor changed.
     *
     * @param key when there is one, the frame has to be signed with it; null: a tag is not looked at
     */
    public static DecodeResult decode(byte[] payload, @Nullable DeviceKey key) {
        try {
            int end = Frame.open(payload, MAX_PAYLOAD_BYTES, TYPE, Frame.SIGNED | Frame.NEXT | Frame.UPTIME, key);
            return new Message(new FrameReader(payload, end), payload[2]).read();
        } catch (Refused e) {
            return new Malformed(e.rejection);
        }
    }

    /** One message being read. */
    private static final class Message {
        private static final Sample[] NONE = {};

        private final FrameReader in;
        private final int flags;
        private Sample[] samples = NONE;
        private int size;
        private List<Rejection> rejections = List.of();
        private int readings;
        private boolean inReadings;

        Message(FrameReader in, int flags) {
            this.in = in;
            this.flags = flags;
        }

        DecodeResult read() throws Refused {
            long boot = in.varint("boot", 0, MessageId.MAX, Reason.OUT_OF_RANGE);
            long seq = in.varint("seq", 0, MessageId.MAX, Reason.OUT_OF_RANGE);
            int nextSeconds = (flags & Frame.NEXT) == 0
                    ? 0
                    : (int) in.varint("next_s", 1, Telemetry.MAX_NEXT_SECONDS, Reason.OUT_OF_RANGE);
            long upMillis = (flags & Frame.UPTIME) == 0
                    ? Telemetry.NO_UP
                    : in.varint("up", 0, Timestamps.MAX_MILLIS, Reason.OUT_OF_RANGE);
            long base = in.varint("base", 0, Timestamps.MAX_MILLIS, Reason.BAD_TIME);
            int series = (int) in.varint("series", 1, MAX_SERIES, Reason.OUT_OF_RANGE);
            for (int index = 0; index < series; index++) {
                try {
                    series(index, series, base);
                } catch (Refused e) {
                    throw e.in(inReadings ? "readings[" + readings + "]." : "series[" + index + "].");
                }
            }
            if (in.remaining() > 0) {
                throw new Refused(
                        Reason.TRAILING_BYTES,
                        "payload",
                        in.remaining() + " bytes behind the last series",
                        "tag or checksum");
            }
            return new Decoded(
                    new Telemetry(new MessageId(boot, seq), SampleList.takeOver(samples, size), upMillis, nextSeconds),
                    rejections);
        }

        private void series(int index, int seriesCount, long base) throws Refused {
            inReadings = false;
            int idLength = in.octet("ch");
            if (idLength < 1 || idLength > Ids.MAX_CHARS) {
                throw new Refused(Reason.OUT_OF_RANGE, "ch", idLength + " bytes", Ids.RULE);
            }
            String channel = in.id("ch", idLength);
            int shape = in.octet("shape");
            if ((shape & ~(RAW | REGULAR | QUALITIES | UNIT)) != 0) {
                throw new Refused(
                        Reason.UNSUPPORTED, "shape", Frame.hex((byte) shape), "no bits but 0x0f in version 1");
            }
            boolean usable = true;
            Unit unit = null;
            if ((shape & UNIT) != 0) {
                int code = in.octet("unit");
                unit = Unit.ofCode(code);
                if (unit == null) {
                    usable = false;
                    reject(new Rejection(
                            Reason.UNKNOWN_UNIT,
                            "series[" + index + "].unit",
                            String.valueOf(code),
                            "1 to 7, " + Unit.EXPECTED));
                }
            }
            int scale = 0;
            if ((shape & RAW) == 0) {
                scale = (byte) in.octet("scale");
                if (scale < -MAX_SCALE || scale > MAX_SCALE) {
                    throw new Refused(Reason.OUT_OF_RANGE, "scale", String.valueOf(scale), "-9 to 9");
                }
            }
            int count = count();
            long first = in.varint("first");
            if (first < 0 || first > Timestamps.MAX_MILLIS - base) {
                throw badTime("first", Long.toUnsignedString(first) + " ms after " + base);
            }
            long interval =
                    (shape & REGULAR) == 0 ? 0 : in.varint("interval", 1, Timestamps.MAX_MILLIS, Reason.OUT_OF_RANGE);
            if (usable) {
                // A reading has at least one byte, so a count that lies costs no more than the bytes that are there.
                room(Math.min(count, in.remaining()), seriesCount - index);
            }
            readings(channel, unit, usable, shape, scale, count, base + first, interval);
        }

        private int count() throws Refused {
            long count = in.varint("count");
            if (count == 0) {
                throw new Refused(Reason.OUT_OF_RANGE, "count", "0", "at least one reading");
            }
            int most = JsonTelemetryDecoder.MAX_READINGS;
            if (count < 0 || count > most - readings) {
                throw new Refused(
                        Reason.TOO_LARGE,
                        "count",
                        Long.toUnsignedString(count) + " behind " + readings + " readings",
                        "at most " + most + " readings in a message");
            }
            return (int) count;
        }

        private void readings(
                String channel,
                @Nullable Unit unit,
                boolean usable,
                int shape,
                int scale,
                int count,
                long firstMillis,
                long interval)
                throws Refused {
            boolean raw = (shape & RAW) != 0;
            boolean regular = (shape & REGULAR) != 0;
            boolean qualities = (shape & QUALITIES) != 0;
            inReadings = true;
            double power = Decimal.power(Math.abs(scale));
            long millis = firstMillis;
            long step = interval;
            long integer = 0;
            for (int i = 0; i < count; i++) {
                if (i > 0) {
                    if (!regular) {
                        long longer = in.zigzag("t");
                        // Beyond twice the range no step leads back into it, and the sum cannot overflow before.
                        if (longer > 2 * Timestamps.MAX_MILLIS || longer < -2 * Timestamps.MAX_MILLIS) {
                            throw badTime("t", "a step longer by " + longer + " ms");
                        }
                        step += longer;
                    }
                    millis += step;
                    if (millis < 0 || millis > Timestamps.MAX_MILLIS) {
                        throw badTime("t", millis + " ms");
                    }
                }
                int quality = qualities ? in.octet("q") & Quality.KNOWN : 0;
                double value;
                if (raw) {
                    value = in.binary64("v");
                } else {
                    long longer = in.zigzag("v");
                    if (longer <= 2 * MAX_INTEGER && longer >= -2 * MAX_INTEGER) {
                        integer += longer;
                    } else {
                        integer = Long.MAX_VALUE;
                    }
                    if (integer > MAX_INTEGER || integer < -MAX_INTEGER) {
                        throw new Refused(
                                Reason.OUT_OF_RANGE, "v", "an integer beyond 2^53", "at most 2^53 on either side of 0");
                    }
                    value = scale < 0 ? integer / power : integer * power;
                }
                if (usable) {
                    add(channel, millis, value, quality, unit);
                }
                readings++;
            }
        }

        private void add(String channel, long millis, double value, int quality, @Nullable Unit unit) {
            double finite = value;
            if (!Double.isFinite(value)) {
                if ((quality & Quality.FAULT) == 0) {
                    reject(new Rejection(
                            Reason.NOT_A_NUMBER,
                            "readings[" + readings + "].v",
                            String.valueOf(value),
                            "a finite number"));
                    return;
                }
                finite = 0; // the sensor knows that it means nothing
            }
            // -0.0 + 0.0 is 0.0
            samples[size++] = new Sample(channel, millis * Timestamps.MICROS_PER_MILLI, finite + 0.0, quality, unit);
        }

        /** Makes room for {@code more} samples; channels mostly have equally many, so the others are thought of at once. */
        private void room(int more, int seriesLeft) {
            if (samples.length - size < more) {
                int likely = (int) Math.min((long) more * seriesLeft, in.remaining());
                int wanted = Math.max(size + Math.max(more, likely), 2 * size);
                wanted = Math.min(wanted, JsonTelemetryDecoder.MAX_READINGS);
                samples = size == 0 ? new Sample[wanted] : Arrays.copyOf(samples, wanted);
            }
        }

        private void reject(Rejection rejection) {
            if (rejections.isEmpty()) {
                rejections = new ArrayList<>();
            }
            rejections.add(rejection);
        }

        private static Refused badTime(String field, String value) {
            return new Refused(Reason.BAD_TIME, field, value, "0 to " + Timestamps.MAX_MILLIS + " ms");
        }
    }
}
