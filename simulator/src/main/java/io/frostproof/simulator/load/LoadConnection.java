package io.frostproof.simulator.load;

import io.frostproof.simulator.device.BrokerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection with the devices that share it: MQTT 3.1.1, publishing with QoS 1. Used by one thread. */
final class LoadConnection implements AutoCloseable {

    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    /** PUBLISH, QoS 1, neither retained nor sent before. */
    static final int PUBLISH = 0x32;

    private static final int RETAIN = 0x01;
    private static final int PUBACK = 0x40;
    private static final int DISCONNECT = 0xE0;
    private static final int PROTOCOL_3_1_1 = 4;
    private static final int CLEAN = 0x02;
    private static final int HAS_USER = 0x80;
    private static final int HAS_PASSWORD = 0x40;
    private static final int ANSWER_WITHIN_MILLIS = 10_000;
    /** A burst is written when it is this large, or when there is no more to say. */
    private static final int BURST_BYTES = 1 << 16;

    private static final int MAX_ID = 65_535;

    private final SocketChannel channel;
    private final Packet out = new Packet(512); // grows with the bursts
    private final int window;
    private final int first;
    private final int step;
    private int next;
    private int written;
    private int inFlight;
    private boolean full;
    private int lastId;
    private int lastAcknowledged;
    /** Bytes of a packet that came in part. */
    private int part;

    private int partBytes;

    private LoadConnection(SocketChannel channel, int window, int first, int step) {
        this.channel = channel;
        this.window = window;
        this.first = first;
        this.step = step;
        next = first;
    }

    /**
     * Connects, waiting up to 10 s for the answer.
     *
     * @param first index of the first of its devices
     * @param step from one of its devices to the next
     * @throws IOException if there is no broker or it refuses
     */
    static LoadConnection open(
            BrokerAddress broker, String clientId, int window, int first, int step, Selector selector)
            throws IOException {
        var address = new InetSocketAddress(broker.uri().getHost(), broker.uri().getPort());
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, ANSWER_WITHIN_MILLIS);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().getOutputStream().write(connect(broker, clientId));
            channel.socket().setSoTimeout(ANSWER_WITHIN_MILLIS);
            byte[] answer = channel.socket().getInputStream().readNBytes(4);
            if (answer.length < 4 || answer[0] != CONNACK || answer[3] != 0) {
                throw new IOException(
                        "refused " + clientId + (answer.length < 4 ? "" : ", MQTT 3.1.1 return code " + answer[3]));
            }
            channel.configureBlocking(false);
            var connection = new LoadConnection(channel, window, first, step);
            channel.register(selector, SelectionKey.OP_READ, connection);
            return connection;
        } catch (IOException e) {
            channel.close();
            throw new IOException("broker " + broker + ": " + e.getMessage(), e);
        }
    }

    private static byte[] connect(BrokerAddress broker, String clientId) {
        String user = broker.user();
        String password = broker.password();
        var body = new Packet(256);
        text(body, "MQTT");
        body.octet(PROTOCOL_3_1_1);
        body.octet(CLEAN | (user == null ? 0 : HAS_USER) | (password == null ? 0 : HAS_PASSWORD));
        body.pair(0); // no keep-alive: somebody who publishes all the time needs no pings
        text(body, clientId);
        if (user != null) {
            text(body, user);
        }
        if (password != null) {
            text(body, password);
        }
        var packet = new Packet(256);
        packet.octet(CONNECT);
        packet.varint(body.size());
        packet.all(java.util.Arrays.copyOf(body.array(), body.size()));
        return java.util.Arrays.copyOf(packet.array(), packet.size());
    }

    private static void text(Packet packet, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        packet.pair(bytes.length);
        packet.all(bytes);
    }

    /** The device whose turn it is. */
    int device() {
        return next;
    }

    /**
     * Whether it may publish now: its window has room and the broker takes what was written before. A window that was full counts as full until
     * an eighth of it is free, so that a broker that is the slower one is sent bursts rather than single messages.
     */
    boolean ready() {
        if (full && inFlight <= window - Math.max(1, window / 8)) {
            full = false;
        } else if (inFlight == window) {
            full = true;
        }
        return !full && out.size() < BURST_BYTES;
    }

    int inFlight() {
        return inFlight;
    }

    /** Adds the next message of the device whose turn it is to the burst. */
    void publish(Fleet fleet) {
        fleet.publish(out, next, nextId());
        next += step;
        if (next >= fleet.devices()) {
            next = first;
        }
    }

    /** Adds a message to the burst. */
    void publish(byte[] topic, byte[] payload, boolean retained) {
        out.octet(retained ? PUBLISH | RETAIN : PUBLISH);
        out.varint(2L + topic.length + 2 + payload.length);
        out.pair(topic.length);
        out.all(topic);
        out.pair(nextId());
        out.all(payload);
    }

    private int nextId() {
        lastId = lastId == MAX_ID ? 1 : lastId + 1;
        inFlight++;
        return lastId;
    }

    /** Writes as much of the burst as the socket takes. */
    void flush() throws IOException {
        if (out.size() == 0) {
            return;
        }
        written += channel.write(ByteBuffer.wrap(out.array(), written, out.size() - written));
        if (written == out.size()) {
            out.clear();
            written = 0;
        }
    }

    /** Reads what has come. Returns how many publications it acknowledges. */
    int read(ByteBuffer buffer) throws IOException {
        int acknowledged = 0;
        int got;
        do {
            buffer.clear();
            got = channel.read(buffer);
            if (got < 0) {
                throw new IOException(
                        "the broker closed a connection with " + inFlight + " unacknowledged publications");
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                part = (part << 8) | (buffer.get() & 0xFF);
                if (++partBytes == Integer.BYTES) {
                    partBytes = 0;
                    acknowledge(part);
                    acknowledged++;
                }
            }
        } while (got == buffer.capacity());
        return acknowledged;
    }

    /** All that a publisher hears are PUBACKs of four bytes, in the order of its publications (MQTT 3.1.1, 4.6). */
    private void acknowledge(int packet) throws IOException {
        int expected = lastAcknowledged == MAX_ID ? 1 : lastAcknowledged + 1;
        if (packet >>> 16 != ((PUBACK << 8) | 2) || (packet & MAX_ID) != expected || inFlight == 0) {
            throw new IOException("the broker sent " + Integer.toHexString(packet)
                    + ", expected the PUBACK of publication " + expected);
        }
        lastAcknowledged = expected;
        inFlight--;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) DISCONNECT, 0}));
        } finally {
            channel.close();
        }
    }
}
