package io.frostproof.server.notify;

import io.frostproof.alerts.notify.OneLine;
import io.frostproof.alerts.notify.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What an HTTP answer means for a notice. Pure. */
final class WebhookAnswer {
    /** So much of an answer is kept with the attempt: enough for an error message, too little for a page. */
    static final int KEPT_CHARACTERS = 200;

    private WebhookAnswer() {}

    /**
     * 2xx is accepted. 408, 409 (its first delivery may still be in progress), 425, 429 and 5xx are temporary. All
     * others are refusals for good, redirects among them: a signed notice goes to the address that was configured and to no other.
     *
     * @param retryAfter the header of that name: seconds or an HTTP date (RFC 9110, 10.2.3); anything else is ignored
     */
    static Outcome of(int status, String body, @Nullable String retryAfter, Instant now) {
        String answer = OneLine.of(body, KEPT_CHARACTERS);
        String detail = answer.isEmpty() ? Integer.toString(status) : status + ": " + answer;
        if (status >= 200 && status < 300) {
            return new Outcome.Accepted(detail);
        }
        if (status >= 300 && status < 400) {
            return new Outcome.Permanent("redirects are not followed; " + detail);
        }
        return switch (status) {
            case 408, 409, 425, 429 -> new Outcome.Temporary(detail, wait(retryAfter, now));
            default ->
                status >= 400 && status < 500
                        ? new Outcome.Permanent(detail)
                        : new Outcome.Temporary(detail, wait(retryAfter, now));
        };
    }

    private static @Nullable Duration wait(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return null;
        }
        String value = retryAfter.strip();
        // Nine digits are 31 years; more would be nonsense and could overflow.
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeException neither) {
            return null;
        }
    }
}
