package io.frostproof.alerts.notify;

/**
 * Text of others (names, rules, answers of receivers) made safe for one line: no line break, no control character and no
 * character that turns the reading direction, so that a name can neither forge a mail header nor a second line of a log.
 * Pure.
 */
public final class OneLine {
    private OneLine() {}

    /** {@code text} on one line: each run of blanks and control characters becomes one space, none at the ends. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(c -> unsafe(c) ? ' ' : c).forEach(c -> {
            if (c != ' ' || (!line.isEmpty() && line.charAt(line.length() - 1) != ' ')) {
                line.appendCodePoint(c);
            }
        });
        return line.toString().strip();
    }

    /** {@link #of}, cut to at most {@code maxCharacters} UTF-16 characters without breaking a character in two. */
    public static String of(String text, int maxCharacters) {
        String line = of(text);
        if (line.length() <= maxCharacters) {
            return line;
        }
        int end = maxCharacters - 1;
        if (Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end) + "…";
    }

    private static boolean unsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            // Embeddings, overrides and isolates. Joiners stay: names of several scripts need them.
            case Character.FORMAT -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            default -> false;
        };
    }
}
