package io.frostproof.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Names of states: an {@code ETag} is the same exactly when the content is. */
final class Etag {

    /** 128 bits of a SHA-256: no two states of ours will share them. */
    private static final int BYTES = 16;

    private Etag() {}

    static String of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    static String of(byte[] content) {
        return '"' + HexFormat.of().formatHex(sha256(content), 0, BYTES) + '"';
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether a header such as {@code If-None-Match} names this state; {@code *} names every one. */
    static boolean named(String header, String etag) {
        return Arrays.stream(header.split(",", -1))
                .map(String::trim)
                // Proxies that compress make strong ones weak; the content is the same.
                .map(name -> name.startsWith("W/") ? name.substring(2) : name)
                .anyMatch(name -> name.equals("*") || name.equals(etag));
    }
}
