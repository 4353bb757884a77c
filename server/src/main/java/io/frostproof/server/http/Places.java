package io.frostproof.server.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many requests are at work, so that those who look leave ingest its share of the processors and of the database. First come, first
 * served. Thread-safe.
 *
 * <p>{@value #AT_WORK} requests are at work, of which {@value #HEAVY_AT_WORK} may be heavy; they may hold a database connection. Of
 * those that only look, one runs per two processors, and four at most: each keeps one processor busy, here or in the database. One that
 * waits for its client lets others run meanwhile. What changes something waits for no turn: it is rare, short, and somebody's work.
 */
final class Places {

    static final int AT_WORK = 4;
    static final int HEAVY_AT_WORK = 2;
    /** Whether a caller may ask is one look into an index. */
    private static final int ASKING = 2;

    static final int WAIT_S = 5;

    /** Messages of devices that are at work; each holds at most a packed and an unpacked body, 30 MiB together. */
    static final int SENDING = 64;

    private final Semaphore working = new Semaphore(AT_WORK, true);
    private final Semaphore heavy = new Semaphore(HEAVY_AT_WORK, true);
    private final Semaphore asking = new Semaphore(ASKING, true);
    private final Semaphore sending = new Semaphore(SENDING);
    /** Apart from the others, who may wait for a database that does not answer. */
    private final Semaphore sendersAsking = new Semaphore(ASKING, true);

    private final Semaphore turns;

    /** @param processors of this machine */
    Places(int processors) {
        turns = new Semaphore(Math.clamp(processors / 2, 1, AT_WORK), true);
    }

    /** Work that may end with the client. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Work that gives back its turn while it waits for its client. */
    interface TurnWork<T> {
        T run(ResponseWriter.Turn turn) throws IOException;
    }

    /**
     * Answers a request of an operation when there is a place for it.
     *
     * @throws ProblemException 503 when there is none in time
     */
    <T> T answering(Operation operation, TurnWork<T> work) throws IOException {
        if (!operation.reads()) {
            return within(working, () -> work.run(ResponseWriter.Turn.NONE));
        }
        Work<T> inTurn = () -> within(working, () -> inTurn(work));
        // In this order, so that those who wait for a heavy place keep nobody else out.
        return operation.heavy() ? within(heavy, inTurn) : inTurn.run();
    }

    /**
     * Takes a message of a device. It waits for its transaction and not for a processor, so it needs none of the places above; who finds no
     * place is to come again at once, and does not wait here.
     *
     * @throws ProblemException 503 when too many are at work
     */
    <T> T sending(Work<T> work) throws IOException {
        if (!sending.tryAcquire()) {
            throw Later.problem(503, "too many messages are at work", Duration.ofSeconds(1));
        }
        try {
            return work.run();
        } finally {
            sending.release();
        }
    }

    /** Finds out who asks for what; likewise. */
    <T> T asking(Work<T> work) throws IOException {
        return within(asking, work);
    }

    /** Finds out who sends a message of a device; likewise. */
    <T> T askingToSend(Work<T> work) throws IOException {
        return within(sendersAsking, work);
    }

    private <T> T inTurn(TurnWork<T> work) throws IOException {
        acquire(turns);
        var turn = new Turn(turns);
        try {
            return work.run(turn);
        } finally {
            turn.leave();
        }
    }

    private static <T> T within(Semaphore places, Work<T> work) throws IOException {
        acquire(places);
        try {
            return work.run();
        } finally {
            places.release();
        }
    }

    private static void acquire(Semaphore places) {
        try {
            if (!places.tryAcquire(WAIT_S, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    static ProblemException busy() {
        return new ProblemException(
                Problem.of(503, "too many requests are at work"), Map.of("Retry-After", Integer.toString(WAIT_S)));
    }

    static ProblemException stopping() {
        return new ProblemException(Problem.of(503, "the server is stopping"));
    }

    /** The turn of one request; belongs to its thread. */
    private static final class Turn implements ResponseWriter.Turn {

        private final Semaphore turns;
        private boolean held = true;

        Turn(Semaphore turns) {
            this.turns = turns;
        }

        @Override
        public void leave() {
            if (held) {
                held = false;
                turns.release();
            }
        }

        @Override
        public void retake() throws IOException {
            try {
                // However long it takes: the answer has begun, and those before it are few.
                turns.acquire();
                held = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the server is stopping", e);
            }
        }
    }
}
