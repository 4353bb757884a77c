package io.frostproof.alerts.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A notice for one target with what has become of it so far: how one outbox hands it to another.
 *
 * @param attempts made so far; at least as many as are listed in {@code made}
 * @param nextAttemptAt when the next attempt is due; of no meaning unless it waits
 * @param made attempts that the receiving outbox may not know, in order
 */
public record KeptNotice(
        Notice notice,
        String target,
        Instant createdAt,
        State state,
        int attempts,
        Instant nextAttemptAt,
        List<Attempt> made) {

    public KeptNotice {
        made = List.copyOf(made);
    }

    /** Where a notice stands. The identifier is the word in SQL and the API. */
    public enum State {
        WAITING("waiting"),
        DELIVERED("delivered"),
        GAVE_UP("gave_up");

        private final String id;

        State(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * One attempt to hand it over.
     *
     * @param number from 1
     * @param took how long the receiver took
     * @param detail one line without secrets
     */
    public record Attempt(int number, Instant at, Duration took, Ended ended, String detail) {}

    /** How an attempt ended. The identifier is the word in SQL. */
    public enum Ended {
        DELIVERED("delivered"),
        FAILED("failed"),
        GAVE_UP("gave_up");

        private final String id;

        Ended(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
