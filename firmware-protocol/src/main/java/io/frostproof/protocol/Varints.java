package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Reason;

/**
 * Unsigned LEB128 in its shortest form, at most 64 bits. Being the shortest, a number says itself how many bytes it had, so that a
 * reader needs no object to keep its place in.
 */
final class Varints {

    private static final int LAST_SHIFT = 63;

    private Varints() {}

    /** The number at {@code at}, read up to {@code end} and not beyond; negative as a long when it is 2^63 or more. */
    static long read(byte[] bytes, int at, int end, String field) throws Refused {
        if (at < end && bytes[at] >= 0) {
            return bytes[at];
        }
        return readLong(bytes, at, end, field);
    }

    private static long readLong(byte[] bytes, int start, int end, String field) throws Refused {
        long value = 0;
        int at = start;
        for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
            if (at >= end) {
                throw truncated(field, 0, 1);
            }
            byte next = bytes[at++];
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

    /** How many bytes a number has, 1 to 10. */
    static int bytes(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    /** The signed number that a varint stands for. */
    static long signed(long coded) {
        return (coded >>> 1) ^ -(coded & 1);
    }

    static Refused truncated(String field, int left, long needed) {
        return new Refused(
                Reason.TRUNCATED, field, left + " bytes left", "at least " + Long.toUnsignedString(needed) + " for it");
    }
}
