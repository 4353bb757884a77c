package io.frostproof.server.access;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A sign-in that holds.
 *
 * @param key stands for this sign-in where requests are counted; no secret
 * @param csrfToken what a write has to show besides the cookie; only of kind cookie
 */
public record SignedIn(Principal principal, Kind kind, Instant expiresAt, String key, Optional<String> csrfToken) {

    /** How somebody is signed in. */
    public enum Kind {
        /** A session of a program, in the header {@code Authorization}. */
        BEARER,
        /** A session of a browser. */
        COOKIE,
        /** A long-lived token with scopes. */
        API_TOKEN;

        /** The word in SQL and in the API. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return principal + " by " + kind.id() + " until " + expiresAt;
    }
}
