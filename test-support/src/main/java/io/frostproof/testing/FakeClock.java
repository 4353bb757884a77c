package io.frostproof.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class FakeClock implements InstantSource {
    private final AtomicReference<Instant> now;

    private FakeClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    public static FakeClock at(Instant start) {
        return new FakeClock(start);
    }

    /** Starts at an instant written as ISO 8601 in UTC, such as {@code 2026-11-21T02:00:00Z}. */
    public static FakeClock at(String start) {
        return new FakeClock(Instant.parse(start));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the clock to an instant, forwards or backwards. */
    public void set(Instant instant) {
        now.set(instant);
    }

    /** Moves the clock by a time, which may be negative, and returns the new instant. */
    public Instant advance(Duration by) {
        return now.updateAndGet(instant -> instant.plus(by));
    }
}
