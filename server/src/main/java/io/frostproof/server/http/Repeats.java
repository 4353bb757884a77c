package io.frostproof.server.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts what happens again and again, so that a flood of it is a line now and then and not a line each: the first is told at once, what
 * follows together, when {@link #EVERY} has passed. Thread-safe.
 */
final class Repeats {

    static final Duration EVERY = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong quietUntil;

    /** @param nanos a clock that only goes forward */
    Repeats(LongSupplier nanos) {
        this.nanos = nanos;
        quietUntil = new AtomicLong(nanos.getAsLong());
    }

    /** It has happened. Answers how many times are to be told now; 0: none yet. */
    long happened() {
        untold.incrementAndGet();
        return due();
    }

    /** How many times are to be told now; to be asked now and then, so that the last of a flood are told too. */
    long due() {
        long until = quietUntil.get();
        long now = nanos.getAsLong();
        return untold.get() > 0 && now - until >= 0 && quietUntil.compareAndSet(until, now + EVERY.toNanos())
                ? untold.getAndSet(0)
                : 0;
    }
}
