package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What every binary frame has around its body: magic, version and type, flags, tag, checksum. */
final class Frame {

    /** No UTF-8 text contains this byte. */
    static final byte MAGIC = (byte) 0xFB;

    static final int VERSION = 1;
    static final int HEADER_BYTES = 3;
    static final int CHECKSUM_BYTES = 4;

    /** Header, checksum, and the least body there is. */
    static final int MIN_BYTES = 8;

    static final int SIGNED = 1;
    static final int NEXT = 2;
    static final int UPTIME = 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Frame() {}

    /**
     * Checks everything around the body, in the order of the contract, and returns where the body ends; it begins at
     * {@link #HEADER_BYTES}.
     *
     * @param maxBytes above it the frame is refused unread
     * @param type the only one that is expected here
     * @param flags those that this type may have
     * @param key null when none is known for the device: then tags are not looked at
     */
    static int open(byte[] frame, int maxBytes, int type, int flags, @Nullable DeviceKey key) throws Refused {
        if (frame.length > maxBytes) {
            throw new Refused(Reason.TOO_LARGE, "payload", frame.length + " bytes", "at most " + maxBytes + " bytes");
        }
        if (frame.length == 0 || frame[0] != MAGIC) {
            throw new Refused(Reason.NOT_A_FRAME, "magic", frame.length == 0 ? "nothing" : hex(frame[0]), hex(MAGIC));
        }
        if (frame.length < MIN_BYTES) {
            throw new Refused(
                    Reason.NOT_A_FRAME, "payload", frame.length + " bytes", "at least " + MIN_BYTES + " bytes");
        }
        int version = (frame[1] >> 4) & 0xF;
        if (version != VERSION) {
            throw new Refused(Reason.UNSUPPORTED_VERSION, "version", String.valueOf(version), String.valueOf(VERSION));
        }
        int end = frame.length - CHECKSUM_BYTES;
        int stated = (int) INT.get(frame, end);
        int actual = checksum(frame, end);
        if (stated != actual) {
            throw new Refused(
                    Reason.BAD_CHECKSUM,
                    "checksum",
                    HexFormat.of().toHexDigits(stated),
                    HexFormat.of().toHexDigits(actual) + ", the CRC-32C of the bytes before it");
        }
        if ((frame[1] & 0xF) != type) {
            throw new Refused(
                    Reason.UNSUPPORTED, "type", String.valueOf(frame[1] & 0xF), "a frame of type " + type + " here");
        }
        if ((frame[2] & 0xFF & ~flags) != 0) {
            throw new Refused(
                    Reason.UNSUPPORTED,
                    "flags",
                    hex(frame[2]),
                    "no bits but " + hex((byte) flags) + " in type " + type);
        }
        return signature(frame, end, (frame[2] & SIGNED) != 0, key);
    }

    private static int signature(byte[] frame, int end, boolean signed, @Nullable DeviceKey key) throws Refused {
        if (!signed) {
            if (key != null) {
                throw new Refused(Reason.UNSIGNED, "flags", "no tag", "a frame signed with the key of the device");
            }
            return end;
        }
        int bodyEnd = end - DeviceKey.TAG_BYTES;
        if (bodyEnd < HEADER_BYTES) {
            throw new Refused(
                    Reason.TRUNCATED,
                    "tag",
                    end - HEADER_BYTES + " bytes before the checksum",
                    DeviceKey.TAG_BYTES + " bytes of tag");
        }
        if (key != null && !key.signed(frame, bodyEnd)) {
            throw new Refused(
                    Reason.BAD_SIGNATURE, "tag", "another one", "the HMAC-SHA-256 with the key of the device");
        }
        return bodyEnd;
    }

    /** CRC-32C of the first {@code length} bytes. */
    static int checksum(byte[] frame, int length) {
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, length);
        return (int) crc.getValue();
    }

    /** Completes a frame whose header and body are the first {@code length} bytes of {@code buffer}. */
    static byte[] close(byte[] buffer, int length, @Nullable DeviceKey key) {
        int tagBytes = key == null ? 0 : DeviceKey.TAG_BYTES;
        byte[] frame = Arrays.copyOf(buffer, length + tagBytes + CHECKSUM_BYTES);
        if (key != null) {
            System.arraycopy(key.tag(frame, length), 0, frame, length, tagBytes);
        }
        INT.set(frame, length + tagBytes, checksum(frame, length + tagBytes));
        return frame;
    }

    static byte versionAndType(int type) {
        return (byte) ((VERSION << 4) | type);
    }

    static String hex(byte value) {
        return "0x" + HexFormat.of().toHexDigits(value);
    }
}
