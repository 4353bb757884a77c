package io.frostproof.alerts.govern;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an approval comes to. */
public sealed interface Outcome {

    /** It was the last one that was needed. */
    record Complete() implements Outcome {}

    /**
     * It counts, and others are needed.
     *
     * @param persons how many, at least 1
     * @param roles of whom; one of {@code oneOf} among them
     * @param oneOf role that one of them has to have; null: any of the roles will do
     */
    record Waits(int persons, List<String> roles, @Nullable String oneOf) implements Outcome {
        public Waits {
            roles = List.copyOf(roles);
        }
    }

    /** It does not count. */
    record Refused(Why why, String text) implements Outcome {}

    /** Why an approval does not count. The identifier is the word in the API. */
    enum Why {
        /** The same person has approved it already. */
        SAME_PERSON("same_person"),
        /** People of this role do not decide it, or not as the last one. */
        ROLE("role"),
        /** No reason was given. */
        REASON("reason"),
        /** Everybody who was needed has approved it. */
        COMPLETE("complete");

        private final String id;

        Why(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
