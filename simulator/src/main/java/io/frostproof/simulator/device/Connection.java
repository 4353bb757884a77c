package io.frostproof.simulator.device;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DownTopic;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.UpTopic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * One connection from CONNECT to its end. A new client object for each, without Paho's own reconnect and with nothing
 * stored: what has to be sent again is kept by the {@link Outbox}, so Paho's session state could only disagree with it.
 */
final class Connection implements AutoCloseable {

    /** A status is kept by the broker for who comes later. */
    private static final String STATUS = "/status";

    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    private static final int SUBSCRIBE_TIMEOUT_MILLIS = 5000;
    private static final int KEEP_ALIVE_SECONDS = 15;
    /** Receipts sent while the link is away for a moment wait at the broker that long. */
    private static final long SESSION_EXPIRY_SECONDS = 600;

    private static final int RECEIVE_MAXIMUM = 1000;
    private static final int FIRST_ERROR_CODE = 0x80;
    private static final int SUBSCRIPTIONS_PER_PACKET = 50;
    private static final int CLOSE_MILLIS = 300;
    private static final byte[] NO_PASSWORD = {};

    private final LinkOptions options;
    private final Outbox outbox;
    private final ReceiptListener receipts;
    private final @Nullable OrderListener orders;
    private final MqttAsyncClient client;
    private volatile boolean alive = true;
    private int window;

    private Connection(LinkOptions options, Outbox outbox, ReceiptListener receipts, @Nullable OrderListener orders)
            throws MqttException {
        this.options = options;
        this.outbox = outbox;
        this.receipts = receipts;
        this.orders = orders;
        this.window = options.window();
        this.client =
                new MqttAsyncClient(options.broker().uri().toString(), options.clientId(), new MemoryPersistence());
    }

    /** Connects and subscribes. {@code fresh} forgets what the broker kept for an earlier run of this client id. */
    static Connection open(
            LinkOptions options, boolean fresh, Outbox outbox, ReceiptListener receipts, @Nullable OrderListener orders)
            throws MqttException {
        Connection connection = new Connection(options, outbox, receipts, orders);
        try {
            connection.connect(fresh);
            connection.subscribe();
            return connection;
        } catch (MqttException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void connect(boolean fresh) throws MqttException {
        client.setCallback(new Callback());
        MqttConnectionOptions mqtt = new MqttConnectionOptions();
        mqtt.setAutomaticReconnect(false);
        mqtt.setCleanStart(fresh);
        mqtt.setSessionExpiryInterval(SESSION_EXPIRY_SECONDS);
        mqtt.setReceiveMaximum(RECEIVE_MAXIMUM);
        mqtt.setConnectionTimeout(CONNECT_TIMEOUT_SECONDS);
        mqtt.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        String user = options.broker().user();
        if (user != null) {
            String password = options.broker().password();
            mqtt.setUserName(user);
            mqtt.setPassword(password == null ? NO_PASSWORD : password.getBytes(StandardCharsets.UTF_8));
        }
        IMqttToken token = client.connect(mqtt);
        // Twice the client's own limit, so that its more telling error comes first; without any, Paho can wait for
        // ever.
        token.waitForCompletion(CONNECT_TIMEOUT_SECONDS * 2000L);
        MqttProperties answer = token.getResponseProperties();
        Integer receiveMaximum = answer == null ? null : answer.getReceiveMaximum();
        if (receiveMaximum != null) {
            window = Math.min(window, receiveMaximum);
        }
    }

    private void subscribe() throws MqttException {
        List<UpTopic> devices = options.devices();
        for (int from = 0; from < devices.size(); from += SUBSCRIPTIONS_PER_PACKET) {
            MqttSubscription[] some =
                    devices.subList(from, Math.min(devices.size(), from + SUBSCRIPTIONS_PER_PACKET)).stream()
                            .map(this::answersTo)
                            .toArray(MqttSubscription[]::new);
            client.subscribe(some).waitForCompletion(SUBSCRIBE_TIMEOUT_MILLIS);
        }
    }

    /** Receipts alone, or all that the server sends when somebody listens to orders. */
    private MqttSubscription answersTo(UpTopic device) {
        String receipt = new DownTopic(device.node(), device.device(), DownTopic.Kind.RECEIPT).topic();
        return new MqttSubscription(
                orders == null ? receipt : receipt.substring(0, receipt.lastIndexOf('/') + 1) + "+", 1);
    }

    boolean alive() {
        return alive && client.isConnected();
    }

    /** Messages this connection may have in flight. */
    int window() {
        return window;
    }

    /** Sends; false when the client has too many in flight, though our window says otherwise. */
    boolean publish(Outgoing message) throws MqttException {
        MqttMessage mqtt = new MqttMessage(message.payload());
        mqtt.setQos(1);
        mqtt.setRetained(message.topic().endsWith(STATUS));
        try {
            client.publish(message.topic(), mqtt, null, new Acknowledgement(message.serial()));
            return true;
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT) {
                return false;
            }
            throw e;
        }
    }

    /** Within a second, whatever the broker does. */
    @Override
    public void close() {
        alive = false;
        try {
            if (client.isConnected()) {
                client.disconnect(0).waitForCompletion(CLOSE_MILLIS);
            }
        } catch (MqttException e) {
            forceDisconnect();
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Already closed, or closing in another thread: either way there is nothing left to free.
        }
    }

    private void forceDisconnect() {
        try {
            client.disconnectForcibly(0, CLOSE_MILLIS, false);
        } catch (MqttException e) {
            // It was not connected any more.
        }
    }

    private final class Acknowledgement implements MqttActionListener {
        private final long serial;

        Acknowledgement(long serial) {
            this.serial = serial;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            int[] codes = token.getReasonCodes();
            int code = codes == null || codes.length == 0 ? 0 : codes[0];
            if (code >= FIRST_ERROR_CODE) {
                outbox.refuse(serial, "PUBACK reason code " + code);
            } else {
                outbox.acknowledge(serial);
            }
        }

        @Override
        public void onFailure(IMqttToken token, @Nullable Throwable cause) {
            // The connection is going down; what is in flight will be sent again on the next one.
        }
    }

    private final class Callback implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            alive = false;
            outbox.wake();
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            DownTopic.parse(topic).ifPresent(down -> {
                if (ControlCodec.decode(Control.Type.of(down.kind()), message.getPayload(), null)
                        instanceof ControlResult.Decoded decoded) {
                    received(down.device(), decoded.control());
                }
            });
        }

        private void received(String device, Control control) {
            if (control instanceof Receipt receipt) {
                receipts.received(device, receipt);
            } else if (orders != null) {
                orders.received(device, control);
            }
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
