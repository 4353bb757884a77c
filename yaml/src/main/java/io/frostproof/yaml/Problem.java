package io.frostproof.yaml;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a file, for a person to mend.
 *
 * @param file the file's name as the caller gave it, without folders
 * @param line counted from 1; 0 when it concerns the file as a whole
 * @param field where in the file, such as {@code units[nh-locker-01].kind}; empty when it is not about a field
 * @param value what stands there, shortened and on one line; null when nothing does. Never a secret
 * @param expected completes "is not ..."; with neither field nor value it is the whole sentence
 */
public record Problem(
        String file, int line, String field, @Nullable String value, String expected) {

    private static final int LONGEST_VALUE = 80;

    public Problem {
        value = value == null ? null : onOneLine(value);
    }

    /** A problem of the file as a whole, in one sentence. */
    static Problem ofFile(String file, int line, String sentence) {
        return new Problem(file, line, "", null, sentence);
    }

    /** The line to show, such as {@code network.yaml:14: units[3].kind: 'lockr' is not one of locker, fridge}. */
    @Override
    public String toString() {
        var text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        text.append(": ");
        if (!field.isEmpty()) {
            text.append(field).append(": ");
        }
        if (value != null) {
            text.append('\'').append(value).append("' is not ");
        } else if (!field.isEmpty()) {
            text.append("missing, expected ");
        }
        return text.append(expected).toString();
    }

    private static String onOneLine(String value) {
        var shown = new StringBuilder();
        int end = Math.min(value.length(), LONGEST_VALUE);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            shown.append(Character.isISOControl(c) ? '?' : c);
        }
        return end < value.length() ? shown.append("...").toString() : shown.toString();
    }
}
