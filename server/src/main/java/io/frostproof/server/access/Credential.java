package io.frostproof.server.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows to say who sends it. {@link #toString} keeps the token to itself.
 *
 * @param viaCookie whether a browser added it by itself, so that the request may not be its user's will
 */
public record Credential(String token, boolean viaCookie) {

    /** Name of the cookie. */
    public static final String COOKIE = "frostproof_session";

    private static final String BEARER = "Bearer ";

    /**
     * Reads the two headers. {@code Authorization} goes first, since somebody wrote it on purpose; what it holds counts even if it is
     * wrong and the cookie is right.
     *
     * @return empty if neither holds anything that could be a token of ours
     */
    public static Optional<Credential> of(@Nullable String authorization, @Nullable String cookies) {
        if (authorization != null) {
            return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? Optional.of(new Credential(
                            authorization.substring(BEARER.length()).trim(), false))
                    : Optional.empty();
        }
        if (cookies == null) {
            return Optional.empty();
        }
        for (String cookie : cookies.split(";", -1)) {
            String pair = cookie.trim();
            if (pair.startsWith(COOKIE + "=")) {
                return Optional.of(new Credential(pair.substring(COOKIE.length() + 1), true));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return viaCookie ? "cookie" : "bearer token";
    }
}
