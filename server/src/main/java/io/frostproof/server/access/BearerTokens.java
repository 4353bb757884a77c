package io.frostproof.server.access;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Sign-in by {@code Authorization: Bearer}. Thread-safe. */
public final class BearerTokens implements Authenticator {

    private static final String BEARER = "Bearer ";

    private final Accounts accounts;

    public BearerTokens(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Authentication authenticate(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return new Authentication.Nobody();
        }
        Optional<Principal> principal = header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? accounts.principal(header.substring(BEARER.length()).trim())
                : Optional.empty();
        return principal.isPresent()
                ? new Authentication.Caller(principal.get(), false)
                : new Authentication.Refused("the token is unknown or has expired");
    }
}
