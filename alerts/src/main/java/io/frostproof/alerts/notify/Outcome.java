package io.frostproof.alerts.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a receiver did with a notice. Each detail is one line without secrets, kept with the attempt for people to read. */
public sealed interface Outcome {

    /** One line on what happened, such as {@code 503: maintenance}. */
    String detail();

    /** The receiver took it over; from here on it is the receiver's. */
    record Accepted(String detail) implements Outcome {}

    /**
     * It was not taken, or nobody knows whether it was, and a later attempt may succeed.
     *
     * @param retryAfter how long the receiver asked us to wait; null when it did not say
     */
    record Temporary(String detail, @Nullable Duration retryAfter) implements Outcome {}

    /** The receiver refused this notice, and would refuse it again. */
    record Permanent(String detail) implements Outcome {}
}
