package io.frostproof.server.action;

import io.frostproof.alerts.action.ActionKind;
import io.frostproof.alerts.notify.Outcome;
import io.frostproof.server.action.Executor.Told;
import io.frostproof.server.notify.Letter;
import io.frostproof.server.notify.Letters;
import io.frostproof.store.ActionQueue;
import io.frostproof.store.ActionQueue.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Actions that wait for one receiver. Thread-safe.
 *
 * @param receiver its name; null: all of the kind
 */
record ActionLetters(
        ActionQueue queue, ActionKind kind, @Nullable String receiver, Executor executor) implements Letters {

    @Override
    public List<? extends Letter> due(Instant now, int limit) {
        return queue.due(kind, receiver, now, limit).stream()
                .map(action -> new ActionLetter(action, queue, executor))
                .toList();
    }

    private static final class ActionLetter implements Letter {
        private final Due action;
        private final ActionQueue queue;
        private final Executor executor;
        /** Of the last attempt. */
        private @Nullable Told told;

        ActionLetter(Due action, ActionQueue queue, Executor executor) {
            this.action = action;
            this.queue = queue;
            this.executor = executor;
        }

        @Override
        public Object id() {
            return action.id();
        }

        @Override
        public String key() {
            return action.key();
        }

        @Override
        public int attempts() {
            return action.attempts();
        }

        @Override
        public int counted() {
            return action.attempts() - action.attemptsBefore();
        }

        @Override
        public Outcome handOver() throws InterruptedException {
            Told answer = executor.tell(action);
            told = answer;
            return answer.outcome();
        }

        @Override
        public void delivered(Instant at, Duration took, String detail) {
            Told answer = told;
            queue.sent(
                    action,
                    at,
                    took,
                    detail,
                    answer == null ? null : answer.receipt(),
                    answer != null && answer.confirmed());
        }

        @Override
        public void failed(Instant at, Duration took, String detail, Instant nextAttempt) {
            queue.failed(action, at, took, detail, nextAttempt);
        }

        @Override
        public void gaveUp(Instant at, Duration took, String detail) {
            queue.dead(action, at, took, detail);
        }
    }
}
