package io.frostproof.ingest.lane;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the log that are given up when they make no progress: a database that is frozen, or behind a network that swallows everything,
 * does not fail but hang. What was given up goes on or fails on a thread of its own, and its outcome is not known.
 */
final class LogCalls {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private LogCalls() {}

    /** Told by a call that takes long that it goes on. */
    static final class Progress {
        private final AtomicLong steps = new AtomicLong();

        void step() {
            steps.incrementAndGet();
        }
    }

    /**
     * Waits for a call, for at most {@code within} without progress.
     *
     * @throws LogUnavailableException if it was given up
     */
    static <T> T call(Duration within, Supplier<T> call) throws InterruptedException {
        return call(within, () -> false, call);
    }

    /** Likewise, and no longer than until somebody else has found out that the log is away. */
    static <T> T call(Duration within, BooleanSupplier away, Supplier<T> call) throws InterruptedException {
        return watched(within, away, progress -> call.get());
    }

    /** Likewise, for a call that reports its progress. */
    static <T> T watched(Duration within, BooleanSupplier away, Function<Progress, T> call)
            throws InterruptedException {
        var progress = new Progress();
        var answer = new CompletableFuture<T>();
        Thread caller = Thread.ofVirtual().name("log-call").start(() -> {
            try {
                answer.complete(call.apply(progress));
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        long seen = progress.steps.get();
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            try {
                return answer.get(Math.clamp(deadline - System.nanoTime(), 1, LOOK_EVERY_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                long now = progress.steps.get();
                if (now != seen) {
                    seen = now;
                    deadline = System.nanoTime() + within.toNanos();
                }
                boolean late = System.nanoTime() - deadline >= 0;
                if (late || away.getAsBoolean()) {
                    // Closes the connection that it waits on, if it does.
                    caller.interrupt();
                    throw new LogUnavailableException(
                            late ? "no answer within " + within.toMillis() + " ms" : "others had no answer", e);
                }
            } catch (InterruptedException e) {
                caller.interrupt();
                throw e;
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            }
        }
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
