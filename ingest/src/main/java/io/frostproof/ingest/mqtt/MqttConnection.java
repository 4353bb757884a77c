package io.frostproof.ingest.mqtt;

import io.frostproof.ingest.device.Downlink;
import io.frostproof.ingest.intake.Inbound;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker, from CONNECT to its loss, with a client object of its own. Paho would carry the topic aliases
 * and the unfinished publications of a lost connection over to the next one; a broker must refuse an alias that was agreed with
 * its predecessor (MQTT 5, 3.3.2.3.4) and closes that connection, and the next one, for ever. The session that has to survive is
 * the broker's, which goes by the client id. Thread-safe.
 */
final class MqttConnection implements AutoCloseable {

    /** Takes messages on the client's receiving thread; while it does not return, nothing more is received. */
    interface Receiver {
        void receive(MqttConnection from, String topic, MqttMessage message) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int QOS = 1;
    private static final int CLOSE_MILLIS = 500;

    private final MqttSettings settings;
    private final Receiver receiver;
    private final AckLedger ledger = new AckLedger();
    private final MqttAsyncClient client;
    private final CountDownLatch lost = new CountDownLatch(1);
    private volatile boolean subscribed;
    private volatile String reason = "never connected";

    /** @throws MqttException if the address in the settings is none */
    MqttConnection(MqttSettings settings, Receiver receiver) throws MqttException {
        this.settings = settings;
        this.receiver = receiver;
        client = new MqttAsyncClient(settings.url(), settings.clientId(), new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(new Callback());
    }

    /**
     * Connects and subscribes, in at most twice {@link #ANSWER_WITHIN}. Messages may arrive before it returns.
     *
     * @throws IllegalStateException if the broker refuses one of the subscriptions
     */
    void open() throws MqttException {
        var options = new MqttConnectionOptions();
        // Never a clean start: a reconnect with one throws away what the broker holds for us.
        options.setCleanStart(false);
        options.setSessionExpiryInterval(settings.sessionExpiry().toSeconds());
        options.setReceiveMaximum(settings.receiveMaximum());
        options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
        options.setConnectionTimeout((int) ANSWER_WITHIN.toSeconds());
        options.setAutomaticReconnect(false);
        if (settings.user() != null) {
            options.setUserName(settings.user());
        }
        String password = settings.password();
        if (password != null) {
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        options.setSocketFactory(sockets());
        client.connect(options).waitForCompletion(ANSWER_WITHIN.toMillis());
        IMqttToken granted = client.subscribe(Subscriptions.all());
        granted.waitForCompletion(ANSWER_WITHIN.toMillis());
        Subscriptions.check(granted.getReasonCodes());
        subscribed = true;
    }

    private SocketFactory sockets() {
        if (!settings.url().startsWith("ssl:")) {
            return new PromptSockets();
        }
        Path caFile = settings.caFile();
        return new PromptTlsSockets(
                caFile == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : Trust.in(caFile));
    }

    /** Whether the subscription is in force. */
    boolean subscribed() {
        return subscribed && lost.getCount() > 0;
    }

    /** Waits until the connection is gone and says why. Only after {@link #open} has returned. */
    String awaitLoss() throws InterruptedException {
        lost.await();
        return reason;
    }

    /** Messages received and not acknowledged. */
    int outstanding() {
        return ledger.outstanding();
    }

    /** Notes a message; what it returns acknowledges it, when all before it are stored as well. */
    Inbound.Acknowledgement arrived(MqttMessage message) {
        AckLedger.Delivery delivery = ledger.arrived(message.getId());
        return () -> ledger.stored(delivery, this::acknowledge);
    }

    private void acknowledge(int packetId) {
        try {
            client.messageArrivedComplete(packetId, QOS); // only queues it
        } catch (MqttException e) {
            // The connection broke in this moment: the broker delivers again, and the log knows the key.
            LOG.debug("event=ack_not_sent reason={}", e.getMessage());
        }
    }

    /** Publishes with QoS 1. Never blocks. {@code done} hears once whether the broker has it. */
    void publish(String topic, byte[] payload, Done done) {
        var message = new MqttMessage(payload);
        message.setQos(QOS);
        publish(topic, message, done);
    }

    private void publish(String topic, MqttMessage message, Done done) {
        try {
            client.publish(topic, message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    done.done(true);
                }

                @Override
                public void onFailure(IMqttToken token, @Nullable Throwable failure) {
                    done.done(false);
                }
            });
        } catch (MqttException e) {
            LOG.debug("event=not_published topic={} reason={}", topic, e.getMessage());
            done.done(false);
        }
    }

    /** Publishes a message to a device. Never blocks. */
    void publish(Downlink.Message down, Downlink.Done done) {
        var message = new MqttMessage(down.payload());
        message.setQos(down.qos());
        message.setRetained(down.retained());
        Duration expiry = down.expiry();
        if (expiry != null) {
            var properties = new MqttProperties();
            properties.setMessageExpiryInterval(expiry.toSeconds());
            message.setProperties(properties);
        }
        publish(down.topic(), message, done::done);
    }

    /** Hears the outcome of a publication. */
    interface Done {
        void done(boolean success);
    }

    /** Ends the connection, also one that is half open. The session stays with the broker, and what was not acknowledged. */
    @Override
    public void close() {
        ended("closed");
        try {
            client.disconnectForcibly(0, CLOSE_MILLIS, MqttReturnCode.RETURN_CODE_SUCCESS, new MqttProperties());
        } catch (MqttException | RuntimeException e) {
            LOG.debug("event=mqtt_disconnect_failed reason={}", e.toString());
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("event=mqtt_close_failed reason={}", e.getMessage());
        }
    }

    private void ended(String why) {
        if (lost.getCount() > 0) {
            reason = why;
            ledger.connectionLost();
            lost.countDown();
        }
    }

    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            try {
                receiver.receive(MqttConnection.this, topic, message);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // Not acknowledged, so not lost; but nothing after it can be acknowledged on this connection either.
                LOG.error("event=message_not_received topic={}", topic, e);
            }
        }

        @Override
        public void disconnected(@Nullable MqttDisconnectResponse response) {
            ended(String.valueOf(response));
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            LOG.warn("event=mqtt_error reason={}", failure.toString());
        }

        @Override
        public void connectComplete(boolean reconnect, String url) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void authPacketArrived(int reasonCode, @Nullable MqttProperties properties) {}
    }
}
