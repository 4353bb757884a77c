package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A {@link Snapshot} as the log keeps it: what {@link ChannelMonitor#write} wrote. Nobody changes its bytes. */
public final class SavedState {

    private final int channelId;
    private final long timeMicros;
    private final byte[] state;

    SavedState(int channelId, long timeMicros, byte[] state) {
        this.channelId = channelId;
        this.timeMicros = timeMicros;
        this.state = state;
    }

    /** The state of a monitor, which may go on afterwards. */
    public static SavedState of(int channelId, long timeMicros, ChannelMonitor monitor) {
        var bytes = new ByteArrayOutputStream(128);
        try {
            monitor.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new SavedState(channelId, timeMicros, bytes.toByteArray());
    }

    public int channelId() {
        return channelId;
    }

    /** Event time of the last reading in it. */
    public long timeMicros() {
        return timeMicros;
    }

    public byte[] state() {
        return state;
    }
}
