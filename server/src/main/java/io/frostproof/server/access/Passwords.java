package io.frostproof.server.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Password hashes, {@code pbkdf2-sha512$iterations$salt$hash} with salt and hash in base64. PBKDF2 with HMAC-SHA-512 and 210,000
 * iterations is what OWASP's Password Storage Cheat Sheet names for it; the number is in the hash, so that it can grow. Thread-safe;
 * each call takes about a tenth of a second of processor time on purpose.
 */
final class Passwords {

    static final int ITERATIONS = 210_000;

    private static final String SCHEME = "pbkdf2-sha512";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 64;

    private final SecureRandom random;
    private final int iterations;

    Passwords(SecureRandom random, int iterations) {
        this.random = random;
        this.iterations = iterations;
    }

    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return SCHEME + "$" + iterations + "$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(derive(password, salt, iterations, HASH_BYTES));
    }

    /** Whether the hash is of this password; takes the same time wherever they differ. */
    static boolean matches(String password, String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            throw new IllegalArgumentException("password hash: expected " + SCHEME + "$iterations$salt$hash");
        }
        byte[] expected = Base64.getDecoder().decode(parts[3]);
        byte[] actual =
                derive(password, Base64.getDecoder().decode(parts[2]), Integer.parseInt(parts[1]), expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    private static byte[] derive(String password, byte[] salt, int iterations, int bytes) {
        var key = new PBEKeySpec(password.toCharArray(), salt, iterations, bytes * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks PBKDF2WithHmacSHA512", e);
        } finally {
            key.clearPassword();
        }
    }
}
