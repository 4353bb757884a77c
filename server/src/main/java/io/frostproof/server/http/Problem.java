package io.frostproof.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 has it. The type is {@code about:blank}, for which the title is that of the status.
 *
 * @param errors each thing that is wrong with the request; null when it is not about the request's parts
 * @param state where the thing stands that cannot be moved; null when it is not about that
 * @param rejected why parts of a message could not be used; null when it is not about a message
 * @param requestId also in the header {@code X-Request-Id} and in the server's log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable List<FieldError> errors,
        @Nullable String state,
        @Nullable List<Rejection> rejected,
        @Nullable String requestId) {

    /** One field or parameter; {@code value} is what came, null when nothing did. */
    record FieldError(
            String field,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String value,

            String expected) {}

    /**
     * Why parts of a message could not be used.
     *
     * @param reason as in PROTOCOL.md and in the metrics
     */
    record Rejection(String reason, String detail) {}

    static Problem of(int status, String detail) {
        return new Problem("about:blank", title(status), status, detail, null, null, null, null);
    }

    static Problem of(List<FieldError> errors) {
        return of(400, errors);
    }

    static Problem of(int status, List<FieldError> errors) {
        String detail = errors.size() == 1
                ? errors.getFirst().field() + ": expected " + errors.getFirst().expected()
                : errors.size() + " things are wrong with the request; see errors";
        return new Problem("about:blank", title(status), status, detail, List.copyOf(errors), null, null, null);
    }

    static Problem conflict(String detail, String state) {
        return new Problem("about:blank", title(409), 409, detail, null, state, null, null);
    }

    /** Somebody was faster. */
    static Problem changed(String detail, String state) {
        return new Problem("about:blank", title(412), 412, detail, null, state, null, null);
    }

    /** Nothing of a message could be used. */
    static Problem unusable(int status, String detail, List<Rejection> rejected) {
        return new Problem("about:blank", title(status), status, detail, null, null, List.copyOf(rejected), null);
    }

    Problem in(String request) {
        return new Problem(type, title, status, detail, errors, state, rejected, request);
    }

    private static String title(int status) {
        return io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
