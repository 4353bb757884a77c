package io.frostproof.server.access;

import io.frostproof.store.Access;

/** What became of adding or changing a user. */
public sealed interface UserPut {

    record Saved(Access.User user, boolean added) implements UserPut {}

    /** There is no user of this name, and none can be made without a password. */
    record NeedsPassword() implements UserPut {}

    /** Without this administrator nobody could manage users any more. */
    record LastAdministrator() implements UserPut {}

    /** Too many passwords are being hashed; try again in a second. */
    record Busy() implements UserPut {}
}
