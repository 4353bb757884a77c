package io.frostproof.simulator.load;

import io.frostproof.simulator.device.BrokerAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes what it is given to a broker as fast as that takes it, QoS 1, over a few connections. The messages of a topic go over one
 * connection, so they keep their order. What is not acknowledged is bounded by the windows: when all are full, {@link #publish} waits.
 *
 * <p>Everything happens on the thread that calls, which looks after acknowledgements every {@value #LOOK_EVERY} messages and whenever it
 * waits. A connection that is lost ends it with an error: it does not connect again. No TLS.
 */
public final class FullSpeedSink implements AutoCloseable {

    private static final int READ_BYTES = 1 << 16;
    private static final int LOOK_EVERY = 256;
    private static final long NAP_NANOS = 200_000;
    private static final long ACKNOWLEDGED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_BYTES);
    private final long cpuBefore = threadCpuNanos();
    private long published;
    private long acknowledged;
    private long lastHeard = System.nanoTime();

    private FullSpeedSink() throws IOException {
        selector = Selector.open();
    }

    /**
     * Connects.
     *
     * @param clientPrefix client ids are this, {@code -} and a number from 0
     * @param connections 1 to {@value LoadOptions#MAX_CONNECTIONS}
     * @param window most publications of a connection without PUBACK, 1 to {@value LoadOptions#MAX_WINDOW}
     * @throws IOException if there is no broker or it refuses one
     */
    public static FullSpeedSink connect(BrokerAddress broker, String clientPrefix, int connections, int window)
            throws IOException {
        LoadOptions.between("connections", connections, 1, LoadOptions.MAX_CONNECTIONS);
        LoadOptions.between("window", window, 1, LoadOptions.MAX_WINDOW);
        LoadOptions.requireTcp(broker);
        var sink = new FullSpeedSink();
        try {
            for (int i = 0; i < connections; i++) {
                sink.connections.add(LoadConnection.open(broker, clientPrefix + "-" + i, window, 0, 1, sink.selector));
            }
            return sink;
        } catch (IOException e) {
            sink.close();
            throw e;
        }
    }

    /**
     * Publishes a message, waiting for room in the window of its connection.
     *
     * @param retained whether the broker keeps it for those who come later
     * @throws IOException if a connection is lost, the broker breaks the protocol, or nothing is acknowledged for 60 s
     */
    public void publish(String topic, byte[] payload, boolean retained) throws IOException, InterruptedException {
        LoadConnection connection = connections.get(Math.floorMod(topic.hashCode(), connections.size()));
        while (!connection.ready()) {
            pump();
            if (!connection.ready()) {
                rest();
            }
        }
        connection.publish(topic.getBytes(StandardCharsets.UTF_8), payload, retained);
        published++;
        if (published % LOOK_EVERY == 0) {
            pump();
        }
    }

    /** Waits until everything is acknowledged; throws as {@link #publish}. */
    public void awaitAcknowledged() throws IOException, InterruptedException {
        pump();
        while (acknowledged < published) {
            rest();
            pump();
        }
    }

    private void pump() throws IOException {
        for (LoadConnection connection : connections) {
            connection.flush();
        }
        if (selector.selectNow() > 0) {
            for (SelectionKey key : selector.selectedKeys()) {
                int count = ((LoadConnection) key.attachment()).read(incoming);
                acknowledged += count;
            }
            selector.selectedKeys().clear();
            lastHeard = System.nanoTime();
        } else if (acknowledged == published) {
            lastHeard = System.nanoTime();
        }
    }

    private void rest() throws IOException, InterruptedException {
        if (System.nanoTime() - lastHeard > ACKNOWLEDGED_WITHIN_NANOS) {
            throw new IOException("of " + published + " publications " + (published - acknowledged)
                    + " are not acknowledged, and nothing came for 60 s");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(NAP_NANOS);
    }

    /** Messages handed over. */
    public long published() {
        return published;
    }

    /** Messages of which the broker said that it has them. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Of the calling thread since it connected, whatever else it did. */
    public double cpuSeconds() {
        return (threadCpuNanos() - cpuBefore) / 1e9;
    }

    private static long threadCpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Ends the connections; what is not acknowledged may be lost. */
    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
