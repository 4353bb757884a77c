package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** The server has answered that it did not do what it was asked to. The message is for people and may have several lines. */
public final class ApiException extends IOException {

    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final int status;
    private final Duration retryAfter;

    private ApiException(int status, Duration retryAfter, String message) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the same request may well be done later: too many at once, or the server or its database is not there for a moment. */
    public boolean passes() {
        return PASSING.contains(status);
    }

    /** How long the server asks to wait before the same request comes again; a second if it does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /**
     * Puts a problem (RFC 9457) into words: what, which field, and the request id under which the server's log tells more.
     *
     * @param request method and path
     * @param problem the body; empty if it was no JSON
     * @param retryAfter the header, in seconds; empty if there was none
     */
    static ApiException of(String request, int status, JsonNode problem, String requestId, String retryAfter) {
        var text = new StringBuilder();
        text.append(status)
                .append(' ')
                .append(problem.path("title").asText("answered"))
                .append(": ")
                .append(Cells.plain(problem.path("detail").asText("no reason given")));
        if (problem.hasNonNull("state")) {
            text.append(" (it is ")
                    .append(Cells.plain(problem.get("state").asText()))
                    .append(')');
        }
        for (JsonNode error : problem.path("errors")) {
            text.append("\n  ")
                    .append(Cells.plain(error.path("field").asText()))
                    .append(": ");
            if (error.hasNonNull("value")) {
                text.append("was ")
                        .append(Cells.plain(error.get("value").asText()))
                        .append(", ");
            }
            text.append("expected ").append(Cells.plain(error.path("expected").asText()));
        }
        text.append("\n  ").append(request);
        String id = problem.path("request_id").asText(requestId);
        if (!id.isEmpty()) {
            text.append(", request ").append(Cells.plain(id));
        }
        return new ApiException(status, seconds(retryAfter), text.toString());
    }

    private static Duration seconds(String header) {
        try {
            return Duration.ofSeconds(Integer.parseUnsignedInt(header));
        } catch (NumberFormatException e) {
            return SOON; // missing, or a date, which Frostproof never sends
        }
    }
}
