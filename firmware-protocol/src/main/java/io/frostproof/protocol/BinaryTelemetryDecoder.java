package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.DecodeResult.Malformed;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the binary form of a telemetry message. Never throws, whatever the bytes, and allocates in proportion to the bytes
 * that are there, not to the numbers that they claim; of a frame in which nothing is wrong, only the result. Stateless, safe
 * from any thread.
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
    private static final int SHAPES = RAW | REGULAR | QUALITIES | UNIT;

    static final int MAX_SCALE = 9;

    /** Up to here every integer is a double. */
    static final long MAX_INTEGER = 1L << 53;

    private static final int FLAGS = Frame.SIGNED | Frame.NEXT | Frame.UPTIME;

    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** Not a place in a frame: something has to be refused, and there is no list to say so. */
    private static final int LIST_NEEDED = -1;

    private BinaryTelemetryDecoder() {}

    /**
     * Reads {@code payload}, which is neither kept nor changed.
     *
     * @param key when there is one, the frame has to be signed with it; null: a tag is not looked at
     */
    public static DecodeResult decode(byte[] payload, @Nullable DeviceKey key) {
        try {
            int end = Frame.open(payload, MAX_PAYLOAD_BYTES, TYPE, FLAGS, key);
            Decoded decoded = read(payload, end, null);
            // In most frames nothing is refused, so the list for it is only made when it is known to be needed.
            return decoded == null ? required(read(payload, end, new ArrayList<>())) : decoded;
        } catch (Refused e) {
            return new Malformed(e.rejection);
        }
    }

    private static Decoded required(@Nullable Decoded decoded) {
        if (decoded == null) {
            throw new IllegalStateException("a second list was asked for");
        }
        return decoded;
    }

    /** Null when something has to be refused and {@code rejections} is null. */
    private static @Nullable Decoded read(byte[] frame, int end, @Nullable List<Rejection> rejections) throws Refused {
        int flags = frame[2];
        int at = Frame.HEADER_BYTES;
        long boot = ranged(frame, at, end, "boot", 0, MessageId.MAX, Reason.OUT_OF_RANGE);
        at += Varints.bytes(boot);
        long seq = ranged(frame, at, end, "seq", 0, MessageId.MAX, Reason.OUT_OF_RANGE);
        at += Varints.bytes(seq);
        long nextSeconds = 0;
        if ((flags & Frame.NEXT) != 0) {
            nextSeconds = ranged(frame, at, end, "next_s", 1, Telemetry.MAX_NEXT_SECONDS, Reason.OUT_OF_RANGE);
            at += Varints.bytes(nextSeconds);
        }
        long upMillis = Telemetry.NO_UP;
        if ((flags & Frame.UPTIME) != 0) {
            upMillis = ranged(frame, at, end, "up", 0, Timestamps.MAX_MILLIS, Reason.OUT_OF_RANGE);
            at += Varints.bytes(upMillis);
        }
        long base = ranged(frame, at, end, "base", 0, Timestamps.MAX_MILLIS, Reason.BAD_TIME);
        at += Varints.bytes(base);
        int series = (int) ranged(frame, at, end, "series", 1, MAX_SERIES, Reason.OUT_OF_RANGE);
        at += Varints.bytes(series);
        SampleList samples = new SampleList();
        int before = 0;
        for (int index = 0; index < series; index++) {
            long next = series(frame, at, end, base, index, series, before, samples, rejections);
            if (next == LIST_NEEDED) {
                return null;
            }
            at = (int) next;
            before += (int) (next >>> Integer.SIZE);
        }
        if (at < end) {
            throw new Refused(
                    Reason.TRAILING_BYTES, "payload", end - at + " bytes behind the last series", "tag or checksum");
        }
        return new Decoded(
                new Telemetry(new MessageId(boot, seq), samples.trimmed(), upMillis, (int) nextSeconds),
                rejections == null ? List.of() : rejections);
    }

    /** Reads one series; returns where it ends in the low half, how many readings it had in the high half. */
    private static long series(
            byte[] frame,
            int start,
            int end,
            long base,
            int index,
            int seriesCount,
            int before,
            SampleList samples,
            @Nullable List<Rejection> rejections)
            throws Refused {
        int at = start;
        String channel;
        int shape;
        Unit unit = null;
        boolean usable = true;
        int scale = 0;
        int count;
        long firstMillis;
        long interval = 0;
        try {
            channel = channel(frame, at, end);
            at += 1 + channel.length();
            shape = octet(frame, at++, end, "shape");
            if ((shape & ~SHAPES) != 0) {
                throw new Refused(
                        Reason.UNSUPPORTED, "shape", Frame.hex((byte) shape), "no bits but 0x0f in version 1");
            }
            if ((shape & UNIT) != 0) {
                int code = octet(frame, at++, end, "unit");
                unit = Unit.ofCode(code);
                usable = unit != null;
                if (!usable && !refuseUnit(rejections, index, code)) {
                    return LIST_NEEDED;
                }
            }
            if ((shape & RAW) == 0) {
                scale = (byte) octet(frame, at++, end, "scale");
                if (scale < -MAX_SCALE || scale > MAX_SCALE) {
                    throw new Refused(Reason.OUT_OF_RANGE, "scale", String.valueOf(scale), "-9 to 9");
                }
            }
            count = count(frame, at, end, before);
            at += Varints.bytes(count);
            long first = Varints.read(frame, at, end, "first");
            at += Varints.bytes(first);
            if (first < 0 || first > Timestamps.MAX_MILLIS - base) {
                throw badTime("first", Long.toUnsignedString(first) + " ms after " + base);
            }
            firstMillis = base + first;
            if ((shape & REGULAR) != 0) {
                interval = ranged(frame, at, end, "interval", 1, Timestamps.MAX_MILLIS, Reason.OUT_OF_RANGE);
                at += Varints.bytes(interval);
            }
        } catch (Refused e) {
            throw e.in("series[" + index + "].");
        }
        if (usable) {
            // A reading has at least one byte, so a count that lies costs no more than the bytes that are there; and
            // channels mostly have equally many readings, so the others are thought of at once.
            int more = Math.min(count, end - at);
            samples.room(more, (int) Math.min((long) more * (seriesCount - index), end - at));
        }
        int next = readings(
                frame,
                at,
                end,
                shape,
                scale,
                count,
                firstMillis,
                interval,
                before,
                channel,
                unit,
                usable,
                samples,
                rejections);
        return next == LIST_NEEDED ? LIST_NEEDED : ((long) count << Integer.SIZE) | next;
    }

    private static String channel(byte[] frame, int at, int end) throws Refused {
        int length = octet(frame, at, end, "ch");
        if (length < 1 || length > Ids.MAX_CHARS) {
            throw new Refused(Reason.OUT_OF_RANGE, "ch", length + " bytes", Ids.RULE);
        }
        if (length > end - at - 1) {
            throw Varints.truncated("ch", end - at - 1, length);
        }
        String channel = Ids.read(frame, at + 1, length);
        if (channel == null) {
            throw new Refused(Reason.OUT_OF_RANGE, "ch", Texts.shown(frame, at + 1, length), Ids.RULE);
        }
        return channel;
    }

    private static int count(byte[] frame, int at, int end, int before) throws Refused {
        long count = Varints.read(frame, at, end, "count");
        if (count == 0) {
            throw new Refused(Reason.OUT_OF_RANGE, "count", "0", "at least one reading");
        }
        int most = JsonTelemetryDecoder.MAX_READINGS;
        if (count < 0 || count > most - before) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    "count",
                    Long.toUnsignedString(count) + " behind " + before + " readings",
                    "at most " + most + " readings in a message");
        }
        return (int) count;
    }

    /** Reads the readings of a series; returns where they end. */
    private static int readings(
            byte[] frame,
            int start,
            int end,
            int shape,
            int scale,
            int count,
            long firstMillis,
            long interval,
            int before,
            String channel,
            @Nullable Unit unit,
            boolean usable,
            SampleList samples,
            @Nullable List<Rejection> rejections)
            throws Refused {
        double power = Decimal.power(Math.abs(scale));
        int at = start;
        long millis = firstMillis;
        long step = interval;
        long integer = 0;
        int i = 0;
        try {
            for (; i < count; i++) {
                if (i > 0) {
                    if ((shape & REGULAR) == 0) {
                        long coded = Varints.read(frame, at, end, "t");
                        at += Varints.bytes(coded);
                        step = step(step, Varints.signed(coded));
                    }
                    millis += step;
                    if (millis < 0 || millis > Timestamps.MAX_MILLIS) {
                        throw badTime("t", millis + " ms");
                    }
                }
                int quality = (shape & QUALITIES) == 0 ? 0 : octet(frame, at++, end, "q") & Quality.KNOWN;
                double value;
                if ((shape & RAW) == 0) {
                    long coded = Varints.read(frame, at, end, "v");
                    at += Varints.bytes(coded);
                    integer = integer(integer, Varints.signed(coded));
                    value = scale < 0 ? integer / power : integer * power;
                } else {
                    value = raw(frame, at, end);
                    at += Double.BYTES;
                    if (!Double.isFinite(value)) {
                        if ((quality & Quality.FAULT) == 0) {
                            if (usable && !refuseValue(rejections, before + i, value)) {
                                return LIST_NEEDED;
                            }
                            continue;
                        }
                        value = 0; // the sensor knows that it means nothing
                    }
                }
                if (usable) {
                    // -0.0 + 0.0 is 0.0
                    samples.append(
                            new Sample(channel, millis * Timestamps.MICROS_PER_MILLI, value + 0.0, quality, unit));
                }
            }
        } catch (Refused e) {
            throw e.in("readings[" + (before + i) + "].");
        }
        return at;
    }

    private static long step(long before, long longer) throws Refused {
        // Beyond twice the range no step leads back into it, and the sum cannot overflow below.
        if (longer > 2 * Timestamps.MAX_MILLIS || longer < -2 * Timestamps.MAX_MILLIS) {
            throw badTime("t", "a step longer by " + longer + " ms");
        }
        return before + longer;
    }

    private static long integer(long before, long more) throws Refused {
        // As with steps: the difference of two allowed integers is at most 2^54.
        if (more <= 2 * MAX_INTEGER && more >= -2 * MAX_INTEGER) {
            long integer = before + more;
            if (integer <= MAX_INTEGER && integer >= -MAX_INTEGER) {
                return integer;
            }
        }
        throw new Refused(Reason.OUT_OF_RANGE, "v", "an integer beyond 2^53", "at most 2^53 on either side of 0");
    }

    private static double raw(byte[] frame, int at, int end) throws Refused {
        if (end - at < Double.BYTES) {
            throw Varints.truncated("v", end - at, Double.BYTES);
        }
        return (double) DOUBLE.get(frame, at);
    }

    private static int octet(byte[] frame, int at, int end, String field) throws Refused {
        if (at >= end) {
            throw Varints.truncated(field, 0, 1);
        }
        return frame[at] & 0xFF;
    }

    private static long ranged(byte[] frame, int at, int end, String field, long min, long max, Reason otherwise)
            throws Refused {
        long value = Varints.read(frame, at, end, field);
        if (value < min || value > max) {
            throw new Refused(otherwise, field, Long.toUnsignedString(value), Fields.expected(min, max));
        }
        return value;
    }

    private static Refused badTime(String field, String value) {
        return new Refused(Reason.BAD_TIME, field, value, "0 to " + Timestamps.MAX_MILLIS + " ms");
    }

    private static boolean refuseUnit(@Nullable List<Rejection> rejections, int series, int code) {
        return rejections != null
                && rejections.add(new Rejection(
                        Reason.UNKNOWN_UNIT,
                        "series[" + series + "].unit",
                        String.valueOf(code),
                        "1 to 7, " + Unit.EXPECTED));
    }

    private static boolean refuseValue(@Nullable List<Rejection> rejections, int reading, double value) {
        return rejections != null
                && rejections.add(new Rejection(
                        Reason.NOT_A_NUMBER, "readings[" + reading + "].v", String.valueOf(value), "a finite number"));
    }
}
