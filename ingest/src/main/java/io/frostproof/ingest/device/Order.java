package io.frostproof.ingest.device;

import java.time.Instant;
import java.util.List;

/** Something on record that has to be sent to a device. */
public sealed interface Order {

    String device();

    /** Whether the device spoke in binary frames last. */
    boolean binary();

    /** Which sending of it this is; a wish to repeat it that comes meanwhile gets a higher one. */
    long wanted();

    /**
     * A configuration.
     *
     * @param version 1 to 2^32 - 1
     * @param reportS seconds between reports, 1 to 2678400
     * @param sampleS seconds between readings of a channel, 1 to 2678400
     */
    record Configuration(
            String device, boolean binary, long wanted, long version, int reportS, int sampleS, List<SentUnit> channels)
            implements Order {
        public Configuration {
            channels = List.copyOf(channels);
        }
    }

    /**
     * A command.
     *
     * @param id 1 to 32 characters
     * @param expiresAt end of its lifetime
     */
    record Command(String device, boolean binary, long wanted, String id, Task task, Instant expiresAt)
            implements Order {}

    /** What a command asks for. */
    sealed interface Task {

        /** Show where you are, for so many seconds, 1 to 3600. */
        record Identify(int forS) implements Task {}

        /** Send the messages of a range of a boot again that you still have. */
        record Backlog(long boot, long from, long seq) implements Task {}

        /** Hold your latch for so many seconds, 1 to 604800; 0: free it now. */
        record Lock(int forS) implements Task {}

        /** Sound for so many seconds, 1 to 3600; 0: be silent now. */
        record Buzzer(int forS) implements Task {}

        /** Publish your status. */
        record Report() implements Task {}
    }
}
