package io.frostproof.ingest.lane;

import static io.frostproof.ingest.lane.LaneFixture.NOON;
import static io.frostproof.ingest.lane.LaneFixture.message;
import static io.frostproof.ingest.lane.LaneFixture.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.testing.FakeClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backlog in a lane beside live readings, in a log whose commits take time by a clock that only they move. */
class LateBatchTest {

    private static final long MILLI = 1_000_000;
    /** A transaction without anything in it, and a late reading of a cold log and of a warm one. */
    private static final long COMMIT_NANOS = 5 * MILLI;

    private static final long COLD_NANOS = 330_000;
    private static final long WARM_NANOS = 30_000;

    private static final int BACKLOG_MESSAGES = 400;
    private static final int READINGS_PER_MESSAGE = 50;
    private static final int NOW = 1_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final MemoryReadingLog log = new MemoryReadingLog();
    private final IngestCounters counters = new IngestCounters();
    private final AtomicLong nanos = new AtomicLong();
    private final KnownDevice backlog = LaneFixture.device(1, 8);
    private final KnownDevice live = LaneFixture.device(2, 8);
    private final CountDownLatch backlogStored = new CountDownLatch(BACKLOG_MESSAGES);
    private final List<Long> liveWaits = new CopyOnWriteArrayList<>();
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final List<Integer> lateInBatches = new CopyOnWriteArrayList<>();
    private final BatchKeeper keeper = BatchKeeper.withoutSpool(log, counters, new Listener());
    private Lanes lanes = lanes();
    private long liveSeq = 1;

    private final class Listener implements LaneListener {
        @Override
        public void workForDesk(String region) {}

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            return receipts.add(receipt);
        }
    }

    private Lanes lanes() {
        var config = new LaneConfig(1, 5_000, 10_000, Duration.ofSeconds(30), Duration.ZERO, Duration.ofDays(1));
        var clock = FakeClock.at(NOON);
        return new Lanes(
                vertx,
                keeper,
                1,
                List.of(backlog, live),
                devices -> new Lane(
                        config, log, keeper, new BatchIds(1), clock, nanos::get, counters, new Listener(), devices));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    /** All of the backlog waits when the lane starts, and a live message comes just as each transaction begins. */
    private void flow(long nanosPerLate) throws Exception {
        log.commit(new Batch(
                1,
                NOON,
                1,
                List.of(reading(1, NOW, 5, 0), reading(2, NOW, 5, 0)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Set.of()));
        for (int seq = 1; seq <= BACKLOG_MESSAGES; seq++) {
            var readings = new ArrayList<Reading>();
            for (int i = 0; i < READINGS_PER_MESSAGE; i++) {
                readings.add(reading(1, (long) seq * READINGS_PER_MESSAGE + i, 5, seq));
            }
            lanes.submit(message(backlog, seq, readings, backlogStored::countDown));
        }
        log.fault(batch -> {
            if (backlogStored.getCount() > 0) {
                long submitted = nanos.get();
                long seq = liveSeq++;
                lanes.submit(message(
                        live,
                        seq,
                        List.of(reading(2, NOW + seq, 5, seq)),
                        () -> liveWaits.add(nanos.get() - submitted)));
            }
            lateInBatches.add(batch.staged().size());
            nanos.addAndGet(COMMIT_NANOS + batch.staged().size() * nanosPerLate);
        });
        lanes.start().await(10, TimeUnit.SECONDS);
        assertThat(backlogStored.await(60, TimeUnit.SECONDS)).isTrue();
        lanes.look().await(10, TimeUnit.SECONDS);
        lanes.stop().await(10, TimeUnit.SECONDS);
    }

    @Test
    void aLiveReadingBehindAColdBacklogWaitsForTwoShortBatchesAtMost() throws Exception {
        flow(COLD_NANOS);
        assertThat(liveWaits)
                .hasSizeGreaterThan(10)
                .allSatisfy(wait ->
                        assertThat(wait).isLessThan(2 * LateLimit.TARGET.toNanos() + LateLimit.TARGET.toNanos() / 2));
        assertThat(log.readings(1)).hasSize(1 + BACKLOG_MESSAGES * READINGS_PER_MESSAGE);
    }

    @Test
    void aWarmBacklogGetsLargerBatches() throws Exception {
        flow(WARM_NANOS);
        assertThat(lateInBatches.getFirst()).isLessThanOrEqualTo(LateLimit.FIRST);
        assertThat(lateInBatches).anyMatch(late -> late > 3 * LateLimit.FIRST / 2);
        assertThat(lateInBatches.size()).isLessThan(40);
    }

    @Test
    void receiptsNameWhatIsStoredAlthoughTheOrderIsAnother() throws Exception {
        flow(COLD_NANOS);
        assertThat(receipts)
                .contains(
                        new Receipt(new MessageId(1, BACKLOG_MESSAGES), 1),
                        new Receipt(new MessageId(1, liveSeq - 1), 1));
    }
}
