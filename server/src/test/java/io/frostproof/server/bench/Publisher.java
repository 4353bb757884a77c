package io.frostproof.server.bench;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.device.DeviceLink;
import io.frostproof.simulator.device.LinkException;
import io.frostproof.simulator.device.LinkOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Devices that publish one reading each in turn, at a steady pace, and note when its receipt comes: the server sends it after the commit
 * that makes the reading visible, so the time to it is an upper bound of publish-to-visible, with the way back through the broker in it.
 */
final class Publisher implements AutoCloseable {

    private static final Duration ROOM_WITHIN = Duration.ofSeconds(10);

    private final DeviceLink link;
    private final List<UpTopic> topics;
    private final long boot = System.currentTimeMillis() / 1000;
    private final long[] sequences;
    private final Map<String, Map<Long, Long>> waiting = new ConcurrentHashMap<>();
    private volatile List<Double> latenciesMs = new ArrayList<>();

    /** @param devices how many of {@code d-2}, {@code d-3} ... take part; those of the chart stay alone */
    Publisher(String broker, int devices) throws IOException, InterruptedException {
        topics = IntStream.range(2, 2 + devices)
                .mapToObj(n -> UpTopic.telemetry("n-" + (1 + n % 100), "d-" + n))
                .toList();
        sequences = new long[devices];
        topics.forEach(topic -> waiting.put(topic.device(), new ConcurrentHashMap<>()));
        link = DeviceLink.open(
                LinkOptions.of(BrokerAddress.anonymous(URI.create(broker)), "bench-" + boot, topics), this::received);
        try {
            if (!link.awaitConnected(Duration.ofSeconds(20))) {
                throw new IOException("bench devices: " + link.lastError());
            }
        } catch (LinkException e) {
            throw new IOException(e);
        }
    }

    private void received(String device, Receipt receipt) {
        long now = System.nanoTime();
        Map<Long, Long> own = waiting.getOrDefault(device, Map.of());
        List<Double> latencies = latenciesMs;
        own.forEach((sequence, published) -> {
            if (receipt.covers(new MessageId(boot, sequence)) && own.remove(sequence, published)) {
                synchronized (latencies) {
                    latencies.add((now - published) / 1e6);
                }
            }
        });
    }

    /** Publishes at a pace for a while, waits for the receipts, and answers every latency in milliseconds, sorted. */
    double[] run(int perSecond, Duration length) throws IOException, InterruptedException {
        var own = new ArrayList<Double>();
        latenciesMs = own;
        long begun = System.nanoTime();
        long count = perSecond * length.toSeconds();
        for (long i = 0; i < count; i++) {
            long due = begun + i * 1_000_000_000L / perSecond;
            long left = due - System.nanoTime();
            if (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
            }
            // From the moment it was due: a publisher that is held up must not hide it.
            publish((int) (i % topics.size()), due);
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (own.size() < count && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        synchronized (own) {
            if (own.size() < count) {
                throw new IOException("only " + own.size() + " of " + count + " readings had a receipt 30 s later");
            }
            return own.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }
    }

    private void publish(int device, long due) throws IOException, InterruptedException {
        long sequence = sequences[device]++;
        UpTopic topic = topics.get(device);
        Objects.requireNonNull(waiting.get(topic.device())).put(sequence, due);
        String value = String.valueOf(4 + (sequence + device) % 20 / 10.0);
        String payload = "{\"boot\":" + boot + ",\"seq\":" + sequence + ",\"readings\":[{\"ch\":\"t1\",\"t\":"
                + System.currentTimeMillis() + ",\"v\":" + value + "}]}";
        try {
            if (!link.publish(topic, payload.getBytes(StandardCharsets.UTF_8), ROOM_WITHIN)) {
                throw new IOException("the broker took nothing for " + ROOM_WITHIN.toSeconds() + " s");
            }
        } catch (LinkException e) {
            throw new IOException(e);
        }
    }

    static double percentile(double[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
    }

    static double[] together(double[] one, double[] two) {
        double[] all = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, all, one.length, two.length);
        Arrays.sort(all);
        return all;
    }

    @Override
    public void close() {
        link.close();
    }
}
