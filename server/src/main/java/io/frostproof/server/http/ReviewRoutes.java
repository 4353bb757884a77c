package io.frostproof.server.http;

import io.frostproof.server.review.Review;
import io.frostproof.server.review.Verdict;
import io.frostproof.store.Move;
import io.frostproof.store.NoticeQueries;
import io.frostproof.store.ReviewQueries;
import java.util.Map;

/** What was set apart and what people make of it, and what became of notices. */
final class ReviewRoutes {

    private static final String LETTER = "dead letter";
    private static final String SUSPECT = "suspect reading";

    private final ReviewQueries queries;
    private final NoticeQueries notices;
    private final Review review;
    private final Runnable changed;

    /** @param changed called after a move, so that who watches hears of it at once */
    ReviewRoutes(ReviewQueries queries, NoticeQueries notices, Review review, Runnable changed) {
        this.queries = queries;
        this.notices = notices;
        this.review = review;
        this.changed = changed;
    }

    void register(Operations operations) {
        operations
                .on("listDeadLetters", this::deadLetters)
                .on("getDeadLetter", request -> letter(request.serial()))
                .on("replayDeadLetter", this::replay)
                .on("discardDeadLetter", this::discardLetter)
                .on("listSuspectReadings", this::suspectReadings)
                .on("promoteSuspectReading", this::promote)
                .on("discardSuspectReading", this::discardSuspect)
                .on("listNotices", this::notices);
    }

    private Reply deadLetters(Request request) {
        Query query = request.query();
        return Reply.page(queries.deadLetters(query.text("state"), query.text("reason"), query.page()));
    }

    private Reply letter(long id) {
        return Reply.json(
                queries.deadLetter(id).orElseThrow(() -> ProblemException.notFound(LETTER, Long.toString(id))));
    }

    private Reply replay(Request request) {
        long id = request.serial();
        made(review.replay(id, request.principal().name()), LETTER, id, "replayed");
        return letter(id);
    }

    private Reply discardLetter(Request request) {
        long id = request.serial();
        made(review.discardLetter(id, request.principal().name()), LETTER, id, "discarded");
        return letter(id);
    }

    private Reply suspectReadings(Request request) {
        Query query = request.query();
        return Reply.page(queries.suspectReadings(query.text("state"), query.page()));
    }

    private Reply suspect(long id) {
        return Reply.json(
                queries.suspectReading(id).orElseThrow(() -> ProblemException.notFound(SUSPECT, Long.toString(id))));
    }

    private Reply promote(Request request) {
        long id = request.serial();
        made(review.promote(id, request.principal().name()), SUSPECT, id, "promoted");
        return suspect(id);
    }

    private Reply discardSuspect(Request request) {
        long id = request.serial();
        made(review.discardSuspect(id, request.principal().name()), SUSPECT, id, "discarded");
        return suspect(id);
    }

    /** Ends the request if it did not go as wished. */
    private void made(Verdict verdict, String what, long id, String verb) {
        String name = what + " " + id;
        switch (verdict) {
            case Verdict.Moved moved -> made(moved.move(), what, id, verb);
            case Verdict.Impossible impossible ->
                throw new ProblemException(Problem.conflict(name + " " + impossible.why(), impossible.state()));
            case Verdict.Unusable unusable ->
                throw new ProblemException(Problem.of(
                        422, name + " still cannot be used, for " + unusable.reason() + ": " + unusable.detail()));
            case Verdict.TooSlow slow ->
                throw new ProblemException(
                        Problem.of(503, name + " was not stored in time; it is pending, so try again"),
                        Map.of("Retry-After", "10"));
        }
        changed.run();
    }

    private static void made(Move move, String what, long id, String verb) {
        switch (move) {
            case Move.Made made -> {}
            case Move.NotFound notFound -> throw ProblemException.notFound(what, Long.toString(id));
            case Move.Refused refused ->
                throw new ProblemException(Problem.conflict(
                        what + " " + id + " is " + refused.state() + " and cannot be " + verb
                                + ": only a pending one can",
                        refused.state()));
            case Move.Barred barred ->
                throw new ProblemException(Problem.conflict(
                        what + " " + id + " cannot be " + verb + ": " + barred.text(), barred.state()));
        }
    }

    private Reply notices(Request request) {
        Query query = request.query();
        return Reply.page(notices.list(query.text("state"), query.page()));
    }
}
