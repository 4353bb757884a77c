package io.frostproof.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Writes a response from a virtual thread, at the speed of the client: while the response's write queue is full, the writer waits. A
 * client that has gone away, or that takes nothing for a minute, ends in an {@link IOException}. For one thread at a time.
 */
final class ResponseWriter extends Writer {

    /** One write to the socket; some hundred rows of a log. */
    private static final int PIECE_CHARS = 32 * 1024;

    private static final Duration STALLED_AFTER = Duration.ofMinutes(1);

    /** What its thread gives back while it waits for the client. */
    interface Turn {
        void leave();

        /**
         * Waits until it has it again.
         *
         * @throws IOException if the server stops first
         */
        void retake() throws IOException;

        /** Of work that has nothing to give back. */
        Turn NONE = new Turn() {
            @Override
            public void leave() {}

            @Override
            public void retake() {}
        };
    }

    private final Context context;
    private final HttpServerResponse response;
    private final StringBuilder piece = new StringBuilder(PIECE_CHARS + 1024);
    private Turn turn = Turn.NONE;
    private boolean begun;

    ResponseWriter(Context context, HttpServerResponse response) {
        this.context = context;
        this.response = response;
    }

    /** The same, which gives back a turn while it waits. */
    ResponseWriter with(Turn given) {
        turn = given;
        return this;
    }

    /** Whether anything has been sent, so that it is too late for another answer. */
    boolean begun() {
        return begun;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        piece.append(buffer, offset, length);
        if (piece.length() >= PIECE_CHARS) {
            send();
        }
    }

    /** Nothing is sent before a piece is full or the writer is closed: small answers stay whole. */
    @Override
    public void flush() {}

    /** Sends what is left and ends the response. */
    @Override
    public void close() throws IOException {
        begun = true;
        Buffer last = Buffer.buffer(piece.toString());
        piece.setLength(0);
        awaitClient(onContext(() -> response.end(last)));
    }

    /** Cuts the connection, so that the client sees that something is missing. */
    void abort() {
        context.runOnContext(nothing -> {
            if (!response.closed()) {
                response.reset();
            }
        });
    }

    private void send() throws IOException {
        begun = true;
        Buffer buffer = Buffer.buffer(piece.toString());
        piece.setLength(0);
        awaitClient(onContext(() -> {
            if (response.closed()) {
                return Future.failedFuture(new IOException("the client has gone away"));
            }
            if (!response.headWritten()) {
                response.setChunked(true);
            }
            Future<Void> written = response.write(buffer);
            if (!response.writeQueueFull()) {
                return written.failed() ? written : Future.succeededFuture();
            }
            Promise<Void> drained = Promise.promise();
            response.drainHandler(nothing -> drained.tryComplete());
            written.onFailure(drained::tryFail);
            response.closeHandler(nothing -> drained.tryFail(new IOException("the client has gone away")));
            return drained.future();
        }));
    }

    private Future<Void> onContext(Supplier<Future<Void>> action) {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(nothing -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private void awaitClient(Future<Void> future) throws IOException {
        turn.leave();
        await(future);
        turn.retake();
    }

    private static void await(Future<Void> future) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(STALLED_AFTER.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("response: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the client took nothing for " + STALLED_AFTER.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
