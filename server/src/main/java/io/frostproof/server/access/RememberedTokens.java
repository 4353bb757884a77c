package io.frostproof.server.access;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * API tokens that may send telemetry and were good not long ago. While the database is away nobody else could say who sends, and what is sent
 * could not even be spooled. They stand for that one permission only, and by their hash. A token that is ended while the database is away, or
 * that was not used between its end and that, may send for up to {@link #KEPT}. Thread-safe.
 */
final class RememberedTokens {

    /** Longer than nearly every restart of a database, shorter than somebody who ended a token would put up with. */
    static final Duration KEPT = Duration.ofHours(1);

    private static final int MOST = 1000;

    private final LinkedHashMap<String, Seen> seen = new LinkedHashMap<>();

    /** A sign-in as it stands while the database is away, and when the database vouched for it. */
    private record Seen(SignedIn signedIn, Instant at) {}

    /** What the database says of a credential now. */
    synchronized void told(Credential credential, Optional<SignedIn> known, Instant now) {
        boolean sends = known.isPresent()
                && known.get().kind() == SignedIn.Kind.API_TOKEN
                && known.get().principal().may(Permission.INGEST);
        if (!sends && seen.isEmpty()) {
            return;
        }
        String key = key(credential);
        seen.remove(key);
        if (sends) {
            seen.putLast(key, new Seen(onlySending(known.get()), now));
            if (seen.size() > MOST) {
                seen.pollFirstEntry();
            }
        }
    }

    /** Whose token it was, if that is not long ago. */
    synchronized Optional<SignedIn> find(Credential credential, Instant now) {
        Seen last = credential.viaCookie() ? null : seen.get(key(credential));
        return last != null && now.isBefore(last.at.plus(KEPT)) && now.isBefore(last.signedIn.expiresAt())
                ? Optional.of(last.signedIn)
                : Optional.empty();
    }

    private static SignedIn onlySending(SignedIn of) {
        var principal = new Principal(of.principal().name(), of.principal().role(), Set.of(Permission.INGEST));
        return new SignedIn(principal, of.kind(), of.expiresAt(), of.key(), of.csrfToken());
    }

    private static String key(Credential credential) {
        return HexFormat.of().formatHex(Tokens.sha256(credential.token()));
    }
}
