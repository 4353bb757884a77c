package io.frostproof.protocol;

import java.util.List;

/**
 * The whole configuration that a device should have.
 *
 * @param version only rises, 1 to 2^32 - 1
 * @param reportSeconds between two reports, 1 to {@link Control#MAX_SECONDS}; 0: not said
 * @param sampleSeconds between two readings of a channel, likewise
 * @param channels the unit each channel is to be sent in; empty: not said
 */
public record DeviceConfig(long version, int reportSeconds, int sampleSeconds, List<ChannelUnit> channels)
        implements Control {

    /** Throws {@link IllegalArgumentException} for a value outside its range. */
    public DeviceConfig {
        ControlField.VERSION.require(version);
        ControlField.REPORT_S.requireUnlessZero(reportSeconds);
        ControlField.SAMPLE_S.requireUnlessZero(sampleSeconds);
        channels = Control.channels(channels);
    }

    @Override
    public Type type() {
        return Type.CONFIG;
    }
}
