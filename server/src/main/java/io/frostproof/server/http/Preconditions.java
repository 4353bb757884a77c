package io.frostproof.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code If-Match}: a move is made only from the state that the caller has seen. The state of {@code /x/{id}/move} is what
 * {@code GET} of the same path answers, or else {@code GET /x/{id}}. Between this look and the move somebody else may still move it; then the move itself is refused, since each
 * is only possible from certain states.
 */
final class Preconditions {

    static final String IF_MATCH = "If-Match";

    private final Map<String, Operations.Served> states = new HashMap<>();

    /**
     * Finds the states of all moves.
     *
     * @throws IllegalStateException if there is no operation that tells the state of a move
     */
    Preconditions(List<Operations.Served> all) {
        for (Operations.Served move : all) {
            if (move.operation().takesHeader(IF_MATCH)) {
                String path = move.operation().path();
                String parent = path.substring(0, path.lastIndexOf('/'));
                states.put(
                        move.operation().id(),
                        told(all, path)
                                .or(() -> told(all, parent))
                                .orElseThrow(() -> new IllegalStateException("operation "
                                        + move.operation().id() + " takes " + IF_MATCH + ", but there is no GET "
                                        + path + " or " + parent)));
            }
        }
    }

    private static Optional<Operations.Served> told(List<Operations.Served> all, String path) {
        return all.stream()
                .filter(each ->
                        each.operation().reads() && each.operation().path().equals(path))
                .findFirst();
    }

    /** Ends the request with 412 if it wants another state than there is. */
    void check(Operation operation, Request request) {
        Operations.Served state = states.get(operation.id());
        Optional<String> seen = request.header(IF_MATCH);
        if (state == null || seen.isEmpty()) {
            return;
        }
        if (!(state.action().answer(request.of(state.operation())) instanceof Reply.Whole now)) {
            throw new IllegalStateException("operation " + state.operation().id() + " answers no whole");
        }
        String etag = Etag.of(now.body());
        if (!Etag.named(seen.get(), etag)) {
            throw new ProblemException(
                    Problem.changed("it has changed since you saw it; look at it again", state(now)),
                    Map.of("ETag", etag));
        }
    }

    private static String state(Reply.Whole now) {
        return ApiJson.read(now.body()).path("state").asText();
    }
}
