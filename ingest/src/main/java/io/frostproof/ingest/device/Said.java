package io.frostproof.ingest.device;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a device says besides readings, as the contract has it (PROTOCOL.md, "Status, birth and will" and "Answers"). */
public sealed interface Said {

    /**
     * A status. What is null was left out.
     *
     * @param boot which start of the device, 0 to 2^32 - 1
     * @param conn which connection of that start, 0 to 2^32 - 1
     * @param seq sequence that its next message will get
     * @param upMillis milliseconds since its start: it asks for the time
     * @param clock {@code rtc}, {@code synced} or {@code none}
     * @param kept messages that wait for a receipt
     * @param lost messages of this boot that it forgot without a receipt
     * @param config version of the configuration in force; 0: none was ever applied
     * @param reportS seconds between reports
     * @param sampleS seconds between readings of a channel
     * @param nextS it will be back, or report, within so many seconds
     * @param battery percent
     * @param rssi dBm
     * @param abilities words of commands beyond {@code identify}, {@code backlog} and {@code status} that it carries out
     * @param channels what it measures; empty when left out
     */
    record Status(
            Presence presence,
            long boot,
            long conn,
            @Nullable Long seq,
            @Nullable Long upMillis,
            @Nullable String clock,
            @Nullable Long kept,
            @Nullable Long oldestBoot,
            @Nullable Long oldestSeq,
            @Nullable Long lost,
            @Nullable Long config,
            @Nullable Integer reportS,
            @Nullable Integer sampleS,
            @Nullable Integer nextS,
            @Nullable String model,
            @Nullable String firmware,
            @Nullable Integer battery,
            @Nullable Integer rssi,
            @Nullable Set<String> abilities,
            List<SentUnit> channels)
            implements Said {
        public Status {
            abilities = abilities == null ? null : Set.copyOf(abilities);
            channels = List.copyOf(channels);
        }
    }

    /**
     * What became of a configuration or a command.
     *
     * @param version of the configuration; null when it is about a command
     * @param command id of the command; null when it is about a configuration
     * @param field what it refuses; null otherwise
     * @param expected what it would have taken; null otherwise
     * @param count messages that a backlog found; null otherwise
     */
    record Answer(
            @Nullable Long version,
            @Nullable String command,
            Result result,
            @Nullable String field,
            @Nullable String expected,
            @Nullable Long count)
            implements Said {}

    /** Results of an answer. */
    enum Result {
        DONE,
        REFUSED,
        /** It will take longer; another answer follows. */
        ACCEPTED
    }
}
