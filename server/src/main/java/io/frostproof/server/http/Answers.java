package io.frostproof.server.http;

import io.frostproof.server.access.Authentication;
import io.frostproof.server.access.Authenticator;
import io.frostproof.server.access.Permission;
import io.frostproof.store.IllegalCursorException;
import io.frostproof.store.StoreException;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From a request to its reply: sign-in and permission, the contract's checks, keys, preconditions, the action, and the name of the state
 * that is told. Thread-safe; blocks.
 */
final class Answers {

    private final Authenticator authenticator;
    private final Preconditions preconditions;
    private final Doing doing;

    /** Does a request, or knows what came of it when it was done before; {@link Once} in a server. */
    interface Doing {
        Reply answer(RoutingContext context, Operation operation, Request request, Supplier<Reply> work);
    }

    Answers(Authenticator authenticator, Preconditions preconditions, Doing doing) {
        this.authenticator = authenticator;
        this.preconditions = preconditions;
        this.doing = doing;
    }

    /**
     * The reply to a request.
     *
     * @throws ProblemException when there is none
     */
    Reply answer(RoutingContext context, Operations.Served served) {
        Operation operation = served.operation();
        Authentication.@Nullable Caller caller =
                operation.permission().map(needed -> caller(context, needed)).orElse(null);
        Request request = RequestReader.read(context, operation, caller);
        Reply reply = doing.answer(context, operation, request, () -> {
            preconditions.check(operation, request);
            try {
                return served.action().answer(request);
            } catch (IllegalCursorException e) {
                throw ProblemException.wrong("cursor", e.cursor(), "the next of the page before");
            }
        });
        return named(operation, request, reply);
    }

    private static Reply named(Operation operation, Request request, Reply reply) {
        if (!(reply instanceof Reply.Whole whole) || whole.status() != 200 || whole.contentType() == null) {
            return reply;
        }
        boolean tells = operation.reads() && !operation.stream();
        // What a move answers is the state that it made, as GET tells it.
        boolean moves = operation.takesHeader(Preconditions.IF_MATCH);
        if (!tells && !moves) {
            return reply;
        }
        String etag = Etag.of(whole.body());
        Optional<String> known = request.header("If-None-Match");
        return tells && known.isPresent() && Etag.named(known.get(), etag)
                ? new Reply.Whole(304, null, "", Map.of("ETag", etag))
                : whole.with("ETag", etag);
    }

    /** Whether an open connection may go on; a database that is away for a while is no reason to end it. */
    boolean mayStill(RoutingContext context, Operation operation) {
        try {
            operation.permission().ifPresent(needed -> caller(context, needed));
            return true;
        } catch (ProblemException e) {
            // Not for having asked too often.
            return e.problem().status() != 401 && e.problem().status() != 403;
        } catch (StoreException e) {
            return true;
        }
    }

    private Authentication.Caller caller(RoutingContext context, Permission needed) {
        return switch (authenticator.authenticate(context.request())) {
            case Authentication.Nobody nobody ->
                throw unknown(
                        "sign in: neither the header Authorization with a bearer token nor a session's cookie is there");
            case Authentication.Refused refused -> throw unknown("sign in: " + refused.why());
            case Authentication.Forbidden forbidden -> throw new ProblemException(Problem.of(403, forbidden.why()));
            case Authentication.TooMany tooMany ->
                throw Later.problem(429, "too many requests with this sign-in", tooMany.delay());
            case Authentication.Caller caller -> {
                Traffic.caller(context, caller.principal().name());
                if (!caller.principal().may(needed)) {
                    throw new ProblemException(Problem.of(
                            403,
                            "this takes the permission " + needed.id() + ", which "
                                    + caller.principal().role().id() + " "
                                    + caller.principal().name() + " does not have here"));
                }
                yield caller;
            }
        };
    }

    private static ProblemException unknown(String detail) {
        return new ProblemException(Problem.of(401, detail), Map.of("WWW-Authenticate", "Bearer"));
    }
}
