package io.frostproof.server.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing down: after 5 failures of one user name within 15 minutes it lets nobody in under that name until the oldest of
 * them is 15 minutes old. It remembers the 10,000 names that failed last, in memory; a restart forgets them. Names that do not exist
 * count like others, so that nothing tells them apart. Thread-safe.
 */
final class SignInLimiter {

    static final int FAILURES = 5;
    static final Duration WITHIN = Duration.ofMinutes(15);
    private static final int NAMES = 10_000;
    /** Names of users are no longer; what is longer must not fill the memory. */
    private static final int NAME_MOST = 64;

    private final Map<String, ArrayDeque<Instant>> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ArrayDeque<Instant>> eldest) {
            return size() > NAMES;
        }
    };

    /** How long this name has to wait; zero when it may try. */
    synchronized Duration wait(String name, Instant now) {
        ArrayDeque<Instant> times = failures.get(key(name));
        if (times == null) {
            return Duration.ZERO;
        }
        forgetOld(times, now);
        return times.size() < FAILURES
                ? Duration.ZERO
                : Duration.between(now, times.getFirst().plus(WITHIN));
    }

    synchronized void failed(String name, Instant now) {
        ArrayDeque<Instant> times = failures.computeIfAbsent(key(name), n -> new ArrayDeque<>());
        forgetOld(times, now);
        times.addLast(now);
    }

    synchronized void succeeded(String name) {
        failures.remove(key(name));
    }

    private static String key(String name) {
        return name.length() <= NAME_MOST ? name : name.substring(0, NAME_MOST);
    }

    private static void forgetOld(ArrayDeque<Instant> times, Instant now) {
        while (!times.isEmpty() && !times.getFirst().plus(WITHIN).isAfter(now)) {
            times.removeFirst();
        }
    }
}
