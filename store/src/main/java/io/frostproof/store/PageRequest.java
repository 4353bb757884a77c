package io.frostproof.store;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param limit at most so many rows, 1 to {@value #MOST}
 * @param cursor {@link Page#next} of the page before; null for the first page
 */
public record PageRequest(int limit, @Nullable String cursor) {

    /** A page is made whole in memory; the contract of the API states the same number. */
    public static final int MOST = 1000;

    public PageRequest {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit " + limit + ": expected 1 to " + MOST);
        }
    }

    /** The first page. */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, null);
    }
}
