package io.frostproof.protocol;

/** Shortens what a device sent so that it can be shown, logged and stored as text. */
final class Excerpt {

    static final int MAX_CHARS = 80;

    private static final char REPLACEMENT = '\uFFFD';

    private Excerpt() {}

    /**
     * At most {@link #MAX_CHARS} characters of {@code text}. Control characters and halves of surrogate pairs are
     * replaced: a terminal would obey the first, and a database refuses NUL and what is not Unicode.
     */
    static String of(String text) {
        boolean cut = text.length() > MAX_CHARS;
        int end = cut ? MAX_CHARS - 3 : text.length();
        StringBuilder shown = new StringBuilder(MAX_CHARS);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                shown.append(c).append(text.charAt(++i));
            } else {
                shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return cut ? shown.append("...").toString() : shown.toString();
    }
}
