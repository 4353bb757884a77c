package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads the body of a frame from its first byte to its last, and never beyond it. */
final class FrameReader {

    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LAST_SHIFT = 63;

    private final byte[] frame;
    private final int end;
    private int at;

    /** @param end index behind the last byte of the body */
    FrameReader(byte[] frame, int end) {
        this.frame = frame;
        this.end = end;
        this.at = Frame.HEADER_BYTES;
    }

    int remaining() {
        return end - at;
    }

    /** The next byte, 0 to 255. */
    int octet(String field) throws Refused {
        if (at >= end) {
            throw truncated(field, 1);
        }
        return frame[at++] & 0xFF;
    }

    /** An unsigned number of 64 bits; negative as a long when it is 2^63 or more. */
    long varint(String field) throws Refused {
        if (at < end && frame[at] >= 0) {
            return frame[at++];
        }
        return longVarint(field);
    }

    private long longVarint(String field) throws Refused {
        int start = at;
        long value = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
            if (at >= end) {
                throw truncated(field, 1);
            }
            byte next = frame[at++];
            if (shift == LAST_SHIFT && (next & 0xFE) != 0) {
                break;
            }
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                if (next == 0 && shift > 0) {
                    throw new Refused(Reason.BAD_VARINT, field, at - start + " bytes", "the shortest form of " + value);
                }
                return value;
            }
        }
        throw new Refused(Reason.BAD_VARINT, field, at - start + " bytes", "a number of at most 64 bits");
    }

    long zigzag(String field) throws Refused {
        long coded = varint(field);
        return (coded >>> 1) ^ -(coded & 1);
    }

    /** A number from {@code min} to {@code max}, both not negative. */
    long varint(String field, long min, long max, Reason otherwise) throws Refused {
        long value = varint(field);
        if (value < min || value > max) {
            throw new Refused(otherwise, field, Long.toUnsignedString(value), Fields.expected(min, max));
        }
        return value;
    }

    double binary64(String field) throws Refused {
        if (remaining() < Double.BYTES) {
            throw truncated(field, Double.BYTES);
        }
        double value = (double) DOUBLE.get(frame, at);
        at += Double.BYTES;
        return value;
    }

    /** Steps over {@code length} bytes and returns where they begin. */
    int skip(String field, long length) throws Refused {
        if (length < 0 || length > remaining()) {
            throw truncated(field, length);
        }
        int start = at;
        at += (int) length;
        return start;
    }

    /** A channel id of {@code length} bytes. */
    String id(String field, int length) throws Refused {
        return id(field, skip(field, length), length);
    }

    /** The channel id that stands in bytes which have been stepped over. */
    String id(String field, int start, int length) throws Refused {
        String id = Ids.read(frame, start, length);
        if (id == null) {
            throw new Refused(Reason.OUT_OF_RANGE, field, Texts.shown(frame, start, length), Ids.RULE);
        }
        return id;
    }

    /** A byte that has been stepped over, 0 to 255. */
    int byteAt(int index) {
        return frame[index] & 0xFF;
    }

    /** A text of {@code length} bytes; null when they are not UTF-8. */
    @Nullable
    String text(String field, long length) throws Refused {
        int start = skip(field, length);
        return Texts.read(frame, start, (int) length);
    }

    private Refused truncated(String field, long needed) {
        return new Refused(
                Reason.TRUNCATED,
                field,
                remaining() + " bytes left",
                "at least " + Long.toUnsignedString(needed) + " for it");
    }
}
