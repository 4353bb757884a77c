package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import org.jspecify.annotations.Nullable;

/**
 * What the log knows of a channel: enough to go on where an earlier run stopped.
 *
 * @param watermarkMicros event time of its newest reading, {@link Long#MIN_VALUE} when it has none
 * @param monitor its conditions after all its readings up to the watermark, as far as they were in order
 * @param dirtyFromMicros event time from which it has to be evaluated again; null when it has not
 */
public record StoredChannel(
        long watermarkMicros,
        ChannelMonitor monitor,
        @Nullable Long dirtyFromMicros) {}
