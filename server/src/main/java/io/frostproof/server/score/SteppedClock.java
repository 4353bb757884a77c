package io.frostproof.server.score;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved. It never goes back. Thread-safe. */
final class SteppedClock implements InstantSource {

    private final AtomicLong millis;

    SteppedClock(long startMillis) {
        millis = new AtomicLong(startMillis);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public long millis() {
        return millis.get();
    }

    void moveTo(long toMillis) {
        millis.updateAndGet(now -> {
            if (toMillis < now) {
                throw new IllegalArgumentException("the clock stands at " + now + " and cannot go back to " + toMillis);
            }
            return toMillis;
        });
    }
}
