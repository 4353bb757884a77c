package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.intake.BootClock;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.intake.SuspectReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that one transaction A writes.
 *
 * @param id unique over all runs of all servers; asked for after a commit whose outcome is unknown
 * @param fresh readings newer than their channel's watermark, one per key
 * @param freshConflicts readings that lost their key to one of {@code fresh}, one per distinct value
 * @param staged readings whose key may be in the log already, as they came
 * @param dirty channels that have to be evaluated again from an event time on, besides those that {@code staged} changes
 * @param bootClocks what the times of some readings rest on
 */
public record Batch(
        long id,
        Instant decidedAt,
        int messages,
        List<Reading> fresh,
        List<Reading> freshConflicts,
        List<Reading> staged,
        List<SuspectReading> suspects,
        List<DeadLetter> deadLetters,
        List<ChannelTransitions> transitions,
        List<SavedState> snapshots,
        Map<Integer, Long> dirty,
        Set<BootClock> bootClocks) {

    public Batch {
        fresh = List.copyOf(fresh);
        freshConflicts = List.copyOf(freshConflicts);
        staged = List.copyOf(staged);
        suspects = List.copyOf(suspects);
        deadLetters = List.copyOf(deadLetters);
        transitions = List.copyOf(transitions);
        snapshots = List.copyOf(snapshots);
        dirty = Map.copyOf(dirty);
        bootClocks = Set.copyOf(bootClocks);
    }

    /** The same batch, which makes other channels dirty. */
    public Batch withDirty(Map<Integer, Long> nowDirty) {
        return new Batch(
                id,
                decidedAt,
                messages,
                fresh,
                freshConflicts,
                staged,
                suspects,
                deadLetters,
                transitions,
                snapshots,
                nowDirty,
                bootClocks);
    }

    /** New transitions of one channel, in the order in which they were concluded. */
    public record ChannelTransitions(int channelId, String region, List<Transition> transitions) {
        public ChannelTransitions {
            transitions = List.copyOf(transitions);
        }
    }
}
