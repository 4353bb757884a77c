package io.frostproof.server.endtoend;

import io.frostproof.protocol.DownTopic;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** The one device of the machine-temperature network, which publishes what a test tells it and hears its receipts. */
final class FieldDevice implements AutoCloseable {

    static final String TOPIC = "frostproof/1/plant/nab-machine/telemetry";
    private static final int QOS = 1;

    private final String broker;
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private MqttClient client;

    private FieldDevice(String broker) throws MqttException {
        this.broker = broker;
        client = newConnection();
    }

    static FieldDevice connect(String broker) throws MqttException {
        return new FieldDevice(broker);
    }

    /** With a client object of its own: Paho would repeat the topic aliases of a lost connection on the next one. */
    private MqttClient newConnection() throws MqttException {
        var next = new MqttClient(broker, "field-device", new MemoryPersistence());
        next.setTimeToWait(10_000);
        var options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(600L);
        next.connect(options);
        next.subscribe(
                new MqttSubscription[] {
                    new MqttSubscription(new DownTopic("plant", "nab-machine", DownTopic.Kind.RECEIPT).topic(), QOS)
                },
                new IMqttMessageListener[] {
                    (topic, message) -> Receipt.decode(message.getPayload()).ifPresent(receipts::add)
                });
        return next;
    }

    static byte[] reading(long seq, Instant time, double fahrenheit) {
        return """
                {"boot":1,"seq":%d,"readings":[{"ch":"t1","t":"%s","v":%s}]}""".formatted(seq, time, fahrenheit).getBytes(StandardCharsets.UTF_8);
    }

    /** Publishes and returns when the broker has acknowledged. */
    void publish(String topic, byte[] payload) throws MqttException {
        var message = new MqttMessage(payload);
        message.setQos(QOS);
        client.publish(topic, message);
    }

    /** As {@link #publish}, again and again while the broker is away. */
    void publishPatiently(byte[] payload) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                if (!client.isConnected()) {
                    client.close(true);
                    client = newConnection();
                }
                publish(TOPIC, payload);
                return;
            } catch (MqttException e) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the broker did not come back", e);
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    void awaitReceipt(long seq) {
        var message = new MessageId(1, seq);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (receipts.stream().noneMatch(receipt -> receipt.covers(message))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no receipt for " + message + " in " + receipts);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 500);
        client.close();
    }
}
