package io.frostproof.protocol;

import java.util.regex.Pattern;

/** The rule for the identifiers in topics and payloads: none of their characters means anything to MQTT, URLs or files. */
final class Ids {

    static final String RULE = "1 to 64 characters of a-z, A-Z, 0-9, '.', '_' and '-', starting with a letter or digit";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Ids() {}

    static boolean valid(String id) {
        return VALID.matcher(id).matches();
    }

    static void require(String kind, String id) {
        if (!valid(id)) {
            throw new IllegalArgumentException(kind + " id '" + Excerpt.of(id) + "': expected " + RULE);
        }
    }
}
