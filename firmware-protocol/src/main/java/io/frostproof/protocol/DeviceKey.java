package io.frostproof.protocol;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that one device shares with the server, to sign frames both ways. Never prints itself. Immutable. */
public final class DeviceKey {

    public static final int MIN_BYTES = 16;
    public static final int MAX_BYTES = 64;

    /** What of the HMAC goes into a frame. 128 bits cannot be guessed, and 16 bytes are what a modem bill allows. */
    static final int TAG_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** Copies {@code bytes}, 16 to 64 of them; throws {@link IllegalArgumentException} for another number. */
    public DeviceKey(byte[] bytes) {
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "device key: " + bytes.length + " bytes, expected " + MIN_BYTES + " to " + MAX_BYTES);
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The first 16 bytes of HMAC-SHA-256 over the first {@code length} bytes of {@code frame}. */
    byte[] tag(byte[] frame, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(frame, 0, length);
            return Arrays.copyOf(mac.doFinal(), TAG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether the {@value #TAG_BYTES} bytes at {@code length} are the tag of those before; takes as long for a near miss. */
    boolean signed(byte[] frame, int length) {
        return MessageDigest.isEqual(tag(frame, length), Arrays.copyOfRange(frame, length, length + TAG_BYTES));
    }

    @Override
    public String toString() {
        return "DeviceKey[hidden]";
    }
}
