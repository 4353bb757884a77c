package io.frostproof.ingest.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/**
 * Knows when to look at which channel for silence, so that nobody has to look at all of them all the time. A channel is looked at when it
 * was due as of the last look; if it has been heard of since, it is due later. Owned by a lane.
 */
final class SilenceWatch {

    /** Never due again, unless something is read. */
    static final long NEVER = Long.MAX_VALUE;

    private final PriorityQueue<Due> queue = new PriorityQueue<>();

    private record Due(long micros, ChannelState state) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(micros, other.micros);
        }
    }

    /** Watches a channel, unless it is watched already. */
    void watch(ChannelState state, long dueMicros) {
        if (!state.watched && dueMicros != NEVER) {
            state.watched = true;
            queue.add(new Due(dueMicros, state));
        }
    }

    /**
     * Channels that are due now; nobody watches them any more, until {@link #watch}.
     *
     * @param dueMicros when a channel is due as it stands now, server time
     */
    List<ChannelState> due(long nowMicros, ToLongFunction<ChannelState> dueMicros) {
        var due = new ArrayList<ChannelState>();
        while (!queue.isEmpty() && queue.element().micros() <= nowMicros) {
            ChannelState state = queue.remove().state();
            state.watched = false;
            long really = dueMicros.applyAsLong(state);
            if (really <= nowMicros) {
                due.add(state);
            } else {
                watch(state, really);
            }
        }
        return due;
    }

    void clear() {
        queue.clear();
    }
}
