package io.frostproof.server.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhook bodies with a shared secret, which it never shows. Thread-safe. */
final class HmacSigner {
    /** Whoever sees one delivery can try secrets offline, so a short one would be found. */
    static final int SHORTEST_SECRET_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    HmacSigner(byte[] secret) {
        if (secret.length < SHORTEST_SECRET_BYTES) {
            throw new IllegalArgumentException("webhook secret: expected at least " + SHORTEST_SECRET_BYTES
                    + " bytes, was " + secret.length + " (not shown)");
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** {@code v1=} and the HMAC-SHA256 of {@code timestamp.body} in lower-case hex. */
    String sign(String timestamp, byte[] body) {
        try {
            // A Mac holds state and is not thread-safe; making one costs less than the request that follows.
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "HmacSigner[secret not shown]";
    }
}
