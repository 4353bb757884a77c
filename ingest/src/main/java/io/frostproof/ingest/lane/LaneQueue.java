package io.frostproof.ingest.lane;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for a lane, bounded by their number and by what they take in memory. Whoever offers to a full one waits: this is the
 * back-pressure. Thread-safe; one thread polls.
 */
final class LaneQueue {

    /** What may wait in one lane, by size; a quarter of a million readings, or sixty-four dead letters of a MiB. */
    static final int MAX_KIB = 64 * 1024;

    private final IngestCounters counters;
    private final BlockingQueue<Inbound> queue;
    private final Semaphore room = new Semaphore(MAX_KIB, true);

    LaneQueue(LaneConfig config, IngestCounters counters) {
        this.counters = counters;
        queue = new ArrayBlockingQueue<>(config.queueMaxMessages());
    }

    int size() {
        return queue.size();
    }

    /** Whether there was room for the message in time. */
    boolean offer(Inbound message, long within, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(within);
        int kib = sizeKib(message);
        if (!room.tryAcquire(kib) && !room.tryAcquire(kib, within, unit)) {
            return false;
        }
        if (!queue.offer(message)
                && !queue.offer(message, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            room.release(kib);
            return false;
        }
        counters.arrived(message);
        return true;
    }

    /** The next message, or null. It counts as waiting, by its size, until that is released. */
    @Nullable
    Inbound poll() {
        return queue.poll();
    }

    /** So much of what was polled does not wait any more. */
    void release(int kib) {
        room.release(kib);
    }

    /** About what a message takes in memory; at least 1, at most the whole room. */
    static int sizeKib(Inbound message) {
        long bytes = 256L * (1 + message.readings().size() + message.suspects().size());
        if (!message.deadLetters().isEmpty()) {
            // All letters of a message share one payload.
            bytes += Math.min(message.deadLetters().getFirst().payload().bytes(), DeadLetter.Payload.KEPT_BYTES);
        }
        Inbound.Origin origin = message.origin();
        if (origin != null) {
            bytes += origin.bytes();
        }
        return (int) Math.min(MAX_KIB, 1 + bytes / 1024);
    }
}
