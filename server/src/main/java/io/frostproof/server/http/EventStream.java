package io.frostproof.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A response that stays open and carries events. */
final class EventStream implements EventSink {

    /** Some thousand events. */
    static final int BUFFER_BYTES = 256 * 1024;

    private static final Duration STALLED_AFTER = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Context context;
    private final HttpServerResponse response;
    private final String request;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Runnable> closing = new ArrayList<>();
    private int pendingBytes;
    private volatile boolean closed;

    /**
     * A stream that is not open yet.
     *
     * @param context the event loop of the response
     * @param request id of the request, for the log
     */
    EventStream(Context context, HttpServerResponse response, String request) {
        this.context = context;
        this.response = response;
        this.request = request;
    }

    /** Sends the head, so that the client knows that it is connected. */
    void open() {
        context.runOnContext(nothing -> {
            if (response.closed() || response.ended()) {
                markClosed();
                return;
            }
            response.closeHandler(gone -> markClosed());
            response.exceptionHandler(failure -> markClosed());
            response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                    // Compressing would hold events back; so would a proxy that waits for more.
                    .putHeader("Content-Encoding", "identity")
                    .putHeader("X-Accel-Buffering", "no")
                    .setChunked(true);
            response.write(": connected\n\n");
        });
    }

    @Override
    public void event(@Nullable String id, String name, String json) {
        var text = new StringBuilder(json.length() + 64);
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        text.append("event: ").append(name).append('\n');
        json.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        send(text.append('\n').toString());
    }

    @Override
    public void comment(String text) {
        send(": " + text.replace('\n', ' ').replace('\r', ' ') + "\n\n");
    }

    private void send(String text) {
        Buffer buffer = Buffer.buffer(text);
        boolean full;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            pendingBytes += buffer.length();
            full = pendingBytes > BUFFER_BYTES;
        } finally {
            lock.unlock();
        }
        if (full) {
            cut("it does not take what it is sent");
            return;
        }
        context.runOnContext(nothing -> {
            if (!response.closed() && !response.ended()) {
                response.write(buffer).onComplete(result -> written(buffer.length()));
            }
        });
    }

    private void written(int bytes) {
        lock.lock();
        try {
            pendingBytes -= bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitRoom() {
        boolean stalled = false;
        lock.lock();
        try {
            long left = STALLED_AFTER.toNanos();
            int before = pendingBytes;
            while (!closed && pendingBytes > BUFFER_BYTES / 2 && !stalled) {
                left = changed.awaitNanos(left);
                if (pendingBytes < before) {
                    left = STALLED_AFTER.toNanos();
                }
                before = pendingBytes;
                stalled = left <= 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stalled = true;
        } finally {
            lock.unlock();
        }
        if (stalled) {
            cut("it takes nothing, or the server stops");
        }
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void whenClosed(Runnable action) {
        lock.lock();
        try {
            if (!closed) {
                closing.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    @Override
    public void end() {
        markClosed();
        context.runOnContext(nothing -> {
            if (!response.closed() && !response.ended()) {
                response.end();
            }
        });
    }

    /** Ends the connection in the middle. */
    void cut(String why) {
        if (markClosed()) {
            LOG.info("event=events_cut request={} reason=\"{}\"", request, why);
        }
        context.runOnContext(nothing -> {
            if (!response.closed()) {
                response.reset();
            }
        });
    }

    private boolean markClosed() {
        List<Runnable> actions;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            actions = List.copyOf(closing);
            closing.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("event=events_close_failed request={}", request, e);
            }
        }
        return true;
    }
}
