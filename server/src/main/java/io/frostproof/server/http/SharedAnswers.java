package io.frostproof.server.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

/**
 * One answer for all who wait for the same. Whoever asks first waits for a place at work; those who ask for the same meanwhile wait with
 * him, and take what he gets. Nobody is given an answer that was begun before he asked: nothing is kept, so what a client was told, or has
 * done, before it asks is in its answer, as if it had asked alone. The fuller the server is, the longer they wait and the more share.
 * Thread-safe.
 */
final class SharedAnswers {

    /** Answers that have not been begun, by what they are to. */
    private final ConcurrentMap<Request.Content, CompletableFuture<Reply>> gathering = new ConcurrentHashMap<>();

    /** Makes an answer. */
    interface Making {
        /**
         * Makes it.
         *
         * @param begun called before anything is looked at
         */
        Reply make(Runnable begun) throws IOException;
    }

    /**
     * The answer to {@code content}.
     *
     * @throws IOException what {@code making} throws, also when that was somebody else's
     */
    Reply answer(Request.Content content, Making making) throws IOException {
        var mine = new CompletableFuture<Reply>();
        CompletableFuture<Reply> theirs = gathering.putIfAbsent(content, mine);
        if (theirs != null) {
            return await(theirs);
        }
        try {
            Reply reply = making.make(() -> gathering.remove(content, mine));
            mine.complete(reply);
            return reply;
        } catch (IOException | RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            gathering.remove(content, mine);
        }
    }

    /** How many answers have not been begun. */
    int gathering() {
        return gathering.size();
    }

    private static Reply await(CompletableFuture<Reply> theirs) throws IOException {
        try {
            return theirs.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IOException("an answer could not be made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Places.stopping();
        }
    }
}
