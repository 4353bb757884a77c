package io.frostproof.ingest.lane;

import java.util.Map;

/** How a batch came to safety. */
public sealed interface CommitOutcome {

    /**
     * Committed now.
     *
     * @param dirty channels that the batch made dirty, and from which event time on
     */
    record Committed(long stored, long duplicate, long conflicting, Map<Integer, Long> dirty) implements CommitOutcome {
        public Committed {
            dirty = Map.copyOf(dirty);
        }
    }

    /** An earlier attempt had committed, although its connection was lost before it could say so. */
    record CommittedBefore() implements CommitOutcome {}

    /** The log did not answer; the batch is safe in the spool and will be committed from there, as it is. */
    record Spooled() implements CommitOutcome {}
}
