package io.frostproof.server.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells a server through its API what happened to stock, in order, on a thread of its own. What the server refuses, such as a quarantined handling
 * unit that leaves, is counted. When it asks to come again, is starting, or does not answer, the same is told again, under the same key; a server that has
 * not taken anything for {@link #PATIENCE} ends it. Thread-safe.
 */
public final class StockSender implements AutoCloseable {

    /** When so many wait, {@link #send} waits too. */
    private static final int MOST_WAITING = 10_000;

    /** Longer than a restart of the server, or of its database. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final int FIRST_SERVER_ERROR = 500;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ApiClient api;
    private final BlockingQueue<StockMessage> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Thread thread;
    private volatile boolean ending;
    private volatile @Nullable String failure;
    private volatile @Nullable String refusal;

    private StockSender(ApiClient api) {
        this.api = api;
        thread = Thread.ofVirtual().name("stock").unstarted(this::work);
    }

    /** A sender with a token that may tell about stock. */
    public static StockSender open(String server, String token) {
        var sender = new StockSender(ApiClient.withToken(server, token));
        sender.thread.start();
        return sender;
    }

    /** A sender for somebody who signs in. */
    public static StockSender signIn(String server, String user, String password)
            throws IOException, InterruptedException {
        var sender = new StockSender(ApiClient.signIn(server, user, password));
        sender.thread.start();
        return sender;
    }

    /** Takes something to tell. */
    public void send(StockMessage message) throws InterruptedException {
        while (failure == null && !waiting.offer(message, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            // The server is slower than the simulation.
        }
    }

    private void work() {
        try {
            while (!ending || !waiting.isEmpty()) {
                StockMessage next = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    post(next);
                }
            }
        } catch (IOException e) {
            failure = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(StockMessage it) throws IOException, InterruptedException {
        String key = ApiClient.newKey();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                api.post(StockMessage.PATH, it.body(), key);
                recorded.incrementAndGet();
                return;
            } catch (ApiException e) {
                if (!e.passes()) {
                    refused(it, e);
                    return;
                }
                pause(e.retryAfter(), giveUp, e);
            } catch (IOException e) {
                pause(PAUSE, giveUp, e);
            }
        }
    }

    private void refused(StockMessage it, ApiException why) throws ApiException {
        if (why.status() >= FIRST_SERVER_ERROR) {
            throw why;
        }
        refused.incrementAndGet();
        refusal = it.handlingUnit() + ": " + why.getMessage();
    }

    private static <E extends IOException> void pause(Duration wait, long giveUp, E why)
            throws E, InterruptedException {
        long nanos = Math.max(wait.toNanos(), SHORTEST_PAUSE.toNanos());
        if (System.nanoTime() + nanos - giveUp > 0) {
            throw why;
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
    }

    /** How much of it the server has recorded. */
    public long recorded() {
        return recorded.get();
    }

    /** How much it has refused. */
    public long refused() {
        return refused.get();
    }

    /** Why it refused the last of them. */
    public Optional<String> lastRefusal() {
        return Optional.ofNullable(refusal);
    }

    /** Why it has ended; empty while it works. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Waits until all are told, or the server does not answer. */
    public void finish() throws InterruptedException {
        ending = true;
        thread.join();
    }

    @Override
    public void close() {
        ending = true;
        thread.interrupt();
        api.close();
    }
}
