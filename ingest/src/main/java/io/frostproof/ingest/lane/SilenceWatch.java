package io.frostproof.ingest.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/**
 * Knows when to look at which channel for silence, so that nobody has to look at all of them all the time. A channel is looked at when it
 * was due as of the last look; if it has been heard of since, it is due later. One that has fallen silent may be due in hours (a delay, the end of
 * a placement); heard of again, it is due sooner than that. Owned by a lane.
 */
final class SilenceWatch {

    /** Never due again, unless something is read. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int FEW = 1_000;

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    /** How many in the queue are about channels that are looked at sooner; about. */
    private int outdated;

    private record Due(long micros, ChannelState state) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(micros, other.micros);
        }

        boolean outdated() {
            return micros != state.watchedMicros;
        }
    }

    /** Watches a channel, unless it is looked at by then already. */
    void watch(ChannelState state, long dueMicros) {
        if (dueMicros < state.watchedMicros) {
            if (state.watchedMicros != NEVER && ++outdated > FEW + queue.size() / 2) {
                queue.removeIf(Due::outdated);
                outdated = 1; // this one
            }
            state.watchedMicros = dueMicros;
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
            Due head = queue.remove();
            ChannelState state = head.state();
            if (head.outdated()) {
                outdated = Math.max(0, outdated - 1);
                continue;
            }
            state.watchedMicros = NEVER;
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
        outdated = 0;
    }
}
