package io.frostproof.server.http;

import io.frostproof.server.access.Accounts;
import io.frostproof.server.access.Role;
import io.frostproof.server.access.UserPut;
import java.util.Optional;

/** Users, as administrators see them. */
final class UserRoutes {

    private static final String LAST_ADMINISTRATOR = "last_administrator";

    private final Accounts accounts;

    UserRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    void register(Operations operations) {
        operations.on(
                "listUsers",
                request -> Reply.page(accounts.users(request.query().page())));
        operations.on("putUser", this::put);
        operations.on("removeUser", this::remove);
    }

    private Reply put(Request request) {
        String name = request.parameter("name");
        UserPut outcome = accounts.put(
                name,
                Role.of(request.given("role")).orElseThrow(),
                Optional.ofNullable(request.text("password")),
                request.principal().name());
        return switch (outcome) {
            case UserPut.Saved saved -> Reply.json(saved.added() ? 201 : 200, saved.user());
            case UserPut.NeedsPassword needsPassword ->
                throw ProblemException.wrong("password", null, "to be there for a new user");
            case UserPut.LastAdministrator last ->
                throw new ProblemException(Problem.conflict(
                        name + " is the last administrator; make another one first", LAST_ADMINISTRATOR));
            case UserPut.Busy busy -> throw Later.busy();
        };
    }

    private Reply remove(Request request) {
        String name = request.parameter("name");
        return switch (accounts.remove(name, request.principal().name())) {
            case REMOVED -> Reply.noContent();
            case UNKNOWN -> throw ProblemException.notFound("user", name);
            case ONESELF ->
                throw new ProblemException(
                        Problem.conflict("nobody removes himself; another administrator can", "oneself"));
            case LAST_ADMINISTRATOR ->
                throw new ProblemException(Problem.conflict(name + " is the last administrator", LAST_ADMINISTRATOR));
        };
    }
}
