package io.frostproof.ingest;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What ingest has done since the server started. Thread-safe; each is a monotonic count.
 *
 * <p>When nothing is in flight: readings received = stored + duplicate + conflicting + suspect + refused; a message is acknowledged
 * exactly once per delivery. Readings refused by decoding are not received readings; their messages are dead letters.
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
