package io.frostproof.simulator.sensing;

import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device has in the memory that survives the end of the program.
 *
 * @param boot the last start that was counted
 * @param config the last configuration that was applied; null when none ever was
 * @param messages without receipt, oldest first
 */
public record Remembered(long boot, @Nullable DeviceConfig config, List<Message> messages) {

    /** A message as it was first made. The payload is not to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Message(MessageId id, byte[] payload) {}

    public Remembered {
        messages = List.copyOf(messages);
    }

    /** A device that was started {@code boot} times before, and has nothing else. */
    public static Remembered boots(long boot) {
        return new Remembered(boot, null, List.of());
    }
}
