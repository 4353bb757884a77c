package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Reason;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a frame from its first byte to its last, and never beyond it. */
final class FrameReader {

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

    /** An unsigned number of 64 bits; negative as a long when it is 2^63 or more. */
    long varint(String field) throws Refused {
        long value = Varints.read(frame, at, end, field);
        at += Varints.bytes(value);
        return value;
    }

    long zigzag(String field) throws Refused {
        return Varints.signed(varint(field));
    }

    /** Steps over {@code length} bytes and returns where they begin. */
    int skip(String field, long length) throws Refused {
        if (length < 0 || length > remaining()) {
            throw Varints.truncated(field, remaining(), length);
        }
        int start = at;
        at += (int) length;
        return start;
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
}
