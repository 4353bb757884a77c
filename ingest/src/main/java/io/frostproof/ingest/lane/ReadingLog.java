package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.directory.KnownChannel;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    /**
     * Begins to evaluate a channel again: its mark, which is set if there is none, gets a version that no other one had. So whoever marks the
     * channel from outside of its lane, and whichever evaluation begins after this one, shows at the end.
     *
     * @param fromMicros event time from which it has to be evaluated, as far as its lane knows
     * @param networkVersion of the network that the plan is as of
     * @return empty when the mark is about a newer network: by this plan the channel would be concluded as before, and the mark used up
     * @throws LogUnavailableException if the log cannot be reached now; repeating it does no harm
     * @throws FencedOffException if another server has taken over
     */
    Optional<Beginning> beginReevaluation(int channelId, ChannelPlan plan, long fromMicros, long networkVersion);

    /**
     * That a channel has to be evaluated again.
     *
     * @param fromMicros event time
     * @param version raised by {@link #beginReevaluation}, {@link #commitLeftover} and imports, and not by {@link #commit}: a lane knows what it
     *     has marked itself, and if that counted, no evaluation would end while late readings flow
     */
    record DirtyMark(long fromMicros, long version) {}

    /**
     * Where an evaluation begins.
     *
     * @param base the newest snapshot before the mark, or null; unreadable ones are passed over
     */
    record Beginning(DirtyMark mark, @Nullable Snapshot base) {}

    /**
     * Hands over readings of a channel after an event time (exclusive), in order.
     *
     * @param limit most readings
     * @return how many; fewer than {@code limit} if there are no more
     */
    int readingsAfter(int channelId, long afterMicros, int limit, ReadingVisitor visitor);

    /**
     * Replaces what was concluded from a channel's readings after an event time, and takes its dirty mark away or moves it: if it still has the
     * version with which the evaluation began. If not, somebody else has written to the channel since; what came out counts, and the mark
     * stays. If there is no mark any more, a later evaluation has ended, and nothing is changed.
     *
     * @return event time from which the channel has to be evaluated again all the same; empty when it has not
     * @throws LogUnavailableException if the log cannot be reached now; repeating it does no harm
     * @throws FencedOffException if another server has taken over
     */
    OptionalLong replaceConclusions(Reevaluation reevaluation);

    /** Receives stored readings. */
    @FunctionalInterface
    interface ReadingVisitor {
        void reading(long timeMicros, double value);
    }

    /**
     * New conclusions about a channel.
     *
     * @param mark what {@link #beginReevaluation} gave
     * @param afterMicros exclusive; transitions and snapshots later than this are replaced
     * @param lateFromMicros what the lane itself has stored too late to be in them, so that the channel stays dirty from there on; null: nothing
     */
    record Reevaluation(
            long batchId,
            Instant decidedAt,
            int channelId,
            String region,
            DirtyMark mark,
            long afterMicros,
            List<Transition> transitions,
            List<SavedState> snapshots,
            @Nullable Long lateFromMicros) {
        public Reevaluation {
            transitions = List.copyOf(transitions);
            snapshots = List.copyOf(snapshots);
        }
    }
}
