package io.frostproof.server.access;

import java.time.Duration;

/** What became of a user's wish for another password. */
public sealed interface PasswordChange {

    record Changed() implements PasswordChange {}

    /** The password of now was wrong. It counts as a failed sign-in, or a stolen session could guess without end. */
    record WrongPassword() implements PasswordChange {}

    /** Too many failures of this name. */
    record LockedOut(Duration delay) implements PasswordChange {}

    /** Too many passwords are being checked; try again in a second. */
    record Busy() implements PasswordChange {}
}
