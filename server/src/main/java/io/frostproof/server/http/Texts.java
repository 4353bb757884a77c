package io.frostproof.server.http;

import java.nio.charset.StandardCharsets;

/** What every text from outside must be, since PostgreSQL cannot hold anything else. */
final class Texts {

    static final String RULE = "text in Unicode without NUL";

    private Texts() {}

    static boolean storable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
