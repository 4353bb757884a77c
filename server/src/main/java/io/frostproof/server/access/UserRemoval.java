package io.frostproof.server.access;

/** What became of removing a user. */
public enum UserRemoval {
    REMOVED,
    /** There is no user of this name. */
    UNKNOWN,
    /** Nobody removes himself: a slip of the hand must not lock its owner out. */
    ONESELF,
    /** Nobody could manage users any more. */
    LAST_ADMINISTRATOR
}
