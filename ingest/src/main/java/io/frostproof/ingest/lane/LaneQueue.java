package io.frostproof.ingest.lane;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The messages that wait for a lane, bounded by their number and by what they take in memory. Whoever offers to a full one waits: this is the
 * back-pressure. Thread-safe; one thread collects.
 */
final class LaneQueue {

    /** What may wait in one lane, by size; a quarter of a million readings, or sixty-four dead letters of a MiB. */
    static final int MAX_KIB = 64 * 1024;
    /** A batch is closed when it has this much, so that dead letters, which have no readings, do not make one of everything. */
    private static final int BATCH_MAX_KIB = 8 * 1024;

    private final LaneConfig config;
    private final IngestCounters counters;
    private final BlockingQueue<Inbound> queue;
    private final Semaphore room = new Semaphore(MAX_KIB, true);

    LaneQueue(LaneConfig config, IngestCounters counters) {
        this.config = config;
        this.counters = counters;
        queue = new ArrayBlockingQueue<>(config.queueMaxMessages());
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
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

    /** Moves what makes a batch into {@code batch}. Returns whether that is anything. */
    boolean collect(List<Inbound> batch) {
        int readings = 0;
        int kib = 0;
        while (readings < config.batchMaxReadings()
                && kib < BATCH_MAX_KIB
                && batch.size() < config.queueMaxMessages()) {
            Inbound message = queue.poll();
            if (message == null) {
                break;
            }
            batch.add(message);
            readings += message.readings().size();
            kib += sizeKib(message);
        }
        room.release(kib);
        return !batch.isEmpty();
    }

    /** About what a message takes in memory; at least 1, at most the whole room. */
    private static int sizeKib(Inbound message) {
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
