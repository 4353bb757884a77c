package io.frostproof.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.frostproof.server.access.Accounts;
import io.frostproof.server.access.Authentication;
import io.frostproof.server.access.BrowserWrite;
import io.frostproof.server.access.Credential;
import io.frostproof.server.access.PasswordChange;
import io.frostproof.server.access.Permission;
import io.frostproof.server.access.SignIn;
import io.frostproof.server.access.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and one's own password. */
final class SessionRoutes {

    private static final String SET_COOKIE = "Set-Cookie";

    /** As long as a session. The browser may be closed meanwhile: a shift should not end with a window. */
    private static final long COOKIE_LASTS_S = 12 * 3600;

    private final Accounts accounts;
    private final Visitors visitors;

    SessionRoutes(Accounts accounts, Visitors visitors) {
        this.accounts = accounts;
        this.visitors = visitors;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Session(
            String user,
            String role,
            List<String> permissions,
            String kind,
            Instant expiresAt,
            @Nullable String token,
            @Nullable String csrfToken) {

        static Session of(SignedIn signedIn, @Nullable String token) {
            return new Session(
                    signedIn.principal().name(),
                    signedIn.principal().role().id(),
                    signedIn.principal().permissions().stream()
                            .map(Permission::id)
                            .toList(),
                    signedIn.kind().id(),
                    signedIn.expiresAt(),
                    token,
                    signedIn.csrfToken().orElse(null));
        }

        @Override
        public String toString() {
            return "session of " + user;
        }
    }

    void register(Operations operations) {
        operations.on("signIn", this::signIn);
        operations.on("whoAmI", this::whoAmI);
        operations.on("signOut", this::signOut);
        operations.on("changePassword", this::changePassword);
    }

    private Reply signIn(Request request) {
        boolean cookie = request.given("kind").equals(SignedIn.Kind.COOKIE.id());
        if (cookie) {
            // Or another site could sign somebody in under a name of its own, and watch what they type.
            BrowserWrite.of(name -> request.header(name).orElse(null)).foreign().ifPresent(why -> {
                throw new ProblemException(Problem.of(403, why));
            });
        }
        SignIn outcome = accounts.signIn(
                request.given("user"),
                request.given("password"),
                cookie ? SignedIn.Kind.COOKIE : SignedIn.Kind.BEARER,
                visitors.address(request.connection()));
        return switch (outcome) {
            case SignIn.Granted granted -> cookie ? cookie(request, granted) : bearer(granted);
            case SignIn.Refused refused ->
                throw new ProblemException(
                        Problem.of(401, "user or password is wrong"), Map.of("WWW-Authenticate", "Bearer"));
            case SignIn.LockedOut lockedOut ->
                throw Later.problem(429, "too many failures for this user", lockedOut.delay());
            case SignIn.TooMany tooMany ->
                throw Later.problem(429, "too many failures from this address", tooMany.delay());
            case SignIn.Busy busy -> throw Later.busy();
        };
    }

    private static Reply bearer(SignIn.Granted granted) {
        return Reply.json(201, Session.of(granted.signedIn(), granted.token()));
    }

    private Reply cookie(Request request, SignIn.Granted granted) {
        // The session whose cookie this one replaces would linger with nobody to end it.
        Credential.of(null, request.header("Cookie").orElse(null)).ifPresent(accounts::signOut);
        return Reply.json(201, Session.of(granted.signedIn(), null))
                .with(SET_COOKIE, setCookie(request, granted.token(), COOKIE_LASTS_S));
    }

    private String setCookie(Request request, String token, long lastsS) {
        return Credential.COOKIE + "=" + token + "; Path=/; Max-Age=" + lastsS + "; HttpOnly; SameSite=Strict"
                + (visitors.secure(request.connection()) ? "; Secure" : "");
    }

    private Reply whoAmI(Request request) {
        return Reply.json(Session.of(request.caller().signedIn(), null));
    }

    private Reply signOut(Request request) {
        Authentication.Caller caller = request.caller();
        if (caller.signedIn().kind() == SignedIn.Kind.API_TOKEN) {
            throw new ProblemException(Problem.conflict(
                    "an API token is not ended this way; DELETE /api/v1/tokens/{id} does it", "api_token"));
        }
        accounts.signOut(caller.credential());
        return caller.viaCookie() ? Reply.noContent().with(SET_COOKIE, setCookie(request, "", 0)) : Reply.noContent();
    }

    private Reply changePassword(Request request) {
        Authentication.Caller caller = request.caller();
        refuseApiToken(caller, "change the password");
        PasswordChange outcome = accounts.changePassword(
                caller.principal().name(), request.given("current"), request.given("new"), caller.credential());
        return switch (outcome) {
            case PasswordChange.Changed changed -> Reply.noContent();
            // Not 401: the session is good.
            case PasswordChange.WrongPassword wrong ->
                throw ProblemException.wrong("current", "(hidden)", "your password of now");
            case PasswordChange.LockedOut lockedOut ->
                throw Later.problem(429, "too many failures for this user", lockedOut.delay());
            case PasswordChange.Busy busy -> throw Later.busy();
        };
    }

    /** What takes a person: a key that got away must not make itself at home. */
    static void refuseApiToken(Authentication.Caller caller, String what) {
        Optional.of(caller.signedIn().kind())
                .filter(SignedIn.Kind.API_TOKEN::equals)
                .ifPresent(kind -> {
                    throw new ProblemException(
                            Problem.of(403, "an API token cannot " + what + "; sign in with user and password"));
                });
    }
}
