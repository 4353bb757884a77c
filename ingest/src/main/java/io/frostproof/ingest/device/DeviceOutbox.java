package io.frostproof.ingest.device;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.DeviceKeys;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.ingest.lane.LogUnavailableException;
import io.frostproof.protocol.DownTopic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends devices what is on record for them: when it is told that there is something, every {@link #LOOK_EVERY}, and all that is not
 * answered at every connection to the broker. One virtual thread, so a newer configuration cannot be overtaken by an older one.
 * Thread-safe.
 */
public final class DeviceOutbox implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** How soon a new connection is noticed. */
    private static final Duration PULSE = Duration.ofMillis(500);

    private static final Duration BROKER_WITHIN = Duration.ofSeconds(10);
    private static final int AT_ONCE = 200;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(DeviceOutbox.class);

    private final DeviceDirectory directory;
    private final DeviceKeys keys;
    private final DeviceStore store;
    private final Downlink down;
    private final InstantSource clock;
    private final IngestCounters counters;
    private final Semaphore poked = new Semaphore(1);
    private final Thread worker;
    private volatile boolean closing;
    /** The connection over which everything unanswered was wanted again; belongs to the worker. */
    private long known;

    private Instant lookAt = Instant.MIN;

    /** An outbox; nothing is sent before {@link #start}. */
    public DeviceOutbox(
            DeviceDirectory directory,
            DeviceKeys keys,
            DeviceStore store,
            Downlink down,
            InstantSource clock,
            IngestCounters counters) {
        this.directory = directory;
        this.keys = keys;
        this.store = store;
        this.down = down;
        this.clock = clock;
        this.counters = counters;
        worker = Thread.ofVirtual().name("device-outbox").unstarted(this::work);
    }

    /** Begins to send. */
    public void start() {
        worker.start();
    }

    /** Says that there is something to send. Never blocks. */
    public void poke() {
        if (poked.availablePermits() == 0) {
            poked.release();
        }
    }

    private void work() {
        try {
            while (!closing) {
                boolean asked = poked.tryAcquire(PULSE.toMillis(), TimeUnit.MILLISECONDS);
                try {
                    round(asked);
                } catch (LogUnavailableException away) {
                    LOG.warn("event=device_orders_wait reason=\"{}\"", away.getMessage());
                    lookAt = clock.instant().plus(LOOK_EVERY);
                } catch (FencedOffException e) {
                    LOG.warn("event=device_orders_fenced_off");
                    return;
                } catch (RuntimeException e) {
                    LOG.error("event=device_orders_failed", e);
                    lookAt = clock.instant().plus(LOOK_EVERY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    /**
     * Looks once, if it is time to.
     *
     * @param asked whether somebody has said that there is something
     */
    void round(boolean asked) throws InterruptedException {
        Instant now = clock.instant();
        long connection = down.connection();
        boolean fresh = connection != 0 && connection != known;
        if (!asked && !fresh && now.isBefore(lookAt)) {
            return;
        }
        lookAt = now.plus(LOOK_EVERY);
        store.expire(now);
        if (connection == 0) {
            return;
        }
        if (fresh) {
            store.repeat();
            known = connection;
        }
        while (!closing) {
            List<Order> orders = store.due(clock.instant(), AT_ONCE);
            if (orders.isEmpty()) {
                return;
            }
            List<Order> sent = send(orders);
            if (sent.isEmpty()) {
                return; // the broker takes nothing now; all of it is still wanted
            }
            store.sent(sent, clock.instant());
            if (sent.size() < orders.size() || orders.size() < AT_ONCE) {
                return;
            }
        }
    }

    /** Publishes, and returns what the broker has taken. */
    private List<Order> send(List<Order> orders) throws InterruptedException {
        record Sending(Order order, CompletableFuture<Boolean> taken) {}
        var sendings = new ArrayList<Sending>();
        for (Order order : orders) {
            Downlink.Message message = messageIfAny(order);
            if (message != null) {
                var taken = new CompletableFuture<Boolean>();
                sendings.add(new Sending(order, taken));
                down.publish(message, taken::complete);
            }
        }
        long deadline = System.nanoTime() + BROKER_WITHIN.toNanos();
        var sent = new ArrayList<Order>();
        for (Sending sending : sendings) {
            try {
                if (sending.taken().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    sent.add(sending.order());
                    counters.deviceMessagesSent.increment();
                }
            } catch (TimeoutException e) {
                LOG.debug("event=order_not_taken device={}", sending.order().device());
            } catch (ExecutionException e) {
                throw new IllegalStateException("an outcome is never an exception", e);
            }
        }
        return sent;
    }

    /** One that cannot be put into a message must not keep the others back. */
    private Downlink.@Nullable Message messageIfAny(Order order) {
        try {
            return message(order);
        } catch (IllegalArgumentException e) {
            LOG.warn("event=order_not_sendable device={} reason=\"{}\"", order.device(), e.getMessage());
            return null;
        }
    }

    /** The message of an order; null when its device is no longer in the network. */
    private Downlink.@Nullable Message message(Order order) {
        KnownDevice device = directory.find(order.device());
        if (device == null) {
            return null;
        }
        byte[] payload = ControlWriter.write(order, keys.of(device.id()));
        return switch (order) {
            case Order.Configuration config ->
                new Downlink.Message(topic(device, DownTopic.Kind.CONFIG), payload, 1, true, null);
            case Order.Command command -> {
                Duration left = Duration.between(clock.instant(), command.expiresAt());
                yield new Downlink.Message(
                        topic(device, DownTopic.Kind.COMMAND),
                        payload,
                        1,
                        false,
                        left.toSeconds() < 1 ? Duration.ofSeconds(1) : left);
            }
        };
    }

    private static String topic(KnownDevice device, DownTopic.Kind kind) {
        return new DownTopic(device.node(), device.id(), kind).topic();
    }

    @Override
    public void close() {
        closing = true;
        if (worker.getState() == Thread.State.NEW) {
            return;
        }
        worker.interrupt();
        try {
            worker.join(STOP_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
