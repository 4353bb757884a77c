package io.frostproof.simulator.sensing;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Telemetry;
import org.jspecify.annotations.Nullable;

/** A message between its number and its receipt. */
final class KeptMessage {

    /** No receipt is on its way. */
    static final long NEVER = Long.MAX_VALUE;

    final MessageId id;
    /** Null only in a device without clock, which says how long it has been running at the moment of sending. */
    final byte @Nullable [] payload;

    final @Nullable Telemetry undated;
    long dueMillis;
    int tries;
    long receiptMillis = NEVER;

    KeptMessage(MessageId id, byte @Nullable [] payload, @Nullable Telemetry undated, long dueMillis) {
        this.id = id;
        this.payload = payload;
        this.undated = undated;
        this.dueMillis = dueMillis;
    }
}
