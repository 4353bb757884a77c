package io.frostproof.server.http;

import io.frostproof.store.NoticeQueries;
import io.frostproof.store.ReviewQueries;
import java.util.List;
import java.util.Set;

/** What was set apart, and what became of notices. */
final class ReviewRoutes {

    private final ReviewQueries review;
    private final NoticeQueries notices;

    ReviewRoutes(ReviewQueries review, NoticeQueries notices) {
        this.review = review;
        this.notices = notices;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/dead-letters", Set.of("state", "limit"), this::deadLetters),
                Endpoint.get("/api/v1/suspect-readings", Set.of("state", "limit"), this::suspectReadings),
                Endpoint.get("/api/v1/notices", Set.of("state", "limit"), this::notices));
    }

    private Reply deadLetters(Request request) {
        String state = request.query().oneOf("state", List.of("pending", "replayed", "discarded"));
        int limit = request.query().limit();
        request.query().check();
        return Reply.items(review.deadLetters(state, null, io.frostproof.store.PageRequest.first(limit))
                .items());
    }

    private Reply suspectReadings(Request request) {
        String state = request.query().oneOf("state", List.of("pending", "promoted", "discarded"));
        int limit = request.query().limit();
        request.query().check();
        return Reply.items(review.suspectReadings(state, io.frostproof.store.PageRequest.first(limit))
                .items());
    }

    private Reply notices(Request request) {
        String state = request.query().oneOf("state", List.of("waiting", "delivered", "gave_up"));
        int limit = request.query().limit();
        request.query().check();
        return Reply.items(notices.list(state, io.frostproof.store.PageRequest.first(limit))
                .items());
    }
}
