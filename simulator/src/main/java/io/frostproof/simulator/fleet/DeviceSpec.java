package io.frostproof.simulator.fleet;

import java.time.Duration;
import java.util.List;

/**
 * One simulated device.
 *
 * @param reportInterval how often it sends one message with one reading of each channel, by the clock
 */
public record DeviceSpec(String node, String device, Duration reportInterval, List<ChannelSpec> channels) {
    public DeviceSpec {
        channels = List.copyOf(channels);
        if (reportInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "device " + device + ": reportInterval " + reportInterval + ", expected at least 1 ms");
        }
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("device " + device + ": no channels, expected at least one");
        }
    }
}
