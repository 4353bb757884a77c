package io.frostproof.server.access;

import java.time.Duration;

/** What became of an attempt to sign in. */
public sealed interface SignIn {

    /** Welcome; {@link #toString} keeps the token to itself. */
    record Granted(String token, SignedIn signedIn) implements SignIn {
        @Override
        public String toString() {
            return "granted to " + signedIn;
        }
    }

    /** User or password is wrong; it does not say which. */
    record Refused() implements SignIn {}

    /** Too many failures of this name; the next attempt is looked at after {@code delay}. */
    record LockedOut(Duration delay) implements SignIn {}

    /** Too many attempts from this address; the next one is looked at after {@code delay}. */
    record TooMany(Duration delay) implements SignIn {}

    /** Too many at the same time; try again in a second. */
    record Busy() implements SignIn {}
}
