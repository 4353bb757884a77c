package io.frostproof.server.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets few hashes of passwords be worked on at a time, so that a flood of sign-ins eats neither the memory nor the processors that
 * ingest needs: as many as half of the processors, with {@value #WAITING} waiting for up to 2 s; everybody else is turned away at
 * once. Thread-safe.
 */
final class HashingGate {

    /** Few, since each also holds one of the API's places for requests meanwhile. */
    static final int WAITING = 2;

    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Semaphore inside;
    private final Semaphore working;

    HashingGate(int atWork) {
        inside = new Semaphore(atWork + WAITING);
        working = new Semaphore(atWork, true);
    }

    static HashingGate usual() {
        return new HashingGate(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** Runs the work; empty if there was no place for it. */
    <T> Optional<T> run(Supplier<T> work) {
        if (!inside.tryAcquire()) {
            return Optional.empty();
        }
        try {
            if (!working.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                working.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            inside.release();
        }
    }
}
