package io.frostproof.server.bench;

import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryEncoder;
import io.frostproof.protocol.UpTopic;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a past month of readings of one a minute, an hour in each message, all devices in turn: either in the order of time, or each device's
 * readings in an order that is wholly random, so that every message has readings of the whole month.
 */
final class MonthPublisher {

    private static final int IN_A_MESSAGE = 60;
    private static final int IN_FLIGHT = 1_000;
    private static final long MINUTE = 60_000_000;
    private static final long BOOT = 7;

    private final String uri;
    private final List<UpTopic> devices;
    private final String channel;
    private final long beginMicros;
    private final int minutes;

    /** @param minutes readings of each device; whole hours */
    MonthPublisher(String uri, List<UpTopic> devices, String channel, Instant begin, int minutes) {
        this.uri = uri;
        this.devices = devices;
        this.channel = channel;
        this.beginMicros = begin.toEpochMilli() * 1000;
        this.minutes = minutes - minutes % IN_A_MESSAGE;
    }

    long readings() {
        return (long) devices.size() * minutes;
    }

    /** Publishes everything; returns when the broker has taken it. */
    void publish(@Nullable Random shuffled) throws MqttException, IOException, InterruptedException {
        var orders = new ArrayList<int[]>();
        for (int device = 0; device < devices.size(); device++) {
            orders.add(order(shuffled));
        }
        var client = new MqttAsyncClient(uri, "bench-order-devices", new MemoryPersistence());
        var options = new MqttConnectionOptions();
        options.setReceiveMaximum(IN_FLIGHT);
        options.setCleanStart(true);
        client.connect(options).waitForCompletion(10_000);
        var room = new Semaphore(IN_FLIGHT / 2);
        var refused = new AtomicLong();
        var given = new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                room.release();
            }

            @Override
            public void onFailure(IMqttToken token, Throwable cause) {
                refused.incrementAndGet();
                room.release();
            }
        };
        for (int message = 0; message < minutes / IN_A_MESSAGE; message++) {
            for (int device = 0; device < devices.size(); device++) {
                room.acquire();
                client.publish(
                        devices.get(device).topic(), payload(orders.get(device), message), 1, false, null, given);
            }
        }
        room.acquire(IN_FLIGHT / 2);
        client.disconnect().waitForCompletion(10_000);
        client.close();
        if (refused.get() > 0) {
            throw new IOException("the broker refused " + refused.get() + " messages");
        }
    }

    private int[] order(@Nullable Random shuffled) {
        var order = new int[minutes];
        for (int i = 0; i < minutes; i++) {
            order[i] = i;
        }
        for (int i = minutes - 1; shuffled != null && i > 0; i--) {
            int other = shuffled.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private byte[] payload(int[] order, int message) {
        var samples = new ArrayList<Sample>(IN_A_MESSAGE);
        for (int i = message * IN_A_MESSAGE; i < (message + 1) * IN_A_MESSAGE; i++) {
            samples.add(new Sample(channel, beginMicros + order[i] * MINUTE, celsius(order[i])));
        }
        return TelemetryEncoder.encode(new Telemetry(new MessageId(BOOT, message), samples), Form.BINARY, null);
    }

    /** Cooling cycles, a defrost every six hours, and on every third day a door that stays open for an hour and a half. */
    private static double celsius(int minute) {
        int ofDay = minute % 1_440;
        double celsius = 4.5 + 1.5 * Math.sin(minute / 6.0) + 0.2 * Math.sin(minute * 2.3);
        celsius += ofDay % 360 < 8 ? 6 : 0;
        celsius += minute / 1_440 % 3 == 2 && ofDay >= 600 && ofDay < 690 ? 9 : 0;
        return Math.round(celsius * 100) / 100.0;
    }
}
