package io.frostproof.simulator.device;

import io.frostproof.protocol.UpTopic;
import java.time.Duration;
import java.util.List;

/**
 * How a {@link DeviceLink} connects.
 *
 * @param clientId stable, so that a reconnect replaces the dead connection at the broker; no
 *     two links may share one, they would push each other out
 * @param devices whose receipts are listened to
 * @param window messages that may be on their way without PUBACK; a broker's receive maximum makes it smaller
 * @param capacity messages the link holds at most, waiting or on their way; beyond that the publisher waits
 * @param maxBackoff longest wait between attempts to connect; the first is 100 ms, doubled each time
 */
public record LinkOptions(
        BrokerAddress broker, String clientId, List<UpTopic> devices, int window, int capacity, Duration maxBackoff) {

    /** Enough to keep a loopback broker busy, few enough to send again in an instant. */
    public static final int DEFAULT_WINDOW = 200;

    public static final int DEFAULT_CAPACITY = 2000;

    /** Short, because a person may be watching; a real device would wait longer. */
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(2);

    public LinkOptions {
        devices = List.copyOf(devices);
        if (window < 1 || capacity < window) {
            throw new IllegalArgumentException(
                    "window " + window + ", capacity " + capacity + ": expected 1 <= window <= capacity");
        }
        if (maxBackoff.isNegative() || maxBackoff.isZero()) {
            throw new IllegalArgumentException("maxBackoff " + maxBackoff + ": expected more than zero");
        }
    }

    /** With the defaults above. */
    public static LinkOptions of(BrokerAddress broker, String clientId, List<UpTopic> devices) {
        return new LinkOptions(broker, clientId, devices, DEFAULT_WINDOW, DEFAULT_CAPACITY, DEFAULT_MAX_BACKOFF);
    }
}
