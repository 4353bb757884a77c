package io.frostproof.ingest.intake;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message, judged: everything in it that has to be kept, and whom to tell when it is.
 *
 * @param laneKey messages of one key go to one lane, in order; the device id, or the topic when the device is not known
 * @param device null when the device is not known
 * @param id null when the device numbers nothing, or the payload could not be read
 * @param origin the message as it came, for a dead letter that can be replayed; null when no reading is in it, or it did not come as
 *     a message
 * @param bootClock what the times of its readings rest on, when it is not in the log yet; null when they rest on nothing else
 */
public record Inbound(
        String laneKey,
        @Nullable KnownDevice device,
        @Nullable MessageId id,
        List<Reading> readings,
        List<SuspectReading> suspects,
        List<DeadLetter> deadLetters,
        @Nullable Origin origin,
        @Nullable BootClock bootClock,
        Acknowledgement acknowledgement) {

    /** A message whose own bytes are not needed any more, or never were there. */
    public Inbound(
            String laneKey,
            @Nullable KnownDevice device,
            @Nullable MessageId id,
            List<Reading> readings,
            List<SuspectReading> suspects,
            List<DeadLetter> deadLetters,
            Acknowledgement acknowledgement) {
        this(laneKey, device, id, readings, suspects, deadLetters, null, null, acknowledgement);
    }

    public Inbound {
        readings = List.copyOf(readings);
        suspects = List.copyOf(suspects);
        deadLetters = List.copyOf(deadLetters);
    }

    /** A message as it came. Nobody changes its payload. */
    public static final class Origin {
        private final String source;
        private final String topic;
        private final byte[] payload;

        Origin(String source, String topic, byte[] payload) {
            this.source = source;
            this.topic = topic;
            this.payload = payload;
        }

        /** Its size; what it takes in memory while it waits. */
        public int bytes() {
            return payload.length;
        }

        /** The whole message as a dead letter. */
        public DeadLetter buried(String reason, String detail, long receivedMicros) {
            return new DeadLetter(source, topic, DeadLetter.Payload.of(payload), reason, detail, receivedMicros);
        }
    }

    /** Told once, from a lane, what became of the message. Must not block. */
    public interface Acknowledgement {

        /** The transaction that kept the message has committed. */
        void stored();

        /**
         * The log does not take what is in the message, now or ever.
         *
         * @return whether the sender keeps it. Then that was all; otherwise a dead letter is kept, and {@link #stored} follows
         */
        default boolean refused(String reason) {
            return false;
        }
    }
}
