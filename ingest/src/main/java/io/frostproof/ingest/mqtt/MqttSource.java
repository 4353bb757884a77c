package io.frostproof.ingest.mqtt;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.device.DeviceInbox;
import io.frostproof.ingest.device.Downlink;
import io.frostproof.ingest.directory.DeviceKeys;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Lanes;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.DownTopic;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes to all telemetry under one stable client id and a session that the broker keeps. A message is acknowledged after its
 * lane has stored it, in order of arrival. When a lane's queue is full the receiving thread waits, and with it the broker.
 *
 * <p>Reconnecting is ours rather than the client library's (see {@link MqttConnection}), so that the first connection and every
 * later one go the same way. Thread-safe.
 */
public final class MqttSource implements AutoCloseable, Downlink {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSource.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);
    /** A shorter connection does not reset the backoff: two servers of one client id would push each other out for ever. */
    private static final Duration STEADY = Duration.ofSeconds(5);
    /** Receipts on their way; more wait in their lanes. */
    private static final int RECEIPTS_IN_FLIGHT = 1_000;

    private final MqttSettings settings;
    private final Intake intake;
    private final Lanes lanes;
    private final DeviceKeys keys;
    private final SpokenForms forms = new SpokenForms();
    private final DeviceInbox devices;
    private final InstantSource clock;
    private final IngestCounters counters;
    private final RedeliveryFilter redeliveries = new RedeliveryFilter();
    private final Semaphore receiptsInFlight = new Semaphore(RECEIPTS_IN_FLIGHT);
    private final Thread connector;
    private volatile @Nullable MqttConnection current;
    private volatile boolean closing;
    private final AtomicLong connections = new AtomicLong();

    /** @param keys what is said to a device that has one is signed */
    public MqttSource(
            MqttSettings settings,
            Intake intake,
            Lanes lanes,
            DeviceInbox devices,
            DeviceKeys keys,
            InstantSource clock,
            IngestCounters counters) {
        this.settings = settings;
        this.intake = intake;
        this.lanes = lanes;
        this.keys = keys;
        this.devices = devices;
        this.clock = clock;
        this.counters = counters;
        connector = Thread.ofVirtual().name("mqtt-connector").unstarted(this::keepConnected);
    }

    /** Begins to connect, and goes on until {@link #close}. */
    public void start() {
        connector.start();
    }

    /** Whether the subscription is in force. */
    public boolean connected() {
        MqttConnection connection = current;
        return connection != null && connection.subscribed();
    }

    /** Messages received and not acknowledged. */
    public int outstanding() {
        MqttConnection connection = current;
        return connection == null ? 0 : connection.outstanding();
    }

    /**
     * Tells a device what is stored. Never blocks.
     *
     * @return false if it cannot be sent now
     */
    public boolean send(KnownDevice device, Receipt receipt) {
        MqttConnection connection = current;
        if (connection == null || !connection.subscribed() || !receiptsInFlight.tryAcquire()) {
            return false;
        }
        String topic = new DownTopic(device.node(), device.id(), DownTopic.Kind.RECEIPT).topic();
        DeviceKey key = keys.of(device.id());
        byte[] payload = ControlCodec.encode(receipt, key == null ? forms.of(device.id()) : Form.BINARY, key);
        connection.publish(topic, payload, sent -> {
            receiptsInFlight.release();
            if (sent) {
                counters.receiptsSent.increment();
            }
        });
        return true;
    }

    @Override
    public long connection() {
        return connected() ? connections.get() : 0;
    }

    @Override
    public void publish(Message message, Done done) {
        MqttConnection connection = current;
        if (connection == null || !connection.subscribed()) {
            done.done(false);
        } else {
            connection.publish(message, done);
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
        connector.interrupt();
        try {
            connector.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepConnected() {
        Duration wait = FIRST_RETRY;
        try {
            while (!closing) {
                Instant begun = clock.instant();
                String problem = serveOneConnection();
                if (closing) {
                    return;
                }
                if (clock.instant().isAfter(begun.plus(STEADY).plus(wait))) {
                    wait = FIRST_RETRY;
                }
                LOG.warn("event=mqtt_unavailable broker={} retryInMs={} reason={}", settings, wait.toMillis(), problem);
                Thread.sleep(wait);
                wait = wait.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    /** Connects and stays until the connection is lost; returns why there is none any more. */
    private String serveOneConnection() throws InterruptedException {
        try (var connection = new MqttConnection(settings, this::receive)) {
            redeliveries.connected(clock.instant());
            current = connection; // before it is open: what a lane has stored of it is acknowledged at once
            connection.open();
            connections.incrementAndGet();
            LOG.info("event=mqtt_connected broker={}", settings);
            return connection.awaitLoss();
        } catch (MqttException | RuntimeException e) {
            Throwable cause = e.getCause();
            return cause == null ? e.toString() : e + " (" + cause + ")";
        } finally {
            current = null;
        }
    }

    private void receive(MqttConnection from, String topic, MqttMessage message) throws InterruptedException {
        if (closing) {
            return;
        }
        if (DeviceInbox.takes(topic)) {
            devices.receive("mqtt", topic, message.getPayload(), message.isRetained(), this, from.arrived(message));
            return;
        }
        Inbound inbound = intake.judge("mqtt", topic, message.getPayload(), from.arrived(message));
        if (inbound.device() != null) {
            forms.spoke(inbound.device().id(), Form.of(message.getPayload()));
        }
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
        return inbound.readings().stream().anyMatch(Reading::timeless);
    }
}
