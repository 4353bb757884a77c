package io.frostproof.yaml;

import java.util.regex.Pattern;

/**
 * The rule for identifiers in every file. The same as that of networks in {@code alerts}, which this room may not use; a test in
 * {@code server} fails when they differ.
 */
final class Identifiers {

    static final String RULE = "1 to 64 characters of a-z, A-Z, 0-9, '.', '_' and '-', starting with a letter or digit";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Identifiers() {}

    static boolean valid(String id) {
        return VALID.matcher(id).matches();
    }
}
