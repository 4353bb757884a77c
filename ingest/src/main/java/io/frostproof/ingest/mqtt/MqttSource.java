package io.frostproof.ingest.mqtt;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Lanes;
import io.frostproof.protocol.DownTopic;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.TelemetryTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes to all telemetry under one stable client id and a session that the broker keeps. A message is acknowledged after its
 * lane has stored it, in order of arrival. When a lane's queue is full the receiving thread waits, and with it the broker.
 *
 * <p>Reconnecting is ours rather than the client library's, so that the first connection and every later one go the same way.
 * Thread-safe.
 */
public final class MqttSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSource.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int QOS = 1;
    /** Receipts on their way; more are dropped, and the device that misses one sends again and is told again. */
    private static final int RECEIPTS_IN_FLIGHT = 1_000;

    private final MqttSettings settings;
    private final Intake intake;
    private final Lanes lanes;
    private final InstantSource clock;
    private final IngestCounters counters;
    private final AckLedger ledger = new AckLedger();
    private final RedeliveryFilter redeliveries = new RedeliveryFilter();
    private final Semaphore receiptsInFlight = new Semaphore(RECEIPTS_IN_FLIGHT);
    private final MqttAsyncClient client;
    private final Thread connector;
    private final Semaphore connectNow = new Semaphore(1);
    private volatile boolean connected;
    private volatile boolean closing;

    public MqttSource(MqttSettings settings, Intake intake, Lanes lanes, InstantSource clock, IngestCounters counters) {
        this.settings = settings;
        this.intake = intake;
        this.lanes = lanes;
        this.clock = clock;
        this.counters = counters;
        try {
            client = new MqttAsyncClient(settings.url(), settings.clientId(), new MemoryPersistence());
        } catch (MqttException e) {
            throw new IllegalArgumentException("mqtt.url was " + settings.url() + ", expected tcp://host:port", e);
        }
        client.setManualAcks(true);
        client.setCallback(new Callback());
        connector = Thread.ofVirtual().name("mqtt-connector").unstarted(this::keepConnected);
    }

    /** Begins to connect, and goes on until {@link #close}. */
    public void start() {
        connector.start();
    }

    /** Whether the subscription is in force. */
    public boolean connected() {
        return connected;
    }

    /** Messages received and not acknowledged. */
    public int outstanding() {
        return ledger.outstanding();
    }

    /** Tells a device what is stored. Never blocks; a receipt that cannot be sent now is dropped. */
    public void send(KnownDevice device, Receipt receipt) {
        if (!connected || !receiptsInFlight.tryAcquire()) {
            return;
        }
        var message = new MqttMessage(receipt.encode());
        message.setQos(QOS);
        String topic = new DownTopic(device.node(), device.id(), DownTopic.Kind.RECEIPT).topic();
        try {
            client.publish(topic, message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    receiptsInFlight.release();
                    counters.receiptsSent.increment();
                }

                @Override
                public void onFailure(IMqttToken token, Throwable failure) {
                    receiptsInFlight.release();
                }
            });
        } catch (MqttException e) {
            receiptsInFlight.release();
            LOG.debug("event=receipt_dropped device={} reason={}", device.id(), e.getMessage());
        }
    }

    /**
     * Takes no more messages. What comes from now on is not acknowledged, so the broker keeps it; what came before still is, until
     * {@link #close}.
     */
    public void stopReceiving() {
        closing = true;
    }

    /** Disconnects. The session stays with the broker, and with it everything that was not acknowledged. */
    @Override
    public void close() {
        closing = true;
        connected = false;
        connector.interrupt();
        try {
            connector.join(Duration.ofSeconds(2));
            client.disconnectForcibly(
                    0,
                    500,
                    org.eclipse.paho.mqttv5.common.packet.MqttReturnCode.RETURN_CODE_SUCCESS,
                    new MqttProperties());
        } catch (MqttException e) {
            LOG.debug("event=mqtt_disconnect_failed reason={}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("event=mqtt_close_failed reason={}", e.getMessage());
        }
    }

    private void keepConnected() {
        Duration wait = FIRST_RETRY;
        try {
            while (!closing) {
                connectNow.acquire();
                while (!closing && !connected) {
                    @Nullable String problem = connect();
                    if (problem == null) {
                        LOG.info("event=mqtt_connected broker={}", settings);
                        wait = FIRST_RETRY;
                        break;
                    }
                    LOG.warn(
                            "event=mqtt_unavailable broker={} retryInMs={} reason={}",
                            settings,
                            wait.toMillis(),
                            problem);
                    Thread.sleep(wait);
                    wait = wait.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    /** One attempt; returns what went wrong, or null. */
    private @Nullable String connect() {
        try {
            if (!client.isConnected()) {
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
                ledger.connectionLost(); // whatever the old connection still hands over must not be acknowledged on
                // the new one
                client.connect(options).waitForCompletion(ANSWER_WITHIN.toMillis());
            }
            client.subscribe(TelemetryTopic.SUBSCRIPTION, QOS).waitForCompletion(ANSWER_WITHIN.toMillis());
            connected = true;
            if (!client.isConnected()) {
                // Lost between the subscription and here: the callback has come and gone, so nobody else would notice.
                connected = false;
                return "connection lost while subscribing";
            }
            return null;
        } catch (MqttException e) {
            abandonHalfOpen();
            Throwable cause = e.getCause();
            return cause == null ? e.toString() : e + " (" + cause + ")";
        }
    }

    /** A broker that took the connection and says nothing would keep the client "connecting" for as long as it likes. */
    private void abandonHalfOpen() {
        if (!client.isConnected()) {
            try {
                client.disconnectForcibly(0, 0, false);
            } catch (MqttException | RuntimeException e) {
                LOG.debug("event=half_open_connection_kept reason={}", e.toString());
            }
        }
    }

    private void receive(String topic, MqttMessage message) throws InterruptedException {
        AckLedger.Delivery delivery = ledger.arrived(message.getId());
        Inbound inbound = intake.judge("mqtt", topic, message.getPayload(), () -> acknowledge(delivery));
        if (timeless(inbound) && redeliveries.redelivered(topic, message.getPayload(), clock.instant())) {
            counters.messagesRedelivered.increment();
            counters.readingsDuplicate.add(inbound.readings().size());
            // Through the same lane, so that it is acknowledged only after the first delivery has been stored.
            inbound = new Inbound(
                    inbound.laneKey(),
                    inbound.device(),
                    inbound.id(),
                    List.of(),
                    List.of(),
                    List.of(),
                    inbound.acknowledgement());
        }
        lanes.submit(inbound);
    }

    private static boolean timeless(Inbound inbound) {
        return inbound.readings().stream().anyMatch(reading -> reading.quality() == Reading.RECEPTION_TIME);
    }

    private void acknowledge(AckLedger.Delivery delivery) {
        ledger.stored(delivery, packetId -> {
            try {
                client.messageArrivedComplete(packetId, QOS); // only queues it
            } catch (MqttException e) {
                // The connection broke in this moment: the broker delivers again, and the log knows the key.
                LOG.debug("event=ack_not_sent reason={}", e.getMessage());
            }
        });
    }

    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            try {
                if (!closing) {
                    receive(topic, message);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // Not acknowledged, so not lost; but nothing after it can be acknowledged on this connection either.
                LOG.error("event=message_not_received topic={}", topic, e);
            }
        }

        @Override
        public void disconnected(@Nullable MqttDisconnectResponse response) {
            connected = false;
            ledger.connectionLost();
            if (!closing) {
                LOG.warn("event=mqtt_disconnected broker={} reason={}", settings, response);
                connectNow.release();
            }
        }

        @Override
        public void connectComplete(boolean reconnect, String url) {
            redeliveries.connected(clock.instant());
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            LOG.warn("event=mqtt_error reason={}", failure.toString());
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void authPacketArrived(int reasonCode, @Nullable MqttProperties properties) {}
    }
}
