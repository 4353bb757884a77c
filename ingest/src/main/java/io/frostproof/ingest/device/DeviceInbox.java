package io.frostproof.ingest.device;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.DeviceKeys;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound.Acknowledgement;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.ingest.lane.BatchRefusedException;
import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.ingest.lane.LogUnavailableException;
import io.frostproof.protocol.DeviceTime;
import io.frostproof.protocol.DownTopic;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.UpTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what devices say besides readings: one virtual thread stores it in order of arrival, apart from the lanes, and acknowledges it
 * then. While the store is away it tries again and acknowledges nothing, so the broker keeps it. The time is answered at once, by the
 * thread that received the question. Thread-safe.
 */
public final class DeviceInbox implements AutoCloseable {

    /** Messages that wait. A burst of births of 20,000 devices fits; more make the receiver wait, and the broker with it. */
    static final int QUEUE_MOST = 20_000;

    /** What they may take in memory: 32 MiB, though each is at most 4 KiB by contract. */
    private static final int QUEUE_KIB = 32 * 1024;

    /** In one transaction: enough for thousands a second, few enough to be over in some milliseconds. */
    private static final int BATCH_MOST = 200;

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    /** A transaction takes milliseconds; a database that is busy, some seconds. */
    private static final Duration STUCK_AFTER = Duration.ofSeconds(10);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    /** Times on their way; more are dropped, and a device that hears nothing asks again. */
    private static final int TIMES_IN_FLIGHT = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeviceInbox.class);

    private final DeviceDirectory directory;
    private final DeviceKeys keys;
    private final DeviceStore store;
    private final InstantSource clock;
    private final IngestCounters counters;
    private final Runnable orders;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE_MOST);
    private final Semaphore room = new Semaphore(QUEUE_KIB, true);
    private final Semaphore timesInFlight = new Semaphore(TIMES_IN_FLIGHT);
    private final Thread worker;
    private volatile boolean closing;
    private volatile long atWorkSinceNanos;
    private volatile boolean atWork;

    /** A message that is not stored yet: what was heard, or why nothing was. */
    private record Waiting(
            @Nullable Heard heard, @Nullable DeadLetter letter, int kib, Acknowledgement acknowledgement) {}

    /**
     * An inbox; nothing is stored before {@link #start}.
     *
     * @param orders called after something was stored that makes a message to a device necessary
     */
    public DeviceInbox(
            DeviceDirectory directory,
            DeviceKeys keys,
            DeviceStore store,
            InstantSource clock,
            IngestCounters counters,
            Runnable orders) {
        this.directory = directory;
        this.keys = keys;
        this.store = store;
        this.clock = clock;
        this.counters = counters;
        this.orders = orders;
        worker = Thread.ofVirtual().name("device-inbox").unstarted(this::work);
    }

    /** Begins to store. */
    public void start() {
        worker.start();
    }

    /** Whether messages to this topic belong here: statuses and answers. */
    public static boolean takes(String topic) {
        return topic.endsWith("/status") || topic.endsWith("/answer");
    }

    /**
     * Takes a message; waits while the queue is full.
     *
     * @param source where it came from, such as {@code mqtt}
     * @param retained whether the broker had kept it: then it is of an earlier moment
     * @param down where a question for the time is answered
     */
    public void receive(
            String source,
            String topic,
            byte[] payload,
            boolean retained,
            Downlink down,
            Acknowledgement acknowledgement)
            throws InterruptedException {
        Instant now = clock.instant();
        counters.deviceMessagesReceived.increment();
        Waiting waiting = judge(source, topic, payload, now, acknowledgement);
        Heard heard = waiting.heard();
        if (heard != null && !retained && heard.said() instanceof Said.Status status && status.upMillis() != null) {
            tellTime(heard, status.upMillis(), now, down);
        }
        while (!closing && !room.tryAcquire(waiting.kib(), 250, TimeUnit.MILLISECONDS)) {
            LOG.debug("event=device_inbox_full");
        }
        while (!closing && !queue.offer(waiting, 250, TimeUnit.MILLISECONDS)) {
            LOG.debug("event=device_inbox_full");
        }
    }

    private Waiting judge(String source, String topic, byte[] payload, Instant now, Acknowledgement acknowledgement) {
        int kib = Math.min(QUEUE_KIB, 1 + Math.min(payload.length, DeadLetter.Payload.KEPT_BYTES) / 1024);
        Optional<UpTopic> parsed = UpTopic.parse(topic);
        String reason;
        String detail;
        KnownDevice device = parsed.map(up -> directory.find(up.device())).orElse(null);
        if (parsed.isEmpty()) {
            reason = "bad_topic";
            detail = "topic was " + excerpt(topic) + ", expected frostproof/1/{node}/{device}/status or .../answer";
        } else if (device == null) {
            reason = "unknown_device";
            detail = "device " + parsed.get().device() + " is not in the network; import it";
        } else if (!device.node().equals(parsed.get().node())) {
            reason = "wrong_node";
            detail = "device " + device.id() + " published under node "
                    + parsed.get().node() + ", expected " + device.node();
        } else {
            switch (ControlReader.read(parsed.get().kind(), payload, keys.of(device.id()))) {
                case ControlReader.Read read -> {
                    boolean binary = Form.of(payload) == Form.BINARY;
                    var heard = new Heard(device, read.said(), binary, now, source, topic, payload);
                    return new Waiting(heard, null, kib, acknowledgement);
                }
                case ControlReader.Unreadable unreadable -> {
                    reason = unreadable.reason();
                    detail = unreadable.detail();
                }
            }
        }
        var letter =
                new DeadLetter(source, excerpt(topic), DeadLetter.Payload.of(payload), reason, detail, Micros.of(now));
        return new Waiting(null, letter, kib, acknowledgement);
    }

    /** A valid topic has at most 151 characters. */
    private static String excerpt(String topic) {
        return topic.length() <= 256 ? topic : topic.substring(0, 256) + "...";
    }

    private void tellTime(Heard heard, long upMillis, Instant now, Downlink down) {
        if (!timesInFlight.tryAcquire()) {
            return;
        }
        KnownDevice device = heard.device();
        byte[] payload =
                ControlWriter.write(new DeviceTime(now.toEpochMilli(), upMillis), heard.binary(), keys.of(device.id()));
        String topic = new DownTopic(device.node(), device.id(), DownTopic.Kind.TIME).topic();
        down.publish(new Downlink.Message(topic, payload, 0, false, null), sent -> timesInFlight.release());
    }

    private void work() {
        var batch = new ArrayList<Waiting>();
        try {
            while (!closing || !queue.isEmpty()) {
                Waiting first = queue.poll(250, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, BATCH_MOST - 1);
                atWorkSinceNanos = System.nanoTime();
                atWork = true;
                try {
                    store(batch);
                } finally {
                    atWork = false;
                    batch.forEach(waiting -> room.release(waiting.kib()));
                    batch.clear();
                }
            }
        } catch (FencedOffException e) {
            // What is not acknowledged the broker delivers again, to the server that has taken over.
            LOG.warn("event=device_inbox_fenced_off waiting={}", queue.size());
            closing = true;
        } catch (InterruptedException e) {
            // Stopped; what is not acknowledged the broker delivers again.
            Thread.currentThread().interrupt();
        }
    }

    /** Stores messages, however often it takes; what the store refuses is kept as a dead letter, one by one. */
    private void store(List<Waiting> batch) throws InterruptedException {
        var heard = new ArrayList<Heard>();
        var letters = new ArrayList<DeadLetter>();
        for (Waiting waiting : batch) {
            if (waiting.heard() != null) {
                heard.add(waiting.heard());
            }
            if (waiting.letter() != null) {
                letters.add(waiting.letter());
            }
        }
        try {
            stored(batch, letters, patiently(heard, letters));
        } catch (FencedOffException fencedOff) {
            throw fencedOff;
        } catch (RuntimeException refused) {
            // Also a fault of ours that one message provokes: it must not stop the others.
            if (batch.size() > 1) {
                store(List.copyOf(batch.subList(0, batch.size() / 2)));
                store(List.copyOf(batch.subList(batch.size() / 2, batch.size())));
            } else {
                refused(batch.getFirst(), String.valueOf(refused.getMessage()));
            }
        }
    }

    private void refused(Waiting waiting, String reason) throws InterruptedException {
        Heard heard = waiting.heard();
        DeadLetter letter = waiting.letter();
        LOG.warn(
                "event=device_message_refused device={} reason=\"{}\"",
                heard == null ? "unknown" : heard.device().id(),
                reason);
        if (heard != null) {
            letter = heard.buried("refused_by_database", reason);
            try {
                stored(List.of(waiting), List.of(letter), patiently(List.of(), List.of(letter)));
                return;
            } catch (BatchRefusedException again) {
                LOG.debug("event=dead_letter_refused reason=\"{}\"", again.getMessage());
            }
        }
        if (letter != null) {
            insist(waiting, described(letter));
        }
    }

    /** Nothing that came from outside is left but its size and hash, so there is nothing a database could object to. */
    private static DeadLetter described(DeadLetter letter) {
        String kept = letter.payload().bytes() + " bytes, sha256 "
                + HexFormat.of().formatHex(letter.payload().sha256());
        return new DeadLetter(
                "devices",
                "not kept",
                DeadLetter.Payload.of(kept.getBytes(StandardCharsets.UTF_8)),
                "refused_by_database",
                "a dead letter (" + letter.reason() + ") could not be stored; it had " + kept,
                letter.receivedMicros());
    }

    /** If even that is refused, the fault is the database's: acknowledging would lose the message, so this waits for repair. */
    private void insist(Waiting waiting, DeadLetter letter) throws InterruptedException {
        while (true) {
            try {
                stored(List.of(waiting), List.of(letter), patiently(List.of(), List.of(letter)));
                return;
            } catch (BatchRefusedException broken) {
                LOG.error("event=device_store_broken reason=\"{}\"", broken.getMessage());
                if (closing) {
                    throw new InterruptedException("stopped while the store is broken");
                }
                Thread.sleep(LAST_RETRY);
            }
        }
    }

    private DeviceStore.Taken patiently(List<Heard> heard, List<DeadLetter> letters) throws InterruptedException {
        Duration wait = FIRST_RETRY;
        while (true) {
            try {
                return store.take(heard, letters);
            } catch (LogUnavailableException away) {
                LOG.warn("event=device_messages_wait count={} reason=\"{}\"", heard.size(), away.getMessage());
                if (closing) {
                    throw new InterruptedException("stopped while the store is away");
                }
                Thread.sleep(wait);
                wait = wait.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait.multipliedBy(2);
            }
        }
    }

    private void stored(List<Waiting> batch, List<DeadLetter> letters, DeviceStore.Taken taken) {
        batch.forEach(waiting -> waiting.acknowledgement().stored());
        letters.forEach(letter -> counters.deadLetter(letter.reason()));
        taken.unknown().forEach(letter -> counters.deadLetter(letter.reason()));
        if (taken.orders()) {
            orders.run();
        }
    }

    /** Messages that wait. */
    public int queued() {
        return queue.size();
    }

    /** What is wrong, for people. */
    public Optional<String> trouble() {
        return atWork && System.nanoTime() - atWorkSinceNanos > STUCK_AFTER.toNanos()
                ? Optional.of("messages of devices could not be stored for more than " + STUCK_AFTER.toSeconds()
                        + " s; " + queue.size() + " wait")
                : Optional.empty();
    }

    /** Stores what waits, as far as the store answers, and stops. */
    @Override
    public void close() {
        closing = true;
        if (worker.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!worker.join(STOP_WITHIN)) {
                worker.interrupt();
                worker.join(STOP_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
