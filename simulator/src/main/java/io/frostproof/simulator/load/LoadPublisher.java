package io.frostproof.simulator.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes the telemetry of many devices, with QoS 1. Runs follow each other: numbers and event times of the devices go on, so
 * that no reading ever has the key of another one.
 *
 * <p>Everything happens on the thread that calls {@link #run}. It does not wait for single acknowledgements but looks after them
 * every millisecond, so that a burst costs one read rather than one wake-up for each message. A connection that is lost ends
 * the run with an error: this measures, and does not simulate devices. Only {@link #published} and {@link #acknowledged} may be
 * called from other threads.
 */
public final class LoadPublisher implements AutoCloseable {

    private static final int READ_BYTES = 1 << 16;
    /** Messages of a connection before the next one has its turn. */
    private static final int TURN = 32;

    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long ACKNOWLEDGED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LoadOptions options;
    private final Fleet fleet;
    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_BYTES);
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private int turn;

    private LoadPublisher(LoadOptions options) throws IOException {
        this.options = options;
        fleet = new Fleet(options);
        selector = Selector.open();
    }

    /** Opens all connections; throws IOException if there is no broker or it refuses one. */
    public static LoadPublisher connect(LoadOptions options) throws IOException {
        var publisher = new LoadPublisher(options);
        try {
            int count = Math.min(options.connections(), options.devices().size());
            for (int i = 0; i < count; i++) {
                publisher.connections.add(LoadConnection.open(
                        options.broker(),
                        options.clientPrefix() + "-" + i,
                        options.window(),
                        i,
                        count,
                        publisher.selector));
            }
            return publisher;
        } catch (IOException e) {
            publisher.close();
            throw e;
        }
    }

    /** Messages published in all runs. */
    public long published() {
        return published.get();
    }

    /** Messages acknowledged in all runs. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /**
     * Publishes, and returns when everything is acknowledged.
     *
     * @throws IOException if a connection is lost, the broker breaks the protocol, or 60 s after the last publication not all are acknowledged
     * @throws IllegalStateException if the next event times would be in the future
     */
    public LoadReport run(LoadRun run) throws IOException, InterruptedException {
        return new Run(run).go();
    }

    /** One run. */
    private final class Run {
        private final LoadRun run;
        private final long publishedBefore = published.get();
        private final long acknowledgedBefore = acknowledged.get();
        private final List<LoadReport.Sampled> samples = new ArrayList<>();
        private final long begun = System.nanoTime();
        private final long nowMillis = System.currentTimeMillis();
        private long sent;
        private long heard;
        private long firstSent = begun;
        private long lastHeard = begun;
        private long peak;
        private long secondBegan = begun;
        private long heardBeforeSecond;

        Run(LoadRun run) {
            this.run = run;
        }

        LoadReport go() throws IOException, InterruptedException {
            long cpu = threadCpuNanos();
            long end = begun + run.atMost().toNanos();
            long lastSent = begun;
            boolean over = false;
            while (true) {
                long now = System.nanoTime();
                over = over || sent >= run.messages() || now - end >= 0;
                long before = sent;
                if (!over) {
                    publish(Math.min(Math.min(run.messages(), run.allowed().getAsLong()), due(now)) - sent);
                    if (before == 0 && sent > 0) {
                        firstSent = now;
                    }
                }
                for (LoadConnection connection : connections) {
                    connection.flush();
                }
                if (sent > before) {
                    lastSent = now;
                    published.setRelease(publishedBefore + sent);
                }
                hear(now);
                if (over && heard == sent) {
                    break;
                }
                if (heard < sent && now - lastSent > ACKNOWLEDGED_WITHIN_NANOS) {
                    throw new IOException("of " + sent + " publications " + (sent - heard)
                            + " are not acknowledged after " + TimeUnit.NANOSECONDS.toSeconds(now - lastSent) + " s");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (sent == before || run.perSecond() > 0) {
                    LockSupport.parkNanos(NAP_NANOS);
                }
            }
            endSecond();
            return new LoadReport(sent, heard, firstSent, lastHeard, peak, (threadCpuNanos() - cpu) / 1e9, samples);
        }

        private long due(long now) {
            return run.perSecond() == 0 ? Long.MAX_VALUE : 1 + (long) ((now - begun) / 1e9 * run.perSecond());
        }

        private void publish(long budget) {
            long left = budget;
            int idle = 0;
            while (left > 0 && idle < connections.size()) {
                LoadConnection connection = connections.get(turn);
                turn = turn + 1 == connections.size() ? 0 : turn + 1;
                int count = 0;
                while (count < TURN && count < left && connection.ready()) {
                    publish(connection);
                    count++;
                }
                left -= count;
                idle = count == 0 ? idle + 1 : 0;
            }
        }

        private void publish(LoadConnection connection) {
            int device = connection.device();
            if (fleet.endOfNextMillis(device) > nowMillis) {
                throw new IllegalStateException("event times of device " + device
                        + " would be in the future: more messages than fit between begin " + options.begin()
                        + " and now at one reading in " + options.interval());
            }
            if (options.sampleEvery() > 0 && sent % options.sampleEvery() == 0) {
                long due = run.perSecond() == 0 ? System.nanoTime() : begun + (long) (sent / run.perSecond() * 1e9);
                samples.add(new LoadReport.Sampled(device, fleet.sequence(device), due));
            }
            connection.publish(fleet);
            sent++;
        }

        private void hear(long now) throws IOException {
            if (selector.selectNow() > 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    int count = ((LoadConnection) key.attachment()).read(incoming);
                    heard += count;
                }
                selector.selectedKeys().clear();
                lastHeard = now;
                acknowledged.setRelease(acknowledgedBefore + heard);
            }
            if (now - secondBegan >= SECOND_NANOS) {
                endSecond();
                secondBegan = now;
            }
        }

        private void endSecond() {
            // Seconds may be a little longer than one; what is shorter is the run's end, which counts only when it is
            // all there was.
            if (System.nanoTime() - secondBegan >= SECOND_NANOS || secondBegan == begun) {
                peak = Math.max(peak, heard - heardBeforeSecond);
            }
            heardBeforeSecond = heard;
        }
    }

    private static long threadCpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
