package io.frostproof.server.http;

import io.frostproof.store.WayQueries;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Lanes, what nodes can do, what people say of both, and what can fail. */
final class WayRoutes {

    private final WayQueries ways;
    private final Runnable changed;
    private final InstantSource clock;

    /** @param changed is told that there is news for those who watch */
    WayRoutes(WayQueries ways, Runnable changed, InstantSource clock) {
        this.ways = ways;
        this.changed = changed;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on(
                        "listLanes",
                        request -> Reply.page(ways.lanes(request.query().page(), clock.instant())))
                .on("tellLaneState", this::lane)
                .on(
                        "listNodeCapabilities",
                        request -> Reply.page(ways.capabilities(request.query().page(), clock.instant())))
                .on("tellNodeState", this::node)
                .on(
                        "listDisruptions",
                        request -> Reply.page(ways.disruptions(request.query().page())));
    }

    private Reply lane(Request request) {
        Instant now = clock.instant();
        String id = request.id();
        Reply reply = Reply.json(ways.tellLane(
                        id,
                        request.given("state"),
                        until(request, now),
                        request.given("reason"),
                        request.principal().name(),
                        now)
                .orElseThrow(() -> ProblemException.notFound("lane", id)));
        changed.run();
        return reply;
    }

    private Reply node(Request request) {
        Instant now = clock.instant();
        String id = request.id();
        Reply reply = Reply.json(ways.tellNode(
                        id,
                        request.given("state"),
                        until(request, now),
                        request.given("reason"),
                        request.principal().name(),
                        now)
                .orElseThrow(() -> ProblemException.notFound("node", id)));
        changed.run();
        return reply;
    }

    private static @Nullable Instant until(Request request, Instant now) {
        String text = request.text("until");
        Instant until = text == null ? null : BodyTimes.of(request, "until");
        if (until != null && !until.isAfter(now)) {
            throw ProblemException.wrong("until", text, "a time to come; it is " + now + " now");
        }
        return until;
    }
}
