package io.frostproof.server.access;

import io.frostproof.store.Access;
import io.frostproof.store.ApiTokens;
import io.frostproof.store.Page;
import io.frostproof.store.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * API tokens: what programs sign in with. A token may do what its scopes and the role of its user both allow, lives for 366 days at
 * most, is shown once and kept as SHA-256. Thread-safe; calls block.
 */
public final class ProgramTokens {

    /** A year, also a leap year: whoever renews tokens every year on the same day can. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final Logger LOG = LoggerFactory.getLogger(ProgramTokens.class);

    private final ApiTokens store;
    private final Tokens tokens;
    private final InstantSource clock;

    ProgramTokens(ApiTokens store, Tokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The latest end of a token that is made now. */
    public Instant latestEnd() {
        return now().plus(LONGEST);
    }

    /** Whether a token that is made now may end then. */
    public boolean mayEnd(Instant expiresAt) {
        return expiresAt.isAfter(now()) && !expiresAt.isAfter(latestEnd());
    }

    /**
     * Makes a token.
     *
     * @param scopes not empty, and within what the owner may do
     * @param expiresAt as {@link #mayEnd} allows it
     */
    public NewToken create(Principal owner, String name, Set<Permission> scopes, Instant expiresAt) {
        if (scopes.isEmpty() || !owner.permissions().containsAll(scopes) || !mayEnd(expiresAt)) {
            throw new IllegalArgumentException("token of " + owner + " with " + scopes + " until " + expiresAt);
        }
        String secret = tokens.api();
        Instant now = now();
        var token = new ApiTokens.Token(
                UUID.randomUUID(),
                name,
                owner.name(),
                scopes.stream().sorted().map(Permission::id).toList(),
                now,
                expiresAt.truncatedTo(ChronoUnit.MILLIS),
                null);
        if (!store.add(token, Tokens.sha256(secret), new Access.Change(owner.name(), now))) {
            return new NewToken.TooMany();
        }
        LOG.info("event=token_created user={} token={}", owner.name(), token.id());
        return new NewToken.Made(token, secret);
    }

    /** Tokens that somebody may see, newest first: his own, and with {@link Permission#ACCOUNTS} those of everybody. */
    public Page<ApiTokens.Token> list(PageRequest request, Principal caller) {
        return store.list(request, caller.may(Permission.ACCOUNTS) ? null : caller.name());
    }

    /** Ends a token that somebody may see; says whether there was one. */
    public boolean revoke(UUID id, Principal caller) {
        boolean revoked = store.revoke(
                id, caller.may(Permission.ACCOUNTS) ? null : caller.name(), new Access.Change(caller.name(), now()));
        if (revoked) {
            LOG.info("event=token_revoked token={} actor={}", id, caller.name());
        }
        return revoked;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
