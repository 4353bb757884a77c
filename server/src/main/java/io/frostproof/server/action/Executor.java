package io.frostproof.server.action;

import io.frostproof.alerts.notify.Outcome;
import io.frostproof.store.ActionFollowUp.Sent;
import io.frostproof.store.ActionQueue.Due;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way to one receiver. Thread-safe; whoever made one closes it. */
public interface Executor extends AutoCloseable {

    /**
     * What came of an attempt.
     *
     * @param receipt what it is to the receiver; null: it said none
     * @param confirmed whether the answer says that it is done
     */
    record Told(Outcome outcome, @Nullable String receipt, boolean confirmed) {

        static Told of(Outcome outcome) {
            return new Told(outcome, null, false);
        }
    }

    /** What the receiver says of something that it has. */
    sealed interface Answer {
        /** It is done. */
        record Done(String detail) implements Answer {}

        /** It is not and will not be. */
        record Refused(String detail) implements Answer {}
    }

    /** Tries once to tell it and waits for the answer, within a time-out of its own. The same may come again: the receiver knows it by its key. */
    Told tell(Due action) throws InterruptedException;

    /** Asks what became of it; empty: that is not known yet, or cannot be asked. */
    default Optional<Answer> ask(Sent action) throws InterruptedException {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
