package io.frostproof.ingest.mqtt;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the broker.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param clientId one stable name: the broker keeps the session, and what is not acknowledged, under it
 * @param sessionExpiry how long the broker keeps both while the server is away
 * @param receiveMaximum how many messages the broker may leave unacknowledged; a hint, some brokers overshoot it
 * @param keepAlive longest time without traffic. A blocked receiver does not answer, so this is also how long the log may
 *     stall with full queues before the broker has to deliver again
 * @param caFile certificates in PEM to trust with {@code ssl}; null: those of the Java runtime
 */
public record MqttSettings(
        String url,
        String clientId,
        @Nullable String user,
        @Nullable String password,
        Duration sessionExpiry,
        int receiveMaximum,
        Duration keepAlive,
        @Nullable Path caFile) {

    /** Without the password. */
    @Override
    public String toString() {
        return url + " as " + clientId;
    }
}
