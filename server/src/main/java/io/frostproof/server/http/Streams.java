package io.frostproof.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that carry events: at most {@value #MOST} at once. Each is looked at every {@value #LOOK_S} s whether its caller still
 * may listen: sessions end and permissions change, and these connections last. Thread-safe.
 */
final class Streams {

    /** An office full of pages; each costs some ten KiB, and up to {@value EventStream#BUFFER_BYTES} bytes when it is slow. */
    static final int MOST = 500;

    private static final int LOOK_S = 60;

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final Semaphore places = new Semaphore(MOST);
    private final ExecutorService threads;

    Streams(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Lets a client listen.
     *
     * @param request id of the request, for the log
     * @param mayListen whether its caller still may; may block
     * @throws ProblemException 503 when there are too many
     */
    void open(
            Vertx vertx,
            Context context,
            HttpServerResponse response,
            String request,
            Reply.Feed feed,
            BooleanSupplier mayListen) {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    Problem.of(503, "too many clients listen to events"),
                    Map.of("Retry-After", Integer.toString(LOOK_S)));
        }
        var stream = new EventStream(context, response, request);
        stream.whenClosed(places::release);
        stream.open();
        long timer = vertx.setPeriodic(
                Duration.ofSeconds(LOOK_S).toMillis(), id -> run(() -> look(stream, mayListen), stream));
        stream.whenClosed(() -> vertx.cancelTimer(timer));
        run(() -> feed(stream, feed, request), stream);
    }

    private void run(Runnable work, EventStream stream) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            stream.cut("the server stops");
        }
    }

    private static void look(EventStream stream, BooleanSupplier mayListen) {
        if (!mayListen.getAsBoolean()) {
            stream.end();
        }
    }

    private static void feed(EventStream stream, Reply.Feed feed, String request) {
        try {
            feed.begin(stream);
        } catch (RuntimeException e) {
            LOG.error("event=events_failed request={}", request, e);
            stream.cut("the server failed");
        }
    }
}
