package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.directory.KnownChannel;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log as lanes write it. Thread-safe; every call blocks, so only virtual threads may make it. */
public interface ReadingLog {

    /**
     * What is known of channels, by channel number; channels without readings included.
     *
     * @throws LogUnavailableException if the log cannot be reached now
     */
    Map<Integer, StoredChannel> load(Collection<KnownChannel> channels);

    /**
     * Transaction A. Commits everything of the batch or nothing of it.
     *
     * @throws LogUnavailableException if the log cannot be reached now; the outcome may be unknown, and the same batch has to
     *     be committed again
     * @throws BatchRefusedException if something in the batch cannot be stored; nothing of it was
     */
    CommitOutcome commit(Batch batch);

    /**
     * Commits a batch that an earlier run has planned, or a part of one that was refused. Unlike with {@link #commit}, lanes do not know
     * its readings: every channel that has some in it becomes dirty from the earliest of them on. It may be called by a server that is not the
     * active one, since it does not matter when a reading comes.
     */
    CommitOutcome commitLeftover(Batch batch);

    /** The newest snapshot of a channel before an event time, or null; unreadable ones are passed over. */
    @Nullable
    Snapshot snapshotBefore(int channelId, ChannelPlan plan, long timeMicros);

    /** Hands over the readings of a channel after an event time (exclusive), in order. */
    void readingsAfter(int channelId, long afterMicros, ReadingVisitor visitor);

    /**
     * Replaces what was concluded from a channel's readings after an event time, and takes its dirty mark away.
     *
     * @throws LogUnavailableException if the log cannot be reached now; repeating it does no harm
     */
    void replaceConclusions(Reevaluation reevaluation);

    /** Receives stored readings. */
    @FunctionalInterface
    interface ReadingVisitor {
        void reading(long timeMicros, double value);
    }

    /**
     * New conclusions about a channel.
     *
     * @param afterMicros exclusive; transitions and snapshots later than this are replaced
     */
    record Reevaluation(
            long batchId,
            Instant decidedAt,
            int channelId,
            String region,
            long afterMicros,
            List<Transition> transitions,
            List<SavedState> snapshots) {
        public Reevaluation {
            transitions = List.copyOf(transitions);
            snapshots = List.copyOf(snapshots);
        }
    }
}
