package io.frostproof.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a sink has received, in order, with waiting for the n-th. Thread-safe. */
final class Received<T> {
    private final List<T> items = new ArrayList<>();

    synchronized void add(T item) {
        items.add(item);
        notifyAll();
    }

    synchronized List<T> all() {
        return List.copyOf(items);
    }

    /** All items as soon as there are at least {@code count}; an AssertionError that shows what there is after {@code atMost}. */
    synchronized List<T> await(int count, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (items.size() < count) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new AssertionError("expected at least " + count + " within " + atMost + ", received "
                        + items.size() + ": " + items);
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + count, e);
            }
        }
        return List.copyOf(items);
    }
}
