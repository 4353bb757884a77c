package io.frostproof.server.bench;

import io.frostproof.simulator.load.LoadOptions;
import io.frostproof.simulator.load.LoadPublisher;
import io.frostproof.simulator.load.LoadReport;
import io.frostproof.simulator.load.LoadRun;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGStatement;

/**
 * From publication to visibility, under load: device {@link IngestWorld#PROBE} publishes a reading every {@value #EVERY_MILLIS} ms over a
 * connection of its own, and another session asks the table for its newest rows about every millisecond. The time runs from when the
 * reading was due, so a publisher that is held up hides nothing, until the answer that holds it has been read; it is never too short, and
 * too long by a millisecond or so. Probes do not wait for each other.
 */
final class VisibleLatency {

    private static final int EVERY_MILLIS = 20;
    /** The load runs a little before the first probe and a little after the last. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(900);

    /**
     * What came out, in milliseconds.
     *
     * @param loadPerSecond messages of the load that were really published
     */
    record Result(int probes, double p50, double p99, double p999, double loadPerSecond) {}

    private VisibleLatency() {}

    /**
     * Measures while {@code load} publishes at a pace.
     *
     * @param probe one device with one channel and every message sampled
     * @param perSecond messages of the load
     */
    static Result measure(LoadPublisher load, LoadOptions probe, Connection session, double perSecond, Duration length)
            throws IOException, SQLException, InterruptedException {
        try (ExecutorService threads = Executors.newCachedThreadPool();
                LoadPublisher probing = LoadPublisher.connect(probe)) {
            long count = Math.max(20, length.toMillis() / EVERY_MILLIS);
            Future<LoadReport> loaded = threads.submit((Callable<LoadReport>) () -> load.run(
                    new LoadRun(Long.MAX_VALUE, length.plus(MARGIN.multipliedBy(2)), perSecond, () -> Long.MAX_VALUE)));
            Future<LoadReport> probed = threads.submit((Callable<LoadReport>) () -> {
                Thread.sleep(MARGIN);
                return probing.run(
                        new LoadRun(count, length.multipliedBy(2), 1_000.0 / EVERY_MILLIS, () -> Long.MAX_VALUE));
            });
            long[] visible = watch(session, probe, (int) count, length.plusSeconds(60));
            LoadReport report = probed.get();
            double[] millis = new double[visible.length];
            for (LoadReport.Sampled sampled : report.samples()) {
                millis[(int) sampled.seq()] = (visible[(int) sampled.seq()] - sampled.dueNanos()) / 1e6;
            }
            Arrays.sort(millis);
            LoadReport of = loaded.get();
            return new Result(
                    millis.length,
                    Publisher.percentile(millis, 0.50),
                    Publisher.percentile(millis, 0.99),
                    Publisher.percentile(millis, 0.999),
                    of.published() / of.seconds());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** When each of the probes was seen, by its sequence. */
    private static long[] watch(Connection session, LoadOptions probe, int count, Duration atMost)
            throws SQLException, IOException {
        long[] visible = new long[count];
        try (Statement set = session.createStatement()) {
            // The same plan for every look; planning anew for a table of many chunks takes longer than looking.
            set.execute("set plan_cache_mode = force_generic_plan");
        }
        try (PreparedStatement look = session.prepareStatement(
                "select max(seq) from reading"
                        + " where channel_id = (select min(id) from channel where device_id = 'probe') and time > ? and time <= ?")) {
            look.unwrap(PGStatement.class).setPrepareThreshold(1);
            int seen = 0;
            long deadline = System.nanoTime() + atMost.toNanos();
            while (seen < count) {
                look.setTimestamp(1, at(probe, seen - 1));
                look.setTimestamp(2, at(probe, count));
                try (ResultSet row = look.executeQuery()) {
                    row.next();
                    long newest = row.getLong(1);
                    boolean any = !row.wasNull();
                    long now = System.nanoTime();
                    // A lane stores the readings of a device in order, so all up to the newest are there.
                    while (any && seen <= newest) {
                        visible[seen++] = now;
                    }
                    if (now > deadline) {
                        throw new IOException("only " + seen + " of " + count + " probes became visible");
                    }
                }
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        return visible;
    }

    private static Timestamp at(LoadOptions probe, long seq) {
        Instant time = probe.begin().plus(probe.interval().multipliedBy(seq));
        return Timestamp.from(time);
    }
}
