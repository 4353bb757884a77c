package io.frostproof.server.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets that the server makes: 256 random bits, so that a plain SHA-256 of them is as good as unguessable and nothing slower is
 * needed to keep them. Thread-safe.
 */
final class Tokens {

    /** Lets scanners of repositories and logs recognise a key that got away, and tells it from a session's token. */
    static final String API_PREFIX = "frostproof_";

    private static final int BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("(" + API_PREFIX + ")?[A-Za-z0-9_-]{43}");

    private final SecureRandom random;

    Tokens(SecureRandom random) {
        this.random = random;
    }

    String session() {
        return text(BYTES);
    }

    String api() {
        return API_PREFIX + text(BYTES);
    }

    /** Random bytes as base64url. */
    String text(int bytes) {
        byte[] buffer = new byte[bytes];
        random.nextBytes(buffer);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer);
    }

    /** Whether it has the form of one; nothing else is worth a question to the database. */
    static boolean wellFormed(String token) {
        return SECRET.matcher(token).matches();
    }

    static boolean ofApi(String token) {
        return token.startsWith(API_PREFIX);
    }

    static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Part of the SHA-256: enough to tell sign-ins apart, of no use to anybody who reads it. */
    static String key(byte[] sha256) {
        return HexFormat.of().formatHex(sha256, 0, 8);
    }

    /**
     * The CSRF token of a session, made from the session's own token with HMAC-SHA-256. So it can be told again whenever the page is
     * loaded anew, after a restart of the server too, with nothing to keep; and whoever sees it cannot get at the session with it.
     */
    static String csrf(String sessionToken) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(sessionToken.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] code = mac.doFinal("frostproof csrf 1".getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Takes the same time wherever they differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
