package io.frostproof.server.access;

import java.time.Duration;
import java.time.Instant;

/** What became of an attempt to sign in. */
public sealed interface SignIn {

    /** Welcome; {@link #toString} keeps the token to itself. */
    record Granted(String token, Instant expiresAt, Principal principal) implements SignIn {
        @Override
        public String toString() {
            return "granted to " + principal + " until " + expiresAt;
        }
    }

    /** User or password is wrong; it does not say which. */
    record Refused() implements SignIn {}

    /** Too many failures; the next attempt is looked at after {@code delay}. */
    record LockedOut(Duration delay) implements SignIn {}
}
