package io.frostproof.server.http;

import io.frostproof.store.NoticeQueries;
import io.frostproof.store.Page;
import io.frostproof.store.ReviewQueries;

/** What was set apart, and what became of notices. */
final class ReviewRoutes {

    private final ReviewQueries review;
    private final NoticeQueries notices;

    ReviewRoutes(ReviewQueries review, NoticeQueries notices) {
        this.review = review;
        this.notices = notices;
    }

    void register(Operations operations) {
        operations
                .on("listDeadLetters", this::deadLetters)
                .on("listSuspectReadings", this::suspectReadings)
                .on("listNotices", this::notices);
    }

    private Reply deadLetters(Request request) {
        return Reply.page(new Page<>(
                review.deadLetters(
                        request.query().text("state"), request.query().page().limit()),
                null));
    }

    private Reply suspectReadings(Request request) {
        return Reply.page(new Page<>(
                review.suspectReadings(
                        request.query().text("state"), request.query().page().limit()),
                null));
    }

    private Reply notices(Request request) {
        return Reply.page(new Page<>(
                notices.list(
                        request.query().text("state"), request.query().page().limit()),
                null));
    }
}
