package io.frostproof.server.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Password hashes. New ones are Argon2id in the usual form, {@code $argon2id$v=19$m=KIB,t=PASSES,p=1$SALT$HASH} with salt and hash in
 * base64. Earlier versions wrote {@code pbkdf2-sha512$ITERATIONS$SALT$HASH}; such a hash still counts, and is replaced at its user's
 * next sign-in. The numbers are in the hash, so that they can grow. Thread-safe; each call takes about a tenth of a second of
 * processor time and 19 MiB on purpose.
 */
final class Passwords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern ARGON2ID =
            Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=1\\$([^$]+)\\$([^$]+)");
    private static final Pattern PBKDF2 = Pattern.compile("pbkdf2-sha512\\$([0-9]{1,8})\\$([^$]+)\\$([^$]+)");

    private final SecureRandom random;
    private final Argon2id cost;
    private final String nobodys;

    Passwords(SecureRandom random, Argon2id cost) {
        this.random = random;
        this.cost = cost;
        nobodys = text(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
    }

    String hash(String password) {
        byte[] salt = randomBytes(SALT_BYTES);
        return text(salt, cost.derive(password, salt, HASH_BYTES));
    }

    /** A hash of no password, for names that nobody has: checking against it takes as long. */
    String nobodysHash() {
        return nobodys;
    }

    /** Whether a hash is not of the kind and cost that new ones have. */
    boolean outdated(String hash) {
        Matcher argon2id = ARGON2ID.matcher(hash);
        return !argon2id.matches() || !cost(argon2id).equals(cost);
    }

    /** Whether the hash is of this password; takes the same time wherever they differ. */
    static boolean matches(String password, String hash) {
        Matcher argon2id = ARGON2ID.matcher(hash);
        if (argon2id.matches()) {
            byte[] expected = bytes(argon2id.group(4));
            return MessageDigest.isEqual(
                    expected, cost(argon2id).derive(password, bytes(argon2id.group(3)), expected.length));
        }
        Matcher pbkdf2 = PBKDF2.matcher(hash);
        if (pbkdf2.matches()) {
            byte[] expected = bytes(pbkdf2.group(3));
            return MessageDigest.isEqual(
                    expected,
                    pbkdf2(password, bytes(pbkdf2.group(2)), Integer.parseInt(pbkdf2.group(1)), expected.length));
        }
        throw new IllegalArgumentException("password hash: expected $argon2id$v=19$m=...,t=...,p=1$salt$hash or"
                + " pbkdf2-sha512$iterations$salt$hash");
    }

    /** What is wrong with a new password, if anything. Length is what counts; NIST SP 800-63B advises against rules of composition. */
    static Optional<String> wrong(String password) {
        int length = password.codePointCount(0, password.length());
        return length >= Accounts.PASSWORD_LEAST && length <= Accounts.PASSWORD_MOST
                ? Optional.empty()
                : Optional.of(Accounts.PASSWORD_RULE);
    }

    private String text(byte[] salt, byte[] hash) {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=1$" + encoder.encodeToString(salt)
                + "$" + encoder.encodeToString(hash);
    }

    private static Argon2id cost(Matcher argon2id) {
        return new Argon2id(Integer.parseInt(argon2id.group(1)), Integer.parseInt(argon2id.group(2)));
    }

    private byte[] randomBytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static byte[] pbkdf2(String password, byte[] salt, int iterations, int bytes) {
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
