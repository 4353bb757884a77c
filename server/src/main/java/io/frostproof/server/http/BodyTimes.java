package io.frostproof.server.http;

import java.time.Instant;

/** Times of request bodies. */
final class BodyTimes {

    private BodyTimes() {}

    /** A time that is there. */
    static Instant of(Request request, String field) {
        String text = request.given(field);
        return Times.parse(text).orElseThrow(() -> ProblemException.wrong(field, text, Times.RULE));
    }
}
