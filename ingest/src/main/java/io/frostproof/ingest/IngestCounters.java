package io.frostproof.ingest;

import io.frostproof.ingest.intake.Inbound;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What ingest has done since the server started. Thread-safe; each is a monotonic count.
 *
 * <p>At any time: readings received + leftover = stored + duplicate + conflicting + suspect + refused + in flight + spooled, give or take what is
 * being counted at that very moment. A message is acknowledged exactly once per delivery. Readings refused by decoding are not received readings; their messages are dead letters.
 */
public final class IngestCounters {

    public final LongAdder messagesReceived = new LongAdder();
    public final LongAdder messagesAcknowledged = new LongAdder();
    /** Messages without time that came again after a reconnect and were recognised by their content. */
    public final LongAdder messagesRedelivered = new LongAdder();

    public final LongAdder readingsReceived = new LongAdder();
    public final LongAdder readingsStored = new LongAdder();
    public final LongAdder readingsDuplicate = new LongAdder();
    public final LongAdder readingsConflicting = new LongAdder();
    public final LongAdder readingsSuspect = new LongAdder();
    /** Readings that the database would not take; their message is kept as a dead letter. */
    public final LongAdder readingsRefused = new LongAdder();

    /** Readings that earlier runs have left in the spool. */
    public final LongAdder readingsLeftover = new LongAdder();
    /** Readings that wait in lanes or are being stored at this moment; goes up and down. */
    private final LongAdder readingsInFlight = new LongAdder();

    public final LongAdder batchesSpooled = new LongAdder();
    /** Batches that came out of the spool into the log. */
    public final LongAdder batchesDrained = new LongAdder();
    /** Attempts to spool a batch that the spool did not take. */
    public final LongAdder spoolRefusals = new LongAdder();
    /** How often the log was away for so long that batches were spooled. */
    public final LongAdder outages = new LongAdder();

    public final LongAdder batchesCommitted = new LongAdder();
    public final LongAdder batchRetries = new LongAdder();
    public final LongAdder commitNanos = new LongAdder();
    public final LongAdder transitions = new LongAdder();
    public final LongAdder reevaluations = new LongAdder();
    public final LongAdder receiptsSent = new LongAdder();
    /** Statuses and answers of devices; they are no messages of the counts above. */
    public final LongAdder deviceMessagesReceived = new LongAdder();
    /** Configurations and commands that the broker has taken. */
    public final LongAdder deviceMessagesSent = new LongAdder();

    private final Map<String, LongAdder> deadLetters = new ConcurrentHashMap<>();

    /** A lane has taken a message. */
    public void arrived(Inbound message) {
        readingsInFlight.add(readings(message));
    }

    /** A message is safe. */
    public void settled(Inbound message) {
        int suspects = message.suspects().size();
        if (suspects > 0) {
            readingsSuspect.add(suspects);
        }
        readingsInFlight.add(-readings(message));
    }

    /** The log takes none of a message; what is kept of it follows as a message without readings. */
    public void refused(Inbound message) {
        readingsRefused.add(readings(message));
        readingsInFlight.add(-readings(message));
    }

    /** Readings that are neither safe nor anywhere else yet. */
    public long readingsInFlight() {
        return readingsInFlight.sum();
    }

    private static int readings(Inbound message) {
        return message.readings().size() + message.suspects().size();
    }

    public void deadLetter(String reason) {
        deadLetters.computeIfAbsent(reason, r -> new LongAdder()).increment();
    }

    /** Dead letters by reason. */
    public Map<String, Long> deadLetters() {
        var counts = new TreeMap<String, Long>();
        deadLetters.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
