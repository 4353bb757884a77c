package io.frostproof.server.http;

import io.frostproof.server.access.Accounts;
import io.frostproof.server.access.SignIn;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Sign-in. */
final class SessionRoutes {

    private final Accounts accounts;

    SessionRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    private record Session(String token, Instant expiresAt, String user, String role) {
        @Override
        public String toString() {
            return "session of " + user;
        }
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.open(HttpMethod.POST, "/api/v1/session", this::signIn));
    }

    private Reply signIn(Request request) {
        Map<String, String> fields = request.fields(Set.of("user", "password"), Set.of());
        SignIn outcome = accounts.signIn(
                Objects.requireNonNull(fields.get("user")), Objects.requireNonNull(fields.get("password")));
        return switch (outcome) {
            case SignIn.Granted granted ->
                Reply.json(
                        201,
                        new Session(
                                granted.token(),
                                granted.expiresAt(),
                                granted.principal().name(),
                                granted.principal().role().id()));
            case SignIn.Refused refused ->
                throw new ProblemException(
                        Problem.of(401, "user or password is wrong"), Map.of("WWW-Authenticate", "Bearer"));
            case SignIn.LockedOut lockedOut -> {
                long seconds = lockedOut.delay().plusMillis(999).toSeconds();
                throw new ProblemException(
                        Problem.of(429, "too many failures for this user; try again in " + seconds + " s"),
                        Map.of("Retry-After", Long.toString(seconds)));
            }
        };
    }
}
