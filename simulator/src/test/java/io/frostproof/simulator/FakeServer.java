package io.frostproof.simulator;

import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.DownTopic;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.protocol.UpTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Hears telemetry as the server would, and can send receipts. */
public final class FakeServer implements AutoCloseable, MqttCallback {

    /** One message as it arrived. */
    public record Arrival(UpTopic topic, Telemetry telemetry) {}

    private final MqttAsyncClient client;
    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private FakeServer(String uri) throws MqttException {
        client = new MqttAsyncClient(uri, "fake-server", new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setReceiveMaximum(60_000);
        client.connect(options).waitForCompletion(10_000);
        client.subscribe(UpTopic.Kind.TELEMETRY.subscription(), 1).waitForCompletion(10_000);
    }

    public static FakeServer at(String uri) throws MqttException {
        return new FakeServer(uri);
    }

    /** The next {@code count} messages, in the order they arrived; fails when they do not come within 30 s each. */
    public List<Arrival> take(int count) throws InterruptedException {
        List<Arrival> taken = new ArrayList<>();
        while (taken.size() < count) {
            Arrival arrival = arrivals.poll(30, TimeUnit.SECONDS);
            if (arrival == null) {
                throw new AssertionError("only " + taken.size() + " of " + count + " messages arrived");
            }
            taken.add(arrival);
        }
        return taken;
    }

    /** Messages by their id; fails when one id comes with two contents. */
    public static Map<MessageId, Telemetry> byId(List<Arrival> arrivals) {
        Map<MessageId, Telemetry> messages = new ConcurrentSkipListMap<>();
        for (Arrival arrival : arrivals) {
            MessageId id = arrival.telemetry().id();
            if (id == null) {
                throw new AssertionError("message without id: " + arrival);
            }
            Telemetry before = messages.put(id, arrival.telemetry());
            if (before != null && !before.equals(arrival.telemetry())) {
                throw new AssertionError(id + " came as " + before + " and as " + arrival.telemetry());
            }
        }
        return messages;
    }

    public void sendReceipt(UpTopic device, MessageId upTo) throws MqttException {
        client.publish(
                new DownTopic(device.node(), device.device(), DownTopic.Kind.RECEIPT).topic(),
                new Receipt(upTo).encode(),
                1,
                false);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (TelemetryDecoder.decode(message.getPayload(), null) instanceof Decoded decoded) {
            arrivals.add(new Arrival(UpTopic.parse(topic).orElseThrow(), decoded.telemetry()));
        }
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect(0).waitForCompletion(1000);
        }
        client.close(true);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
