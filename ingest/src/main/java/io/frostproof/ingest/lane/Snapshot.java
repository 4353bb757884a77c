package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;

/**
 * The conditions of a channel after all its readings up to an event time.
 *
 * @param monitor a copy that nobody changes any more
 */
public record Snapshot(int channelId, long timeMicros, ChannelMonitor monitor) {

    /** How many readings of a channel lie between two snapshots: a restart reads at most so many, a late reading too. */
    public static final int EVERY_READINGS = 256;
}
