package io.frostproof.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, times and logs what is asked of the server: every request at debug, slow ones at info, those that the server failed at warn (503 together, now and then).
 * A line has the request's id, user, operation, status and duration, and nothing of its path, query or body. Thread-safe.
 */
final class Traffic {

    /** Answers without an operation of the contract: pages, and what is not there. */
    static final String OTHER = "other";
    /** Its requests last as long as somebody looks, so they are counted and not timed. */
    private static final String EVENTS = "streamEvents";

    /** More than the server does, or the database is away: many requests at once, so they are counted and warned of together. */
    private static final int BUSY = 503;

    /** Somebody at a page notices. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    /** What the bars of the pages are about (300 ms, 1 s), and two steps on both sides. */
    private static final Duration[] STEPS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    private static final String KEY = Traffic.class.getName();

    private final MeterRegistry registry;
    private final LongSupplier nanos;
    private final AtomicInteger running = new AtomicInteger();
    private final Repeats busy;
    private final AtomicInteger watching = new AtomicInteger();

    /** @param nanos a clock that only goes forward */
    Traffic(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
        busy = new Repeats(nanos);
        Gauge.builder("frostproof.http.requests.running", running, AtomicInteger::get)
                .description(
                        "Requests that have come and are not answered to the end; streams of events are not among them.")
                .register(registry);
        Gauge.builder("frostproof.http.event.clients", watching, AtomicInteger::get)
                .description("Clients that listen to server-sent events now.")
                .register(registry);
    }

    /** One request, while it lasts. Written by the event loop and by the thread that answers, read when all is done. */
    private static final class Exchange {
        final String id;
        final long begun;
        volatile String operation = OTHER;
        volatile boolean stream;
        volatile @Nullable String user;

        Exchange(String id, long begun) {
            this.id = id;
            this.begun = begun;
        }
    }

    /** A request has come. */
    void begin(RoutingContext context, String requestId) {
        var exchange = new Exchange(requestId, nanos.getAsLong());
        context.put(KEY, exchange);
        running.incrementAndGet();
        context.addEndHandler(end -> end(exchange, context.response().getStatusCode(), end.failed()));
    }

    /** Which operation of the contract it is for. */
    void routed(RoutingContext context, Operation operation) {
        Exchange exchange = context.get(KEY);
        if (exchange != null) {
            exchange.operation = operation.id();
            exchange.stream = operation.stream();
            if (operation.id().equals(EVENTS)) {
                running.decrementAndGet();
                watching.incrementAndGet();
            }
        }
    }

    /** Who asks. */
    static void caller(RoutingContext context, String user) {
        Exchange exchange = context.get(KEY);
        if (exchange != null) {
            exchange.user = user;
        }
    }

    private void end(Exchange exchange, int status, boolean cut) {
        Duration took = Duration.ofNanos(nanos.getAsLong() - exchange.begun);
        boolean events = exchange.operation.equals(EVENTS);
        (events ? watching : running).decrementAndGet();
        // Whoever looks at events leaves by cutting the connection.
        String result = cut && !events ? "cut" : status / 100 + "xx";
        Counter.builder("frostproof.http.requests")
                .tag("operation", exchange.operation)
                .tag("status", result)
                .description(
                        "Requests answered, by operation of the contract and class of status; cut: the client was gone first.")
                .register(registry)
                .increment();
        if (!events) {
            Timer.builder("frostproof.http.request.duration")
                    .tag("operation", exchange.operation)
                    .serviceLevelObjectives(STEPS)
                    .description(
                            "Time from a request's head to the end of its answer; streams of events are not timed.")
                    .register(registry)
                    .record(took.toNanos(), TimeUnit.NANOSECONDS);
        }
        log(exchange, status, cut && !events, took);
        tell(status == BUSY ? busy.happened() : busy.due());
    }

    private static void tell(long times) {
        if (times > 0) {
            LOG.warn("event=api_requests_refused status={} times={}", BUSY, times);
        }
    }

    private static void log(Exchange exchange, int status, boolean cut, Duration took) {
        String form =
                "event=api_request request={} operation={} user={} status={} took_ms={}" + (cut ? " cut=true" : "");
        Object[] values = {
            exchange.id, exchange.operation, exchange.user == null ? "-" : exchange.user, status, took.toMillis()
        };
        if (status >= 500 && status != BUSY) {
            LOG.warn(form, values);
        } else if (!exchange.stream && took.compareTo(SLOW) > 0) {
            LOG.info(form, values);
        } else {
            LOG.debug(form, values);
        }
    }
}
