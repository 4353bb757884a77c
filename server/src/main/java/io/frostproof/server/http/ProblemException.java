package io.frostproof.server.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem; expected, so it has no stack trace. */
final class ProblemException extends RuntimeException {

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    ProblemException(Problem problem) {
        this(problem, Map.of());
    }

    ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    static ProblemException notFound(String what, String id) {
        return new ProblemException(Problem.of(404, what + " '" + id + "' does not exist"));
    }

    /** 400 about one field or parameter; {@code value} is what came, null when nothing did. */
    static ProblemException wrong(String field, @Nullable String value, String expected) {
        return new ProblemException(Problem.of(List.of(new Problem.FieldError(field, value, expected))));
    }

    Problem problem() {
        return problem;
    }

    Map<String, String> headers() {
        return headers;
    }
}
