package io.frostproof.server.access;

import java.time.Duration;

/** Who sends a request. */
public sealed interface Authentication {

    /** The request carries nothing to sign in with. */
    record Nobody() implements Authentication {}

    /** What it carries is unknown or has expired; answered 401. {@code why} is for the client: "the token is unknown or has expired". */
    record Refused(String why) implements Authentication {}

    /** It is known who it is, and still this request may not be theirs, as without its CSRF token; answered 403. */
    record Forbidden(String why) implements Authentication {}

    /** It is known who it is, and they have asked too often; answered 429. */
    record TooMany(Duration delay) implements Authentication {}

    /**
     * Somebody whom the database knew not long ago and cannot be asked about now; may send telemetry, and is told to come again with anything
     * else.
     */
    record Remembered(Caller caller) implements Authentication {}

    /**
     * Somebody who has signed in.
     *
     * @param credential what they showed
     */
    record Caller(SignedIn signedIn, Credential credential) implements Authentication {

        public Principal principal() {
            return signedIn.principal();
        }

        /** Whether a cookie proved it, which browsers send by themselves. */
        public boolean viaCookie() {
            return credential.viaCookie();
        }
    }
}
