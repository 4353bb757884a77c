package io.frostproof.ingest.intake;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message, judged: everything in it that has to be kept, and whom to tell when it is.
 *
 * @param laneKey messages of one key stay in order; the device id, or the topic when the device is not known
 * @param device null when the device is not known
 * @param id null when the device numbers nothing, or the payload could not be read
 */
public record Inbound(
        String laneKey,
        @Nullable KnownDevice device,
        @Nullable MessageId id,
        List<Reading> readings,
        List<SuspectReading> suspects,
        List<DeadLetter> deadLetters,
        Acknowledgement acknowledgement) {

    public Inbound {
        readings = List.copyOf(readings);
        suspects = List.copyOf(suspects);
        deadLetters = List.copyOf(deadLetters);
    }

    /** Called once, from a lane, after the transaction that kept the message has committed. Must not block. */
    public interface Acknowledgement {
        void stored();
    }
}
