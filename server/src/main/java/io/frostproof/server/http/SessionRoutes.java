package io.frostproof.server.http;

import io.frostproof.server.access.Accounts;
import io.frostproof.server.access.Permission;
import io.frostproof.server.access.SignIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sign-in. */
final class SessionRoutes {

    private final Accounts accounts;

    SessionRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    private record Session(
            String token, Instant expiresAt, String user, String role, List<String> permissions, String kind) {
        @Override
        public String toString() {
            return "session of " + user;
        }
    }

    void register(Operations operations) {
        operations.on("signIn", this::signIn);
    }

    private Reply signIn(Request request) {
        SignIn outcome = accounts.signIn(request.given("user"), request.given("password"));
        return switch (outcome) {
            case SignIn.Granted granted ->
                Reply.json(
                        201,
                        new Session(
                                granted.token(),
                                granted.expiresAt(),
                                granted.principal().name(),
                                granted.principal().role().id(),
                                granted.principal().permissions().stream()
                                        .map(Permission::id)
                                        .toList(),
                                "bearer"));
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
