package io.frostproof.server.notify;

import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The outbox of the database, and the one in memory while the database is away. Nobody waits for a database that does not answer: its
 * calls run on threads of their own, {@link #away} lets go of those that wait for one, and without that they give up after a time.
 * An attempt is recorded where the outbox is when it ends, by key, wherever the message came from. Thread-safe.
 */
public final class OutageOutbox implements Outbox {

    /** The pool's own limit for a connection; an outbox that takes longer is as good as away. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    /** The last step of the way back holds records up, so it must not take long. */
    private static final Duration LAST_STEP_WITHIN = Duration.ofSeconds(2);
    /** A round of the way back that finds no more than these leaves them to the last step. */
    private static final int FEW = 100;

    private static final int AT_ONCE = 500;
    private static final int ROUNDS_AT_MOST = 10;

    private final Outbox database;
    private final Consumer<List<KeptNotice>> intoDatabase;
    private final MemoryOutbox memory;
    private final ToldNotices told;
    private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();
    /** Targets whose question has not been answered, though nobody waits for it any more: they are not asked again. */
    private final Map<String, CompletableFuture<?>> unanswered = new ConcurrentHashMap<>();

    private final ReentrantLock switching = new ReentrantLock();
    private volatile boolean away;
    private volatile long written;

    /**
     * @param intoDatabase writes what became of notices into the outbox of the database, or throws
     * @param told keeps what is in {@code memory} on disk, before anybody is told of it
     */
    public OutageOutbox(
            Outbox database, Consumer<List<KeptNotice>> intoDatabase, MemoryOutbox memory, ToldNotices told) {
        this.database = database;
        this.intoDatabase = intoDatabase;
        this.memory = memory;
        this.told = told;
    }

    /** The database does not answer. */
    private static final class AwayException extends RuntimeException {
        AwayException() {
            super("the database is away", null, false, false);
        }
    }

    /** From now on the outbox is in memory. Never blocks. */
    public void away() {
        away = true;
        waiting.forEach(call -> call.completeExceptionally(new AwayException()));
    }

    /**
     * Writes most of what is in memory into the database, while notices go on from memory.
     *
     * @return notices that were written
     * @throws RuntimeException if the database does not take them
     */
    public int prepareBack() {
        int count = 0;
        // What there is at first may be much. Notices go out meanwhile, so it may take some rounds until little is
        // left.
        for (int round = 0; round < ROUNDS_AT_MOST; round++) {
            long version = memory.version();
            List<KeptNotice> changed = memory.changedSince(written);
            if (changed.size() <= FEW) {
                break;
            }
            write(changed, ANSWER_WITHIN);
            written = version;
            count += changed.size();
        }
        return count;
    }

    /**
     * Writes the rest into the database; from then on the outbox is there.
     *
     * @return notices that were written
     * @throws RuntimeException if the database does not take them; the outbox stays in memory then
     */
    public int back() {
        switching.lock();
        try {
            long version = memory.version();
            List<KeptNotice> rest = memory.changedSince(written);
            write(rest, LAST_STEP_WITHIN);
            written = version;
            unanswered.clear();
            away = false;
            told.clear();
            return rest.size();
        } finally {
            switching.unlock();
        }
    }

    private void write(List<KeptNotice> notices, Duration within) {
        for (int from = 0; from < notices.size(); from += AT_ONCE) {
            List<KeptNotice> some = notices.subList(from, Math.min(from + AT_ONCE, notices.size()));
            wait(
                    call(() -> {
                        intoDatabase.accept(some);
                        return true;
                    }),
                    within);
        }
    }

    /** Forgets what is in the database by now. To be called while the outbox is there. */
    public void forgetWritten() {
        memory.forgetUpTo(written);
    }

    @Override
    public List<OutboxMessage> due(String target, Instant now, int limit) {
        if (!away) {
            CompletableFuture<?> before = unanswered.get(target);
            if (before != null && !before.isDone()) {
                // Another question would only take one more connection from others.
                throw new IllegalStateException("the outbox has not answered yet");
            }
            CompletableFuture<List<OutboxMessage>> call = call(() -> database.due(target, now, limit));
            unanswered.put(target, call);
            try {
                return ask(call);
            } catch (AwayException goOnBelow) {
                // from memory
            }
        }
        told.keep();
        return memory.due(target, now, limit);
    }

    @Override
    public Map<String, Long> waiting() {
        if (!away) {
            try {
                return ask(call(database::waiting));
            } catch (AwayException goOnBelow) {
                // from memory
            }
        }
        return memory.waiting();
    }

    @Override
    public void delivered(OutboxMessage message, Instant at, Duration took, String detail) {
        record(message, true, outbox -> outbox.delivered(message, at, took, detail));
    }

    @Override
    public void failed(OutboxMessage message, Instant at, Duration took, String detail, Instant nextAttempt) {
        record(message, false, outbox -> outbox.failed(message, at, took, detail, nextAttempt));
    }

    @Override
    public void gaveUp(OutboxMessage message, Instant at, Duration took, String detail) {
        record(message, true, outbox -> outbox.gaveUp(message, at, took, detail));
    }

    private void record(OutboxMessage message, boolean done, Consumer<Outbox> attempt) {
        switching.lock();
        try {
            if (away) {
                attempt.accept(memory);
                return;
            }
        } finally {
            switching.unlock();
        }
        try {
            ask(call(() -> {
                attempt.accept(database);
                return true;
            }));
        } catch (AwayException gone) {
            // Perhaps it is on record there; if not, it will be. Recording it twice changes nothing.
            attempt.accept(memory);
            return;
        } catch (RuntimeException e) {
            // If the database turns out to be away, nobody must be told again.
            attempt.accept(memory);
            throw e;
        }
        String key = message.notice().key();
        if (done) {
            memory.doneElsewhere(key, message.target());
        } else if (memory.knows(key, message.target())) {
            attempt.accept(memory);
        }
    }

    private static <T> CompletableFuture<T> call(Supplier<T> call) {
        var answer = new CompletableFuture<T>();
        Thread.ofVirtual().name("outbox-call").start(() -> {
            try {
                answer.complete(call.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Waits for an answer until the database is known to be away. */
    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself and no other, which is what is meant
    private <T> T ask(CompletableFuture<T> answer) {
        // Another future than the call's own, which goes on and says when it has ended.
        CompletableFuture<T> awaited = answer.copy();
        waiting.add(awaited);
        try {
            if (away) {
                awaited.completeExceptionally(new AwayException());
            }
            return wait(awaited, ANSWER_WITHIN);
        } finally {
            waiting.remove(awaited);
        }
    }

    private static <T> T wait(CompletableFuture<T> answer, Duration within) {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the outbox failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the outbox did not answer within " + within.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the outbox", e);
        }
    }
}
