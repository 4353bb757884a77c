package io.frostproof.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rule for the identifiers in topics and payloads: none of their characters means anything to MQTT, URLs or files. */
final class Ids {

    static final int MAX_CHARS = 64;

    static final String RULE = "1 to 64 characters of a-z, A-Z, 0-9, '.', '_' and '-', starting with a letter or digit";

    private static final boolean[] ALLOWED = new boolean[128];

    static {
        for (char c = 0; c < ALLOWED.length; c++) {
            ALLOWED[c] = alphanumeric(c) || c == '.' || c == '_' || c == '-';
        }
    }

    private Ids() {}

    private static boolean alphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    static boolean valid(String id) {
        return valid(id, MAX_CHARS);
    }

    static boolean valid(String id, int maxChars) {
        int length = id.length();
        if (length == 0 || length > maxChars || !alphanumeric(id.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = id.charAt(i);
            if (c >= ALLOWED.length || !ALLOWED[c]) {
                return false;
            }
        }
        return true;
    }

    /** The id that these bytes are; null when they are none. */
    static @Nullable String read(byte[] bytes, int start, int length) {
        if (length < 1 || length > MAX_CHARS || !alphanumeric(bytes[start])) {
            return null;
        }
        for (int i = start + 1; i < start + length; i++) {
            if (bytes[i] < 0 || !ALLOWED[bytes[i]]) {
                return null;
            }
        }
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    static void require(String kind, String id) {
        if (!valid(id)) {
            throw new IllegalArgumentException(kind + " id '" + Excerpt.of(id) + "': expected " + RULE);
        }
    }
}
