package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.access.NewToken;
import io.frostproof.server.access.Permission;
import io.frostproof.server.access.Principal;
import io.frostproof.server.access.ProgramTokens;
import io.frostproof.store.ApiTokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** API tokens. */
final class TokenRoutes {

    private final ProgramTokens tokens;

    TokenRoutes(ProgramTokens tokens) {
        this.tokens = tokens;
    }

    /** A token in the answer that made it. */
    private record Made(
            UUID id,
            String name,
            String user,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            String token) {

        static Made of(ApiTokens.Token token, String secret) {
            return new Made(
                    token.id(),
                    token.name(),
                    token.user(),
                    token.scopes(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt(),
                    secret);
        }

        @Override
        public String toString() {
            return "token " + id;
        }
    }

    void register(Operations operations) {
        operations.on(
                "listTokens", request -> Reply.page(tokens.list(request.query().page(), request.principal())));
        operations.on("createToken", this::create);
        operations.on("revokeToken", this::revoke);
    }

    private Reply create(Request request) {
        SessionRoutes.refuseApiToken(request.caller(), "make another one");
        Principal owner = request.principal();
        var errors = new ArrayList<Problem.FieldError>();
        EnumSet<Permission> scopes = scopes(request, owner, errors);
        Instant expiresAt = Times.parse(request.given("expires_at")).orElseThrow();
        if (!tokens.mayEnd(expiresAt)) {
            errors.add(new Problem.FieldError(
                    "expires_at",
                    request.given("expires_at"),
                    "a time after now, and not after " + tokens.latestEnd()));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.of(errors));
        }
        return switch (tokens.create(owner, request.given("name"), scopes, expiresAt)) {
            case NewToken.Made made -> Reply.json(201, Made.of(made.token(), made.secret()));
            case NewToken.TooMany tooMany ->
                throw new ProblemException(Problem.conflict(
                        "a user has at most " + ApiTokens.MOST_PER_USER + " tokens; end one first", "too_many_tokens"));
        };
    }

    private static EnumSet<Permission> scopes(Request request, Principal owner, List<Problem.FieldError> errors) {
        EnumSet<Permission> scopes = EnumSet.noneOf(Permission.class);
        int index = 0;
        for (JsonNode scope : request.body().path("scopes")) {
            Permission permission = Permission.of(scope.asText()).orElseThrow();
            if (!owner.may(permission)) {
                errors.add(new Problem.FieldError(
                        "scopes[" + index + "]",
                        permission.id(),
                        "what " + owner.role().id() + " may do: "
                                + owner.permissions().stream()
                                        .map(Permission::id)
                                        .collect(Collectors.joining(", "))));
            }
            scopes.add(permission);
            index++;
        }
        return scopes;
    }

    private Reply revoke(Request request) {
        if (!tokens.revoke(request.uuid(), request.principal())) {
            throw ProblemException.notFound("token", request.id());
        }
        return Reply.noContent();
    }
}
