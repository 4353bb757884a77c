package io.frostproof.simulator.load;

import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.BrokerAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Who publishes what to whom.
 *
 * @param broker {@code tcp} only
 * @param clientPrefix client ids are this, {@code -} and a number from 0
 * @param connections 1 to {@value #MAX_CONNECTIONS}; device {@code i} speaks over connection {@code i % connections}. More than there are
 *     devices are not opened
 * @param window most publications of a connection that the broker has not acknowledged, 1 to {@value #MAX_WINDOW}
 * @param devices topics of telemetry, 1 to {@value #MAX_DEVICES}; they publish in turn
 * @param channels of each device, at least one; all are temperatures in the declared unit
 * @param readings in each message: the first is of the first channel, the next of the next one and so on, in turn
 * @param boot of all devices, 0 to 2^32 - 1; their sequence begins at 0
 * @param begin event time of the first readings of every device. The load stops with an error before event times pass the clock
 * @param interval between two readings of a channel, whole milliseconds
 * @param sampleEvery of every so many messages it is noted when they were due; 0 notes none
 */
public record LoadOptions(
        BrokerAddress broker,
        String clientPrefix,
        int connections,
        int window,
        List<UpTopic> devices,
        List<String> channels,
        int readings,
        Form form,
        long boot,
        Instant begin,
        Duration interval,
        int sampleEvery) {

    public static final int MAX_CONNECTIONS = 5_000;
    public static final int MAX_DEVICES = 100_000;
    /** Packet identifiers are 16 bits, and 0 is none. */
    public static final int MAX_WINDOW = 65_535;

    /** The most that a contract's message may hold. */
    private static final int MAX_READINGS = 8_192;

    public LoadOptions {
        devices = List.copyOf(devices);
        channels = List.copyOf(channels);
        requireTcp(broker);
        between("connections", connections, 1, MAX_CONNECTIONS);
        between("window", window, 1, MAX_WINDOW);
        between("devices", devices.size(), 1, MAX_DEVICES);
        between("channels", channels.size(), 1, 255);
        between("readings", readings, 1, MAX_READINGS);
        between("boot", boot, 0, MessageId.MAX);
        between(
                "interval in milliseconds",
                interval.toMillis(),
                1,
                Duration.ofDays(1).toMillis());
        between("sampleEvery", sampleEvery, 0, Integer.MAX_VALUE);
    }

    static void requireTcp(BrokerAddress broker) {
        if (!"tcp".equals(broker.uri().getScheme())) {
            throw new IllegalArgumentException(
                    "broker '" + broker.uri() + "': expected tcp://host:port, load is published without TLS");
        }
    }

    static void between(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + ": " + value + ", expected " + least + " to " + most);
        }
    }

    /** Readings of one channel in a message, at most. */
    int readingsOfChannel() {
        return (readings + channels.size() - 1) / channels.size();
    }
}
