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
     * @throws FencedOffException if another server has taken over and this batch was not committed before
     */
    CommitOutcome commit(Batch batch);

    /**
     * As {@link #commit}, for a batch that an earlier run of a server had spooled: it is committed whichever server is active. Others may
     * have written to its channels since, so all its readings are merged, and each channel that it has readings or
     * transitions of is marked dirty from the earliest of them on. Its transitions are written as they are, so that what was decided keeps the time of
     * its decision; its snapshots are not.
     *
     * @throws LogUnavailableException as {@link #commit}
     * @throws BatchRefusedException as {@link #commit}
     */
    CommitOutcome commitLeftover(Batch batch);

    /**
     * Channels that have to be evaluated again, and from which event time on, whoever has marked them; of many, the
     * {@value #DIRTY_MARKS_MOST} with the lowest numbers.
     *
     * @throws LogUnavailableException if the log cannot be reached now
     */
    Map<Integer, Long> dirtyMarks();

    /** So many marks are told at once: the rest is told when these have been worked off. */
    int DIRTY_MARKS_MOST = 10_000;

    /** The newest snapshot of a channel before an event time, or null; unreadable ones are passed over. */
    @Nullable
    Snapshot snapshotBefore(int channelId, ChannelPlan plan, long timeMicros);

    /**
     * Hands over readings of a channel after an event time (exclusive), in order.
     *
     * @param limit most readings
     * @return how many; fewer than {@code limit} if there are no more
     */
    int readingsAfter(int channelId, long afterMicros, int limit, ReadingVisitor visitor);

    /**
     * Replaces what was concluded from a channel's readings after an event time, and takes its dirty mark away or moves it.
     *
     * @throws LogUnavailableException if the log cannot be reached now; repeating it does no harm
     * @throws FencedOffException if another server has taken over
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
     * @param dirtyFromMicros what came too late to be in them, so that the channel stays dirty from there on; null: nothing did
     */
    record Reevaluation(
            long batchId,
            Instant decidedAt,
            int channelId,
            String region,
            long afterMicros,
            List<Transition> transitions,
            List<SavedState> snapshots,
            @Nullable Long dirtyFromMicros) {
        public Reevaluation {
            transitions = List.copyOf(transitions);
            snapshots = List.copyOf(snapshots);
        }
    }
}
