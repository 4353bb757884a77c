package io.frostproof.ingest.lane;

import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Reading;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses what of the waiting messages makes the next batch: in order of arrival, but messages of which every reading is late only up to the
 * {@link LateLimit}. The rest of them is set back, in order, and goes with later batches, some with each; live messages behind it do not wait.
 *
 * <p>No promise rests on the order in which messages of a device are committed. Keys are decided by the greatest claim and conditions by event time; receipts
 * name runs of numbers; each connection's acknowledgements go out in order of arrival, whatever was stored first. What is set back was
 * late already, so nothing becomes late by it. A message with anything that is not late keeps its place: behind a newer one it would
 * become late, and be evaluated twice.
 *
 * <p>Owned by a lane; only {@link #waiting} and {@link #isEmpty} may be called from other threads.
 */
final class BatchChooser {

    private static final Logger LOG = LoggerFactory.getLogger(BatchChooser.class);
    /** A batch is closed when it has this much, so that dead letters, which have no readings, do not make one of everything. */
    private static final int BATCH_MAX_KIB = 8 * 1024;

    private final LaneConfig config;
    private final LaneQueue queue;
    private final LaneChannels channels;
    private final LateLimit limit;
    private final BooleanSupplier logAway;
    /** Out of the queue, in order, and not looked at yet. */
    private final ArrayDeque<Inbound> ahead = new ArrayDeque<>();
    /** Set back: late, all of them. As many as the queue holds at most; the queue counts their size all the while. */
    private final ArrayDeque<Inbound> late = new ArrayDeque<>();

    private volatile int held;
    /** Whether channels of what is ahead were loaded, as far as the log answers. */
    private boolean loaded;

    // Of the batch that is being chosen.
    private int readings;
    private int kib;
    private int lateReadings;
    /** So many messages of it are in {@link #lateReadings}. */
    private int counted;

    /** @param logAway whether batches go to the spool: there late readings cost what others do */
    BatchChooser(LaneConfig config, LaneQueue queue, LaneChannels channels, LateLimit limit, BooleanSupplier logAway) {
        this.config = config;
        this.queue = queue;
        this.channels = channels;
        this.limit = limit;
        this.logAway = logAway;
    }

    /** How many messages wait, here and in the queue. */
    int waiting() {
        return queue.size() + held;
    }

    boolean isEmpty() {
        return waiting() == 0;
    }

    /** Moves what makes a batch into {@code batch}, which is empty. Returns whether that is anything. */
    boolean choose(List<Inbound> batch) {
        readings = 0;
        kib = 0;
        lateReadings = 0;
        int most = logAway.getAsBoolean() ? Integer.MAX_VALUE : limit.readings();
        try {
            takeSetBack(batch, most);
            while (hasRoom(batch) && (!ahead.isEmpty() || readAhead()) && takeOrSetBack(batch, most)) {
                // the next one
            }
        } finally {
            held = ahead.size() + late.size();
            queue.release(kib);
        }
        return !batch.isEmpty();
    }

    private boolean hasRoom(List<Inbound> batch) {
        return readings < config.batchMaxReadings() && kib < BATCH_MAX_KIB && batch.size() < config.queueMaxMessages();
    }

    /** First, and at least one: what is set back gets on with each batch, however many live messages there are. */
    private void takeSetBack(List<Inbound> batch, int most) {
        while (!late.isEmpty()
                && hasRoom(batch)
                && fits(late.element().readings().size(), most)) {
            lateReadings += late.element().readings().size();
            take(batch, late.remove());
        }
        counted = batch.size();
    }

    private boolean fits(int lateOfMessage, int most) {
        return lateReadings == 0 || lateReadings + lateOfMessage <= most;
    }

    /** Deals with the first one that is ahead; returns whether the next one has its turn. */
    private boolean takeOrSetBack(List<Inbound> batch, int most) {
        Inbound next = ahead.element();
        int size = next.readings().size();
        // While even the whole batch would be within the limit, nobody looks at readings.
        if (size > 0 && (long) readings + size > most) {
            load(batch);
            countLate(batch);
            int lateOfNext = late(next);
            boolean allLate = lateOfNext == size;
            if (lateOfNext > 0 && (!fits(lateOfNext, most) || (allLate && !late.isEmpty()))) {
                if (!allLate || late.size() >= config.queueMaxMessages()) {
                    return false; // it begins the next batch
                }
                late.add(ahead.remove());
                return true;
            }
            lateReadings += lateOfNext;
            counted++;
        }
        take(batch, ahead.remove());
        return true;
    }

    private void take(List<Inbound> batch, Inbound message) {
        batch.add(message);
        readings += message.readings().size();
        kib += LaneQueue.sizeKib(message);
    }

    private boolean readAhead() {
        int readingsAhead = 0;
        int kibAhead = 0;
        while (readingsAhead < config.batchMaxReadings() && kibAhead < BATCH_MAX_KIB) {
            Inbound message = queue.poll();
            if (message == null) {
                break;
            }
            ahead.add(message);
            readingsAhead += message.readings().size();
            kibAhead += LaneQueue.sizeKib(message);
        }
        loaded = false;
        return !ahead.isEmpty();
    }

    private void load(List<Inbound> batch) {
        if (loaded) {
            return;
        }
        loaded = true;
        try {
            channels.loadFor(batch);
            channels.loadFor(ahead);
        } catch (StoppedException | FencedOffException end) {
            throw end;
        } catch (RuntimeException unexpected) {
            // The batch meets it again, and is taken apart.
            LOG.warn("event=late_readings_not_counted reason=\"{}\"", unexpected.toString());
        }
    }

    private void countLate(List<Inbound> batch) {
        for (; counted < batch.size(); counted++) {
            lateReadings += late(batch.get(counted));
        }
    }

    /** How many readings of a message are late for their channels as they stand. Of channels that are not known, none is. */
    private int late(Inbound message) {
        List<Reading> all = message.readings();
        ChannelState state = null;
        int channelId = -1;
        int count = 0;
        for (int i = 0; i < all.size(); i++) {
            Reading reading = all.get(i);
            if (i == 0 || reading.channelId() != channelId) {
                channelId = reading.channelId();
                state = channels.of(channelId);
            }
            if (state != null && reading.timeMicros() <= state.watermarkMicros) {
                count++;
            }
        }
        return count;
    }
}
