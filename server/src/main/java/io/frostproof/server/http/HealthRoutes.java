package io.frostproof.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whether the process lives, and whether it can do its work. Without sign-in, for supervisors and load balancers. */
final class HealthRoutes {

    /** Anybody may ask, so the parts are bothered at most once in this time. */
    static final Duration FRESH = Duration.ofSeconds(1);

    private final List<HealthPart> parts;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Readiness last;
    private Instant askedAt = Instant.MIN;

    HealthRoutes(List<HealthPart> parts, InstantSource clock) {
        this.parts = List.copyOf(parts);
        this.clock = clock;
    }

    private record Readiness(String status, List<PartHealth> parts) {}

    private record PartHealth(
            String name, boolean ready, @Nullable String detail) {}

    void register(Operations operations) {
        operations.on("live", request -> Reply.json(Map.of("status", "live"))).on("ready", request -> ready());
    }

    private Reply ready() {
        Readiness readiness = readiness();
        return Reply.json(readiness.status().equals("ready") ? 200 : 503, readiness);
    }

    private Readiness readiness() {
        asking.lock();
        try {
            Instant now = clock.instant();
            Readiness known = last;
            if (known == null || now.isBefore(askedAt) || !now.isBefore(askedAt.plus(FRESH))) {
                List<PartHealth> health = parts.stream().map(HealthRoutes::ask).toList();
                boolean ready = health.stream().allMatch(PartHealth::ready);
                known = new Readiness(ready ? "ready" : "not_ready", health);
                last = known;
                askedAt = clock.instant();
            }
            return known;
        } finally {
            asking.unlock();
        }
    }

    private static PartHealth ask(HealthPart part) {
        Optional<String> trouble;
        try {
            trouble = part.trouble().get();
        } catch (RuntimeException e) {
            trouble = Optional.of("cannot say: " + e.getMessage());
        }
        return new PartHealth(part.name(), trouble.isEmpty(), trouble.orElse(null));
    }
}
