package io.frostproof.simulator.device;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.UpTopic;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MQTT 5 connection shared by one or many simulated devices. Publishes with QoS 1 and many messages in flight, keeps
 * every message until its PUBACK, and survives broker restarts: it connects again with backoff and sends again, in order,
 * what was not acknowledged. A broker may therefore see a message twice, never not at all while the link lives.
 *
 * <p>Thread-safe. One thread of its own does all sending. A PUBACK promises only that the broker has the message; what
 * the server has stored is told by receipts.
 */
public final class DeviceLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeviceLink.class);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration IDLE_LOOK = Duration.ofMillis(200);
    private static final Duration FULL_PAUSE = Duration.ofMillis(5);
    /**
     * A shorter connection does not reset the backoff: the broker may be accepting and dropping, or two clients of one
     * client id may be pushing each other out (Mosquitto 2.0.11 just closes the older one, so that cannot be told).
     */
    private static final Duration STEADY = Duration.ofSeconds(5);

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    /** Reasons in a CONNACK that stay the same however often one asks. */
    private static final Set<Integer> PERMANENT = Set.of(
            MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION,
            MqttReturnCode.RETURN_CODE_IDENTIFIER_NOT_VALID,
            MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD,
            MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED,
            MqttReturnCode.RETURN_CODE_BANNED,
            MqttReturnCode.RETURN_CODE_BAD_AUTHENTICATION);

    private final LinkOptions options;
    private final ReceiptListener listener;
    private final @Nullable OrderListener orders;
    private final Outbox outbox;
    private final ReceiptBoard receipts = new ReceiptBoard();
    private final Thread worker;
    private volatile boolean closing;
    private volatile boolean connected;
    private volatile boolean everConnected;
    private volatile String lastError = "no attempt to connect has ended yet";

    private DeviceLink(LinkOptions options, ReceiptListener listener, @Nullable OrderListener orders) {
        this.options = options;
        this.listener = listener;
        this.orders = orders;
        this.outbox = new Outbox(options.capacity());
        this.worker = Thread.ofPlatform()
                .daemon()
                .name("device-link-" + options.clientId())
                .unstarted(this::work);
    }

    /** Starts a link; connecting goes on in the background. */
    public static DeviceLink open(LinkOptions options) {
        return open(options, (device, receipt) -> {});
    }

    /** Starts a link whose receipts are also handed to {@code listener}. */
    public static DeviceLink open(LinkOptions options, ReceiptListener listener) {
        return start(new DeviceLink(options, listener, null));
    }

    /** Starts a link that also hears configurations, commands and the time. */
    public static DeviceLink open(LinkOptions options, ReceiptListener listener, OrderListener orders) {
        return start(new DeviceLink(options, listener, orders));
    }

    private static DeviceLink start(DeviceLink link) {
        link.worker.start();
        return link;
    }

    /**
     * Takes a message for sending; waits while the link holds as many as its capacity.
     *
     * @return false when there was no room within {@code timeout}; the message was not taken then
     * @throws LinkException when the link is closed or cannot work for good
     */
    public boolean publish(UpTopic topic, byte[] payload, Duration timeout) throws LinkException, InterruptedException {
        return outbox.put(topic.topic(), payload, timeout);
    }

    /**
     * Takes a message for sending if there is room.
     *
     * @throws LinkException when the link is closed or cannot work for good
     */
    public boolean offer(UpTopic topic, byte[] payload) throws LinkException {
        return outbox.offer(topic.topic(), payload);
    }

    /** Messages with a PUBACK, each counted once however often it was sent. */
    public long acknowledged() {
        return outbox.acknowledged();
    }

    /** Messages the broker answered with an error, such as for lack of rights. They are not sent again. */
    public long refused() {
        return outbox.refused();
    }

    /** Why the last message was refused. */
    public Optional<String> lastRefusal() {
        return Optional.ofNullable(outbox.lastRefusal());
    }

    /** Messages taken and neither acknowledged nor refused yet. */
    public int outstanding() {
        return outbox.outstanding();
    }

    public boolean connected() {
        return connected;
    }

    /** Why there is no connection, in words. */
    public String lastError() {
        return lastError;
    }

    /** Why the link has stopped for good; empty while it works. */
    public Optional<String> failure() {
        return Optional.ofNullable(outbox.failure());
    }

    /**
     * Waits until every message so far has been answered.
     *
     * @return false when some were still open after {@code timeout}
     */
    public boolean awaitAcknowledged(Duration timeout) throws LinkException, InterruptedException {
        return outbox.awaitEmpty(timeout);
    }

    /** Waits for the first connection; false when there was none within {@code timeout}, see {@link #lastError}. */
    public boolean awaitConnected(Duration timeout) throws LinkException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!everConnected) {
            String failure = outbox.failure();
            if (failure != null) {
                throw new LinkException(failure);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            outbox.pause(Duration.ofNanos(Math.min(left, IDLE_LOOK.toNanos())));
        }
        return true;
    }

    /** The furthest receipt of a device for one of its boots, since this link was opened. */
    public Optional<Receipt> receipt(String device, long boot) {
        return receipts.furthest(device, boot);
    }

    /** Waits until a receipt covers {@code message}; false when none did within {@code timeout}. */
    public boolean awaitReceipt(String device, MessageId message, Duration timeout) throws InterruptedException {
        return receipts.await(device, message, timeout);
    }

    /** Ends the connection within about two seconds. What is not acknowledged by then is not sent any more. */
    @Override
    public void close() {
        closing = true;
        outbox.fail("the link is closed");
        try {
            if (!worker.join(CLOSE_WAIT)) {
                log.warn("link did not close in time clientId={}", options.clientId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        Duration backoff = FIRST_BACKOFF;
        try {
            while (!closing && outbox.failure() == null) {
                if (serveOneConnection()) {
                    backoff = FIRST_BACKOFF;
                }
                if (!closing && outbox.failure() == null) {
                    waitBeforeNextAttempt(backoff);
                    backoff = min(backoff.multipliedBy(2), options.maxBackoff());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("link stopped clientId={}", options.clientId(), e);
            outbox.fail("the link stopped: " + e);
        }
    }

    /** Connects and sends until that connection ends; false when it did not come about or lasted only a moment. */
    private boolean serveOneConnection() throws InterruptedException {
        long start = System.nanoTime();
        try (Connection connection = Connection.open(options, !everConnected, outbox, this::received, orders)) {
            log.info("link connected clientId={} broker={}", options.clientId(), options.broker());
            connected = true;
            everConnected = true;
            outbox.requeue();
            send(connection);
            lastError = "connection lost";
        } catch (MqttException e) {
            lastError = describe(e);
            log.info(
                    "link not connected clientId={} broker={} error={}",
                    options.clientId(),
                    options.broker(),
                    lastError);
            if (PERMANENT.contains(e.getReasonCode())) {
                outbox.fail("broker " + options.broker() + " refused the connection: " + lastError);
            }
        }
        boolean served = connected && System.nanoTime() - start > STEADY.toNanos();
        connected = false;
        return served;
    }

    private void send(Connection connection) throws MqttException, InterruptedException {
        while (!closing && connection.alive()) {
            Outgoing message = outbox.next(connection.window(), IDLE_LOOK);
            if (message != null && !connection.publish(message)) {
                outbox.putBack(message);
                outbox.pause(FULL_PAUSE);
            }
        }
    }

    private void received(String device, Receipt receipt) {
        receipts.post(device, receipt);
        listener.received(device, receipt);
    }

    /** With jitter, so that a fleet does not come back in step. Waits out the time unless the link is closed. */
    private void waitBeforeNextAttempt(Duration backoff) throws InterruptedException {
        long nanos = backoff.toNanos();
        long deadline =
                System.nanoTime() + nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
        long left = deadline - System.nanoTime();
        while (!closing && left > 0) {
            outbox.pause(Duration.ofNanos(left));
            left = deadline - System.nanoTime();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String describe(MqttException e) {
        @Nullable Throwable cause = e.getCause();
        return e.getMessage() + " (reason code " + e.getReasonCode() + (cause == null ? ")" : ", " + cause + ")");
    }
}
