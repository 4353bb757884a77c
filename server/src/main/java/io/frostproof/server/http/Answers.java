package io.frostproof.server.http;

import io.frostproof.server.access.Authentication;
import io.frostproof.server.access.Authenticator;
import io.frostproof.server.access.Permission;
import io.frostproof.store.IllegalCursorException;
import io.frostproof.store.StoreException;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From a request to its reply: sign-in and permission, the contract's checks, keys, preconditions, the action, and the name of the state
 * that is told. Thread-safe; blocks.
 */
final class Answers {

    private static final String ETAG = "ETag";

    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

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

    /** A request that may be answered: its caller may ask for that, and the contract allows what it says. */
    record Asked(RoutingContext context, Operations.Served served, Request request) {}

    /**
     * Who asks for what.
     *
     * @throws ProblemException when the caller may not, or the contract does not allow it
     */
    Asked asked(RoutingContext context, Operations.Served served) {
        Operation operation = served.operation();
        Authentication.@Nullable Caller caller =
                operation.permission().map(needed -> caller(context, needed)).orElse(null);
        return new Asked(context, served, RequestReader.read(context, operation, caller));
    }

    /**
     * The reply to a request.
     *
     * @throws ProblemException when there is none
     */
    Reply answer(RoutingContext context, Operations.Served served) {
        Asked asked = asked(context, served);
        return unlessKnown(asked.request(), made(asked));
    }

    /**
     * The reply whatever the client has already; with its name, where it has one.
     *
     * @throws ProblemException when there is none
     */
    Reply made(Asked asked) {
        Operations.Served served = asked.served();
        Operation operation = served.operation();
        Request request = asked.request();
        Reply reply = doing.answer(asked.context(), operation, request, () -> {
            preconditions.check(operation, request);
            try {
                return served.action().answer(request);
            } catch (IllegalCursorException e) {
                throw ProblemException.wrong("cursor", e.cursor(), "the next of the page before");
            }
        });
        return named(operation, reply);
    }

    private static Reply named(Operation operation, Reply reply) {
        if (!(reply instanceof Reply.Whole whole) || whole.status() != 200 || whole.contentType() == null) {
            return reply;
        }
        boolean tells = operation.reads() && !operation.stream();
        // What a move answers is the state that it made, as GET tells it.
        boolean moves = operation.takesHeader(Preconditions.IF_MATCH);
        return tells || moves ? whole.with(ETAG, Etag.of(whole.body())) : reply;
    }

    /** The reply, or 304 when it tells the state that the client says it has. */
    static Reply unlessKnown(Request request, Reply reply) {
        if (!request.reads() || !(reply instanceof Reply.Whole whole)) {
            return reply;
        }
        String etag = whole.headers().get(ETAG);
        Optional<String> known = request.header("If-None-Match");
        return etag != null && known.isPresent() && Etag.named(known.get(), etag)
                ? new Reply.Whole(304, null, "", Map.of(ETAG, etag))
                : reply;
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
            case Authentication.Remembered remembered -> {
                if (needed != Permission.INGEST) {
                    throw Later.problem(503, "the database does not answer", COME_AGAIN);
                }
                yield permitted(context, remembered.caller(), needed);
            }
            case Authentication.Caller caller -> permitted(context, caller, needed);
        };
    }

    private static Authentication.Caller permitted(
            RoutingContext context, Authentication.Caller caller, Permission needed) {
        Traffic.caller(context, caller.principal().name());
        if (!caller.principal().may(needed)) {
            throw new ProblemException(Problem.of(
                    403,
                    "this takes the permission " + needed.id() + ", which "
                            + caller.principal().role().id() + " "
                            + caller.principal().name() + " does not have here"));
        }
        return caller;
    }

    private static ProblemException unknown(String detail) {
        return new ProblemException(Problem.of(401, detail), Map.of("WWW-Authenticate", "Bearer"));
    }
}
