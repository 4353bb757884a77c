package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The server has answered that it did not do what it was asked to. The message is for people and may have several lines. */
public final class ApiException extends IOException {

    private final int status;

    private ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /**
     * Puts a problem (RFC 9457) into words: what, which field, and the request id under which the server's log tells more.
     *
     * @param request method and path
     * @param problem the body; empty if it was no JSON
     */
    static ApiException of(String request, int status, JsonNode problem, String requestId) {
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
        return new ApiException(status, text.toString());
    }
}
