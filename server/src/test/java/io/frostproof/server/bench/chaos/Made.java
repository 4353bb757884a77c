package io.frostproof.server.bench.chaos;

import io.frostproof.protocol.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that a device has made. Nobody changes its payload. */
final class Made {

    private final String device;
    private final @Nullable MessageId id;
    private final Kind kind;
    private final byte[] payload;
    private final List<Value> readings;
    private final long delayMillis;
    private final int copies;

    /**
     * A message.
     *
     * @param id null when its payload is so broken that nobody can read its number, so that no receipt can cover it
     * @param readings those that have to be stored, or set apart; what has to end as a dead letter is not in it
     * @param delayMillis how long it is kept back before it is sent first
     * @param copies how often it is sent in one go
     */
    Made(
            String device,
            @Nullable MessageId id,
            Kind kind,
            byte[] payload,
            List<Value> readings,
            long delayMillis,
            int copies) {
        this.device = device;
        this.id = id;
        this.kind = kind;
        this.payload = payload;
        this.readings = List.copyOf(readings);
        this.delayMillis = delayMillis;
        this.copies = copies;
    }

    String device() {
        return device;
    }

    @Nullable
    MessageId id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    byte[] payload() {
        return payload;
    }

    List<Value> readings() {
        return readings;
    }

    long delayMillis() {
        return delayMillis;
    }

    int copies() {
        return copies;
    }

    /** One value of a channel, in the unit that it is stored in. */
    record Value(String channel, long timeMillis, double value) {}

    /** What a message is, and so where it has to end. */
    enum Kind {
        /** Now, and good: its latency counts. */
        LIVE,
        /** Good, and kept back so that others overtake it, or correcting one that was sent before. */
        LATE,
        /** Old, of a device that was offline. */
        BACKLOG,
        /** Of a unit that becomes too warm. */
        ALARM,
        /** From a clock two days ahead: its readings are set apart as suspect. */
        AHEAD,
        /** Cannot be decoded: a dead letter, and no receipt. */
        UNDECODABLE,
        /** Nothing in it can be true: a dead letter, and a receipt. */
        IMPLAUSIBLE,
        /** One reading cannot be true: a dead letter, and the other readings are stored. */
        PARTLY;

        boolean poison() {
            return switch (this) {
                case UNDECODABLE, IMPLAUSIBLE, PARTLY -> true;
                case LIVE, LATE, BACKLOG, ALARM, AHEAD -> false;
            };
        }
    }
}
