package io.frostproof.server.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how often something may happen, for each key by itself: so many times at once, and after that at a steady pace. Remembers
 * the 10,000 keys that were used last; a forgotten one begins anew. Thread-safe.
 */
public final class TokenBuckets {

    private static final int KEYS = 10_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int burst;
    private final double perSecond;

    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > KEYS;
        }
    };

    private record Bucket(double tokens, Instant at) {}

    /**
     * Limits.
     *
     * @param burst so many at once
     * @param perSecond so many in the long run
     */
    public TokenBuckets(int burst, double perSecond) {
        if (burst < 1 || perSecond <= 0) {
            throw new IllegalArgumentException(
                    "burst " + burst + ", " + perSecond + " per second: expected both above 0");
        }
        this.burst = burst;
        this.perSecond = perSecond;
    }

    /** Takes one, and says how long the next attempt has to wait when there was none to take; zero when there was. */
    public synchronized Duration take(String key, Instant now) {
        Bucket bucket = bucket(key, now);
        if (bucket.tokens() < 1) {
            buckets.put(key, bucket);
            return Duration.ofNanos((long) Math.ceil((1 - bucket.tokens()) / perSecond * NANOS_PER_SECOND));
        }
        buckets.put(key, new Bucket(bucket.tokens() - 1, bucket.at()));
        return Duration.ZERO;
    }

    /** Gives one back that turned out not to count. */
    public synchronized void giveBack(String key, Instant now) {
        Bucket bucket = bucket(key, now);
        buckets.put(key, new Bucket(Math.min(burst, bucket.tokens() + 1), bucket.at()));
    }

    private Bucket bucket(String key, Instant now) {
        Bucket last = buckets.get(key);
        if (last == null) {
            return new Bucket(burst, now);
        }
        // A clock that was set back gives nothing and takes nothing.
        double seconds = Math.max(0, Duration.between(last.at(), now).toNanos() / NANOS_PER_SECOND);
        return new Bucket(Math.min(burst, last.tokens() + seconds * perSecond), now);
    }
}
