package io.frostproof.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes a frame from its first byte to its last. */
final class FrameWriter {

    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] buffer = new byte[256];
    private int size;

    FrameWriter(int type, int flags) {
        octet(Frame.MAGIC);
        octet(Frame.versionAndType(type));
        octet(flags);
    }

    void octet(int value) {
        room(1);
        buffer[size++] = (byte) value;
    }

    void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    void binary64(double value) {
        room(Double.BYTES);
        DOUBLE.set(buffer, size, value);
        size += Double.BYTES;
    }

    void bytes(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    /** The frame with tag and checksum; throws {@link IllegalArgumentException} when it is larger than a reader takes. */
    byte[] close(int maxBytes, @Nullable DeviceKey key) {
        byte[] frame = Frame.close(buffer, size, key);
        if (frame.length > maxBytes) {
            throw new IllegalArgumentException("payload: " + frame.length + " bytes, expected at most " + maxBytes);
        }
        return frame;
    }

    private void room(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + bytes));
        }
    }
}
