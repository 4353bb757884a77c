package io.frostproof.server.embedded;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** An MQTT 5 broker in this process, on the loopback address: the HiveMQ community edition. Anonymous, for demonstrations. */
public final class EmbeddedBroker implements AutoCloseable {

    /** The broker hands out so many messages before it waits for acknowledgements; its own 50 would cap the rate at one batch. */
    private static final int POLL_BATCH_SIZE = 1_000;

    private final EmbeddedHiveMQ broker;
    private final URI uri;

    private EmbeddedBroker(EmbeddedHiveMQ broker, URI uri) {
        this.broker = broker;
        this.uri = uri;
    }

    /**
     * Starts it.
     *
     * @param folder for its configuration; made when missing
     * @param port preferred port; another free one is taken when it is busy
     */
    public static EmbeddedBroker start(Path folder, int port) throws IOException {
        InternalConfigurations.PUBLISH_POLL_BATCH_SIZE = POLL_BATCH_SIZE;
        int free = freePort(port);
        Path configuration = Files.createDirectories(folder.resolve("conf"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Path extensions = Files.createDirectories(folder.resolve("extensions"));
        Files.writeString(configuration.resolve("config.xml"), """
                <?xml version="1.0"?>
                <hivemq>
                    <listeners>
                        <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                    </listeners>
                    <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(free));
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration)
                .withDataFolder(data)
                .withExtensionsFolder(extensions)
                .build();
        try {
            broker.start().join();
        } catch (CompletionException e) {
            throw new IOException("the embedded MQTT broker does not start: " + e.getCause(), e);
        }
        return new EmbeddedBroker(broker, URI.create("tcp://127.0.0.1:" + free));
    }

    /** {@code preferred} if it is free, otherwise any. */
    public static int freePort(int preferred) throws IOException {
        try (ServerSocket socket = new ServerSocket(preferred, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException busy) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }

    public URI uri() {
        return uri;
    }

    /** Stops it. */
    @Override
    public void close() {
        broker.stop().join();
    }
}
