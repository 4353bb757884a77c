package io.frostproof.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Short texts in messages: UTF-8 without control characters, which terminals obey and databases refuse. */
final class Texts {

    private static final char DELETE = 0x7F;
    private static final int FIRST_PRINTABLE = 0x20;

    private Texts() {}

    /** What the bytes say, control characters included; null when they are not UTF-8. */
    static @Nullable String read(byte[] bytes, int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Bytes of {@code text} in UTF-8; -1 when it holds a control character or half a surrogate pair. */
    static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < FIRST_PRINTABLE || c == DELETE) {
                return -1;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else if (Character.isSurrogate(c)) {
                return -1;
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
    }

    /** Bytes for an error message. */
    static String shown(byte[] bytes, int start, int length) {
        int end = Math.min(length, Excerpt.MAX_CHARS + 1);
        return length == 0 ? "nothing" : Excerpt.of(new String(bytes, start, end, StandardCharsets.UTF_8));
    }
}
