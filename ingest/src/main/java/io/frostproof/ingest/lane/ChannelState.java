package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import org.jspecify.annotations.Nullable;

/**
 * What a lane holds of one channel between batches. Changed only by the lane's own context, and only after the transaction
 * that made the change true has committed, or the spool has it.
 */
final class ChannelState {

    static final long CLEAN = Long.MAX_VALUE;

    final KnownChannel channel;
    final String region;
    /** Of the network that its plan is as of. */
    final long networkVersion;

    ChannelMonitor monitor;
    long watermarkMicros;
    /** Event time from which the channel has to be evaluated again, or {@link #CLEAN}. */
    long dirtyFromMicros;
    /** Server time at which the newest reading came, or the channel was loaded. */
    long heardMicros;

    int readingsSinceSnapshot;
    /** When {@link SilenceWatch} looks at it, server time. */
    long watchedMicros = SilenceWatch.NEVER;
    /** Its readings in the batch that is being planned; null between batches. */
    ReadingGroups.@Nullable Group group;

    ChannelState(KnownChannel channel, KnownDevice device, StoredChannel stored, long nowMicros) {
        this.channel = channel;
        region = device.region();
        networkVersion = device.networkVersion();
        monitor = stored.monitor();
        watermarkMicros = stored.watermarkMicros();
        dirtyFromMicros = stored.dirtyFromMicros() == null ? CLEAN : stored.dirtyFromMicros();
        heardMicros = nowMicros;
    }

    boolean dirty() {
        return dirtyFromMicros != CLEAN;
    }
}
