package io.frostproof.alerts.network;

import java.util.regex.Pattern;

/**
 * The one rule for identifiers of everything in a network. Narrow on purpose: an identifier appears in MQTT topics, URLs
 * and file names, so none of its characters may need escaping there.
 */
public final class Identifiers {

    /** What a valid identifier looks like, in words, for error messages. */
    public static final String RULE =
            "1 to 64 characters of a-z, A-Z, 0-9, '.', '_' and '-', starting with a letter or digit";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Identifiers() {}

    /** Whether {@code id} follows {@link #RULE}. */
    public static boolean valid(String id) {
        return VALID.matcher(id).matches();
    }

    static String require(String kind, String id) {
        if (!valid(id)) {
            throw new IllegalArgumentException(kind + " id '" + id + "': expected " + RULE);
        }
        return id;
    }
}
