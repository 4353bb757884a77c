package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.UpTopic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One device.
 *
 * @param channels 1 to {@value #MAX_CHANNELS}
 * @param sampleEvery between two readings of a channel, by the device's clock, 1 s to 31 d
 * @param reportEvery between two messages, at least {@code sampleEvery}; a message has the readings of as many whole samplings as fit
 * @param form of everything it sends
 */
public record DeviceDesign(
        String node,
        String device,
        List<ChannelDesign> channels,
        Duration sampleEvery,
        Duration reportEvery,
        Form form,
        Hardware hardware,
        Outputs outputs) {

    /** One that only measures. */
    public DeviceDesign(
            String node,
            String device,
            List<ChannelDesign> channels,
            Duration sampleEvery,
            Duration reportEvery,
            Form form,
            Hardware hardware) {
        this(node, device, channels, sampleEvery, reportEvery, form, hardware, Outputs.NONE);
    }

    /** As many as a status of the contract can name. */
    public static final int MAX_CHANNELS = 64;

    private static final int MAX_READINGS = 8_192;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    /** Throws {@link IllegalArgumentException} for a device that the contract does not allow. */
    public DeviceDesign {
        channels = List.copyOf(channels);
        UpTopic.telemetry(node, device); // checks the ids
        if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    "device " + device + ", channels: " + channels.size() + ", expected 1 to " + MAX_CHANNELS);
        }
        Set<String> ids = new HashSet<>();
        for (ChannelDesign channel : channels) {
            if (!ids.add(new ChannelUnit(channel.id(), channel.quantity().unit()).channel())) {
                throw new IllegalArgumentException(
                        "device " + device + ", channel " + channel.id() + ": twice, expected once");
            }
        }
        if (sampleEvery.compareTo(SHORTEST) < 0 || sampleEvery.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "device " + device + ", sampleEvery " + sampleEvery + ": expected 1 s to 31 d");
        }
        if (reportEvery.compareTo(sampleEvery) < 0 || reportEvery.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("device " + device + ", reportEvery " + reportEvery + ": expected "
                    + sampleEvery + " (sampleEvery) to 31 d");
        }
        long readings = reportEvery.dividedBy(sampleEvery) * channels.size();
        if (readings > MAX_READINGS) {
            throw new IllegalArgumentException("device " + device + ", reportEvery " + reportEvery + ": " + readings
                    + " readings in a message, expected at most " + MAX_READINGS);
        }
    }
}
