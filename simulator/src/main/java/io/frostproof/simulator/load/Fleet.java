package io.frostproof.simulator.load;

import io.frostproof.protocol.UpTopic;
import java.nio.charset.StandardCharsets;

/** The devices: what each of them publishes next. Used by one thread. */
final class Fleet {

    private final LoadOptions options;
    private final Weather weather;
    private final byte[][] topics;
    private final int[] sequences;
    private final int readingsOfChannel;
    private final long intervalMillis;
    private final long beginMillis;

    Fleet(LoadOptions options) {
        this.options = options;
        weather = new Weather(options);
        topics = options.devices().stream()
                .map(UpTopic::topic)
                .map(topic -> topic.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        sequences = new int[topics.length];
        readingsOfChannel = options.readingsOfChannel();
        intervalMillis = options.interval().toMillis();
        beginMillis = options.begin().toEpochMilli();
    }

    int devices() {
        return topics.length;
    }

    /** Messages of a device so far, and the sequence of its next one. */
    int sequence(int device) {
        return sequences[device];
    }

    /** Event time of the last reading of a device's next message, milliseconds since 1970. */
    long endOfNextMillis(int device) {
        return beginMillis + ((long) (sequences[device] + 1) * readingsOfChannel - 1) * intervalMillis;
    }

    /** Writes the next message of a device as one PUBLISH. */
    void publish(Packet out, int device, int packetId) {
        int sequence = sequences[device]++;
        long first = (long) sequence * readingsOfChannel;
        long baseMillis = beginMillis + first * intervalMillis;
        Body body = weather.of(device, first);
        byte[] topic = topics[device];
        out.octet(LoadConnection.PUBLISH);
        out.varint(topic.length + 4L + body.length(options.boot(), sequence, baseMillis));
        out.pair(topic.length);
        out.all(topic);
        out.pair(packetId);
        body.write(out, options.boot(), sequence, baseMillis);
    }
}
