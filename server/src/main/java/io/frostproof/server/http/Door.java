package io.frostproof.server.http;

import io.frostproof.store.StoreException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes: request id, security headers, limits, sign-in, a virtual thread, and problems as answers. Thread-safe.
 *
 * <p>Requests share the database with ingest, so few of them work at a time, as {@link Places} says. Others wait, up to
 * {@value Places#WAIT_S} s for each place; when more than {@value #WAITING} wait, the newest is turned away at once. Both are answered 503.
 * Those who wait for the same get one answer, as {@link SharedAnswers} says.
 */
final class Door {

    private static final int WAITING = 256;
    private static final String REQUEST_ID = "X-Request-Id";

    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final Answers answers;
    private final Traffic traffic;
    private final Pages pages;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("http-", 0).factory());
    private final Streams streams = new Streams(threads);
    private final Semaphore inside = new Semaphore(Places.AT_WORK + WAITING);
    private final Places places;
    private final SharedAnswers shared = new SharedAnswers();
    private final Repeats databaseAway = new Repeats(System::nanoTime);

    Door(Answers answers, Pages pages, Traffic traffic, Places places) {
        this.answers = answers;
        this.places = places;
        this.traffic = traffic;
        this.pages = pages;
    }

    Router router(Vertx vertx, List<Operations.Served> all) {
        Router router = Router.router(vertx);
        router.route().handler(this::mark);
        for (Operations.Served served : all) {
            Operation operation = served.operation();
            Route route = router.route(HttpMethod.valueOf(operation.method()), operation.routePath());
            if (!operation.reads()) {
                route.handler(BodyHandler.create(false).setBodyLimit(operation.bodyMostBytes()));
            }
            route.handler(context -> enter(context, served));
        }
        router.route(Pages.ASSETS).handler(pages::asset);
        List<Operation> operations =
                all.stream().map(Operations.Served::operation).toList();
        for (int status : new int[] {400, 404, 405, 413, 414, 500}) {
            router.errorHandler(status, context -> failed(context, status, operations));
        }
        return router;
    }

    void close() {
        threads.shutdownNow();
    }

    private void mark(RoutingContext context) {
        String offered = context.request().getHeader(REQUEST_ID);
        String id = offered != null && offered.matches("[A-Za-z0-9._-]{1,64}")
                ? offered
                : UUID.randomUUID().toString();
        HttpServerResponse response = context.response();
        HEADERS.forEach(response::putHeader);
        response.putHeader(REQUEST_ID, id);
        context.put(REQUEST_ID, id);
        traffic.begin(context, id);
        context.next();
    }

    private void enter(RoutingContext context, Operations.Served served) {
        traffic.routed(context, served.operation());
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
        if (!inside.tryAcquire()) {
            send(context, eventLoop, problem(context, Places.busy()));
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    work(context, eventLoop, served);
                } finally {
                    inside.release();
                }
            });
        } catch (RejectedExecutionException e) {
            inside.release();
            send(context, eventLoop, problem(context, Places.stopping()));
        }
    }

    private void work(RoutingContext context, Context eventLoop, Operations.Served served) {
        Operation operation = served.operation();
        var out = new ResponseWriter(eventLoop, context.response());
        try {
            if (operation.permission().isEmpty() && operation.reads()) {
                // Health has to be told however busy the server is.
                deliver(context, eventLoop, operation, answers.answer(context, served), out);
            } else if (operation.raw().isPresent()) {
                places.sending(() -> {
                    Answers.Asked asked = places.askingToSend(() -> answers.asked(context, served));
                    deliver(context, eventLoop, operation, answers.made(asked), out);
                    return true;
                });
            } else if (operation.shared()) {
                Answers.Asked asked = places.asking(() -> answers.asked(context, served));
                Reply reply = shared.answer(
                        asked.request().content(),
                        begun -> places.answering(operation, turn -> {
                            begun.run();
                            return answers.made(asked);
                        }));
                deliver(context, eventLoop, operation, Answers.unlessKnown(asked.request(), reply), out);
            } else {
                places.answering(operation, turn -> {
                    deliver(context, eventLoop, operation, answers.answer(context, served), out.with(turn));
                    return true;
                });
            }
        } catch (ProblemException e) {
            giveUp(context, eventLoop, out, e);
        } catch (HttpException e) {
            giveUp(
                    context,
                    eventLoop,
                    out,
                    new ProblemException(Problem.of(e.getStatusCode(), "the request cannot be read")));
        } catch (StoreException e) {
            failed(context, operation, e);
            giveUp(
                    context,
                    eventLoop,
                    out,
                    e.passes()
                            ? new ProblemException(
                                    Problem.of(503, "the database does not answer"), Map.of("Retry-After", "5"))
                            : new ProblemException(Problem.of(500, "the server failed; its log says why")));
        } catch (IOException | UncheckedIOException e) {
            LOG.info(
                    "event=response_cut request={} operation={} reason=\"{}\"",
                    requestId(context),
                    operation.id(),
                    e.getMessage());
            out.abort();
        } catch (RuntimeException e) {
            LOG.error("event=request_failed request={} operation={}", requestId(context), operation.id(), e);
            giveUp(
                    context,
                    eventLoop,
                    out,
                    new ProblemException(Problem.of(500, "the server failed; its log says why")));
        }
    }

    /** While the database is away, every request fails for the same reason. */
    private void failed(RoutingContext context, Operation operation, StoreException e) {
        long times = e.passes() ? databaseAway.happened() : 1;
        if (times > 0) {
            LOG.warn(
                    "event=request_failed request={} operation={} reason=\"{}\" times={}",
                    requestId(context),
                    operation.id(),
                    e.getMessage(),
                    times);
        }
    }

    private void deliver(
            RoutingContext context, Context eventLoop, Operation operation, Reply reply, ResponseWriter out)
            throws IOException {
        switch (reply) {
            case Reply.Whole whole -> send(context, eventLoop, whole);
            case Reply.Streamed streamed -> {
                HttpServerResponse response = context.response();
                response.putHeader("Content-Type", streamed.contentType());
                streamed.headers().forEach(response::putHeader);
                streamed.body().write(out);
                out.close();
            }
            case Reply.Events events ->
                streams.open(
                        context.vertx(),
                        eventLoop,
                        context.response(),
                        requestId(context),
                        events.feed(),
                        () -> answers.mayStill(context, operation));
        }
    }

    private static void giveUp(
            RoutingContext context, Context eventLoop, ResponseWriter out, ProblemException problem) {
        if (out.begun()) {
            out.abort();
        } else {
            context.response().headers().remove("Content-Disposition");
            send(context, eventLoop, problem(context, problem));
        }
    }

    private static Reply.Whole problem(RoutingContext context, ProblemException e) {
        return Reply.problem(e.problem().in(requestId(context)), e.headers());
    }

    private static void send(RoutingContext context, Context eventLoop, Reply.Whole reply) {
        eventLoop.runOnContext(nothing -> send(context, reply));
    }

    /** On the event loop. */
    private static void send(RoutingContext context, Reply.Whole reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        reply.headers().forEach(response::putHeader);
        response.setStatusCode(reply.status());
        if (reply.contentType() == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", reply.contentType()).end(Buffer.buffer(reply.body()));
        }
    }

    private void failed(RoutingContext context, int status, List<Operation> operations) {
        if (status == 404 && pages.wanted(context)) {
            pages.shell(context);
            return;
        }
        String path = context.normalizedPath();
        Map<String, String> headers = Map.of();
        String detail = switch (status) {
            case 404 -> "there is nothing at " + path;
            case 405 -> {
                String allowed = operations.stream()
                        .filter(operation -> operation.covers(path))
                        .map(Operation::method)
                        .distinct()
                        .collect(Collectors.joining(", "));
                if (!allowed.isEmpty()) {
                    headers = Map.of("Allow", allowed);
                }
                yield "this takes " + (allowed.isEmpty() ? "GET and HEAD only" : allowed);
            }
            case 413 ->
                "the body is larger than "
                        + operations.stream()
                                .filter(operation -> operation.covers(path))
                                .map(operation -> RawBody.size(operation.bodyMostBytes()))
                                .findFirst()
                                .orElse("allowed");
            case 500 -> "the server failed; its log says why";
            default -> "the request cannot be read";
        };
        if (status == 500) {
            LOG.error("event=request_failed request={}", requestId(context), context.failure());
        }
        // At once: what follows this handler ends a response that has not been.
        send(context, problem(context, new ProblemException(Problem.of(status, detail), headers)));
    }

    private static String requestId(RoutingContext context) {
        String id = context.get(REQUEST_ID);
        return id == null ? "-" : id;
    }
}
