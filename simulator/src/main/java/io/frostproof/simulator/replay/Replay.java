package io.frostproof.simulator.replay;

import io.frostproof.protocol.JsonTelemetryEncoder;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.DeviceLink;
import io.frostproof.simulator.device.LinkException;
import io.frostproof.simulator.device.LinkOptions;
import io.frostproof.simulator.replay.ReplayResult.ReceiptOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plays a recording through MQTT as a device with boot and sequence. Messages are numbered in file order from 0;
 * shuffling and repeats change when a message is published, never what it says, so the set of messages is the same
 * whatever the flags.
 */
public final class Replay {

    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

    private final ReplayOptions options;
    private final ProgressListener listener;
    private final Recording recording;
    private final UpTopic topic;
    private final int messages;
    private final int[] order;
    private long sent;
    private long lastAcknowledged;
    private long lastAnswerNanos = System.nanoTime();
    private long lastProgressNanos = System.nanoTime();

    private Replay(ReplayOptions options, ProgressListener listener, Recording recording) throws ReplayException {
        this.options = options;
        this.listener = listener;
        this.recording = recording;
        try {
            this.topic = UpTopic.telemetry(options.node(), options.device());
        } catch (IllegalArgumentException e) {
            throw new ReplayException(e.getMessage() == null ? "bad topic" : e.getMessage(), e);
        }
        this.messages = Math.ceilDiv(recording.readings().size(), options.batch());
        this.order = PublicationOrder.plan(messages, options.shuffle(), options.duplicateFraction(), options.seed());
    }

    /**
     * Reads the file, plays it and waits until everything is acknowledged. Blocks; interrupting ends it.
     *
     * @throws ReplayException when the file has a bad row (nothing has been sent then), the broker cannot be reached,
     *     refuses a message, or stops answering
     */
    public static ReplayResult run(ReplayOptions options, ProgressListener listener)
            throws ReplayException, InterruptedException {
        return new Replay(options, listener, CsvFile.read(options)).play();
    }

    private ReplayResult play() throws ReplayException, InterruptedException {
        LinkOptions link = LinkOptions.of(
                options.broker(), "frostproof-replay-" + options.node() + "-" + options.device(), List.of(topic));
        // Wrong data must show before the first message is out, not in the middle.
        payload(0);
        try (DeviceLink device = DeviceLink.open(link)) {
            if (!device.awaitConnected(options.connectTimeout())) {
                throw new ReplayException("broker " + options.broker() + ": no connection within "
                        + options.connectTimeout().toSeconds() + " s: " + device.lastError());
            }
            long start = System.nanoTime();
            publish(device, start);
            awaitAcknowledged(device);
            ReceiptOutcome receipt = awaitReceipt(device);
            listener.progress(sent, device.acknowledged(), order.length);
            return result((System.nanoTime() - start) / 1e9, receipt);
        } catch (LinkException e) {
            throw new ReplayException(e.getMessage() == null ? "the link stopped" : e.getMessage(), e);
        }
    }

    private void publish(DeviceLink device, long start) throws ReplayException, LinkException, InterruptedException {
        Pace pace = Pace.of(recording.readings(), order.length, options.speed());
        for (int i = 0; i < order.length; i++) {
            waitUntil(start + pace.due(i).toNanos(), device);
            byte[] payload = payload(order[i]);
            while (!device.publish(topic, payload, PROGRESS_INTERVAL)) {
                report(device);
                requireAnswers(device);
            }
            sent++;
            report(device);
        }
    }

    private void waitUntil(long dueNanos, DeviceLink device) throws InterruptedException {
        long left = dueNanos - System.nanoTime();
        while (left > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, PROGRESS_INTERVAL.toNanos()));
            report(device);
            left = dueNanos - System.nanoTime();
        }
    }

    private void awaitAcknowledged(DeviceLink device) throws ReplayException, LinkException, InterruptedException {
        lastAnswerNanos = System.nanoTime(); // at a recorded pace the last answer may be long ago
        while (!device.awaitAcknowledged(PROGRESS_INTERVAL)) {
            report(device);
            requireAnswers(device);
        }
        if (device.refused() > 0) {
            throw new ReplayException("broker " + options.broker() + ": refused " + device.refused() + " of "
                    + order.length + " messages to " + topic.topic() + ": "
                    + device.lastRefusal().orElse("no reason"));
        }
    }

    /** Goes on as long as acknowledgements keep coming, however many are left. Called while some are open only. */
    private void requireAnswers(DeviceLink device) throws ReplayException {
        long now = System.nanoTime();
        if (device.acknowledged() != lastAcknowledged) {
            lastAcknowledged = device.acknowledged();
            lastAnswerNanos = now;
        } else if (now - lastAnswerNanos > options.acknowledgeTimeout().toNanos()) {
            throw new ReplayException("broker " + options.broker() + ": no PUBACK for "
                    + options.acknowledgeTimeout().toSeconds() + " s, " + device.outstanding() + " of " + order.length
                    + " messages are open" + (device.connected() ? "" : ": " + device.lastError()));
        }
    }

    private ReceiptOutcome awaitReceipt(DeviceLink device) throws InterruptedException {
        if (options.receiptTimeout().isEmpty()) {
            return ReceiptOutcome.NOT_AWAITED;
        }
        boolean covered = device.awaitReceipt(
                options.device(),
                new MessageId(options.boot(), messages - 1L),
                options.receiptTimeout().get());
        return covered ? ReceiptOutcome.COVERED : ReceiptOutcome.TIMED_OUT;
    }

    private byte[] payload(int message) throws ReplayException {
        int from = message * options.batch();
        int to = Math.min(recording.readings().size(), from + options.batch());
        List<Sample> samples = recording.readings().subList(from, to).stream()
                .map(reading -> new Sample(options.channel(), reading.timeMicros(), reading.value()))
                .toList();
        try {
            return JsonTelemetryEncoder.encode(new Telemetry(new MessageId(options.boot(), message), samples));
        } catch (IllegalArgumentException e) {
            throw new ReplayException("file '" + options.file() + "', reading " + from + ": " + e.getMessage(), e);
        }
    }

    private void report(DeviceLink device) {
        long now = System.nanoTime();
        if (now - lastProgressNanos >= PROGRESS_INTERVAL.toNanos()) {
            lastProgressNanos = now;
            listener.progress(sent, device.acknowledged(), order.length);
        }
    }

    private ReplayResult result(double seconds, ReceiptOutcome receipt) {
        return new ReplayResult(
                recording.readings().size(),
                recording.distinctTimes(),
                recording.conflicts(),
                recording.readings().size(), // all of them: anything less has ended in an exception
                seconds,
                messages,
                order.length - messages,
                recording.skipped(),
                receipt);
    }
}
