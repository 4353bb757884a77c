package io.frostproof.server.rounds;

import java.time.Duration;

/**
 * What was asked of a worker, and up to which question it has answered, so that somebody can wait until it has come to rest. The worker
 * says before a round what it is going to answer, and after the round, when nothing was left, that it has. Thread-safe.
 */
public final class Rounds {

    private long asked;
    private long answered;

    /** There is, or may be, work. Never blocks for longer than another caller takes to count. */
    public synchronized void ask() {
        asked++;
    }

    /** Begins a round: everything asked so far is answered by it. To be given to {@link #ended}. */
    public synchronized long begun() {
        return asked;
    }

    /** A round has ended and left nothing that is due. */
    public synchronized void ended(long begun) {
        answered = Math.max(answered, begun);
        notifyAll();
    }

    /**
     * Waits until everything that was asked before this call is answered.
     *
     * @return whether it was, within the time
     */
    public synchronized boolean awaitRest(Duration within) throws InterruptedException {
        long mine = asked;
        long deadline = System.nanoTime() + within.toNanos();
        while (answered < mine) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            // Rounded up: waiting for 0 ms means for ever.
            wait(left / 1_000_000 + 1);
        }
        return true;
    }
}
