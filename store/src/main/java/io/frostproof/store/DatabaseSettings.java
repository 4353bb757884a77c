package io.frostproof.store;

import org.jspecify.annotations.Nullable;

/**
 * How to reach the database.
 *
 * @param url {@code jdbc:postgresql://host:port/name}
 * @param poolSize most connections in use at once: one per lane and desk, and some for readers
 */
public record DatabaseSettings(
        String url, @Nullable String user, @Nullable String password, int poolSize) {

    /** Without the password. */
    @Override
    public String toString() {
        return url + (user == null ? "" : " as " + user);
    }
}
