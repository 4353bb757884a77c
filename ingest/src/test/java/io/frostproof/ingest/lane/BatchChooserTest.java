package io.frostproof.ingest.lane;

import static io.frostproof.ingest.lane.LaneFixture.NOON;
import static io.frostproof.ingest.lane.LaneFixture.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.protocol.Receipt;
import io.frostproof.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which messages make a batch. Probe 1 has been heard of up to minute 10,000: what it says of earlier ones is late. */
class BatchChooserTest {

    private static final int NOW = 10_000;
    private static final LaneConfig CONFIG = new LaneConfig(1, 5_000, 1_000, Duration.ofSeconds(30));

    private final MemoryReadingLog log = new MemoryReadingLog();
    private final IngestCounters counters = new IngestCounters();
    private final KnownDevice probe = LaneFixture.device(1, 8);
    private final KnownDevice other = LaneFixture.device(2, 8);
    private final LaneQueue queue = new LaneQueue(CONFIG, counters);
    private final LateLimit limit = new LateLimit(CONFIG.batchMaxReadings());
    private final LaneChannels channels = new LaneChannels(
            log,
            BatchKeeper.withoutSpool(log, counters, new Nobody()),
            FakeClock.at(NOON),
            new CountDownLatch(1),
            state -> {});
    private boolean away;
    private final BatchChooser chooser = new BatchChooser(CONFIG, queue, channels, limit, () -> away);
    private long nextLate;

    private static final class Nobody implements LaneListener {
        @Override
        public void workForDesk(String region) {}

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            return true;
        }
    }

    @BeforeEach
    void heardOf() {
        log.commit(new Batch(
                1,
                NOON,
                1,
                List.of(reading(1, NOW, 5, 1)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Set.of()));
    }

    private void offer(Inbound message) throws InterruptedException {
        assertThat(queue.offer(message, 0, TimeUnit.SECONDS)).isTrue();
    }

    /** A message of late readings only. */
    private Inbound late(long seq, int readings) {
        var all = new ArrayList<Reading>();
        for (int i = 0; i < readings; i++) {
            all.add(reading(1, nextLate++ % NOW, 5, seq));
        }
        return LaneFixture.message(probe, seq, all, () -> {});
    }

    private static Inbound live(KnownDevice device, int channel, long seq, int readings) {
        return LaneFixture.message(
                device,
                seq,
                IntStream.rangeClosed(1, readings)
                        .mapToObj(i -> reading(channel, NOW + seq * 100 + i, 5, seq))
                        .toList(),
                () -> {});
    }

    private List<Long> choose() {
        var batch = new ArrayList<Inbound>();
        chooser.choose(batch);
        return batch.stream()
                .map(message -> message.id() == null ? -1 : message.id().seq())
                .toList();
    }

    @Test
    void liveMessagesDoNotWaitForLateOnesBeforeThemThatAreTooMany() throws Exception {
        for (int seq = 0; seq < 20; seq++) {
            offer(late(seq, 100));
        }
        offer(live(other, 2, 100, 20));
        offer(live(probe, 1, 101, 20));

        assertThat(choose()).containsExactly(0L, 1L, 2L, 3L, 4L, 100L, 101L);
        assertThat(chooser.waiting()).isEqualTo(15);
    }

    @Test
    void whatIsSetBackGoesOnInOrderWithEachBatchHoweverManyLiveMessagesThereAre() throws Exception {
        for (int seq = 0; seq < 12; seq++) {
            offer(late(seq, 100));
        }
        choose();
        for (int seq = 100; seq < 300; seq++) {
            offer(live(other, 2, seq, 50));
        }
        offer(late(12, 100));

        assertThat(choose()).startsWith(5L, 6L, 7L, 8L, 9L, 100L, 101L).hasSize(5 + 90);
        assertThat(choose()).startsWith(10L, 11L, 190L).doesNotContain(12L);
        assertThat(choose()).startsWith(286L).endsWith(299L, 12L).hasSize(15);
        assertThat(chooser.isEmpty()).isTrue();
    }

    @Test
    void aMessageWithMoreThanTheLimitIsTakenAlone() throws Exception {
        offer(late(0, 2_000));
        offer(late(1, 2_000));
        offer(live(other, 2, 100, 1));
        assertThat(choose()).containsExactly(0L, 100L);
        assertThat(choose()).containsExactly(1L);
    }

    @Test
    void aMessageThatIsLateInPartKeepsItsPlaceAndClosesTheBatch() throws Exception {
        offer(late(0, 500));
        var readings = new ArrayList<>(late(1, 100).readings());
        readings.add(reading(1, NOW + 1, 5, 1));
        offer(LaneFixture.message(probe, 1, readings, () -> {}));
        offer(live(probe, 1, 2, 1));

        assertThat(choose()).containsExactly(0L);
        assertThat(choose()).containsExactly(1L, 2L);
    }

    @Test
    void channelsAreLoadedBeforeTheirReadingsAreTakenForLive() throws Exception {
        assertThat(log.loaded()).isEmpty();
        for (int seq = 0; seq < 60; seq++) {
            offer(late(seq, 100));
        }
        assertThat(choose()).hasSize(5);
        assertThat(log.loaded()).containsExactly(1);
    }

    @Test
    void nothingIsLoadedOrSetBackWhileTheWholeBatchIsWithinTheLimit() throws Exception {
        offer(late(0, 200));
        offer(live(other, 2, 100, 100));
        offer(late(1, 200));
        assertThat(choose()).containsExactly(0L, 100L, 1L);
        assertThat(log.loaded()).isEmpty();
    }

    @Test
    void theSpoolTakesAllInOrder() throws Exception {
        for (int seq = 0; seq < 20; seq++) {
            offer(late(seq, 100));
        }
        choose();
        away = true;
        assertThat(choose()).hasSize(15);
    }

    @Test
    void whatIsSetBackStillFillsTheLane() throws Exception {
        int room = 0;
        while (queue.offer(late(room, 4_000), 0, TimeUnit.SECONDS)) {
            room++;
        }
        choose(); // takes one, and looks at the next
        int more = 0;
        while (queue.offer(late(room + more, 4_000), 0, TimeUnit.SECONDS)) {
            more++;
        }
        assertThat(more).isEqualTo(1);
    }

    @Test
    void onlyAsManyMessagesAreSetBackAsTheQueueHolds() throws Exception {
        int seq = 0;
        var batch = new ArrayList<Inbound>();
        while (chooser.waiting() < 10 * CONFIG.queueMaxMessages()) {
            int before = chooser.waiting();
            while (queue.offer(late(seq, 10), 0, TimeUnit.SECONDS)) {
                seq++;
            }
            batch.clear();
            chooser.choose(batch);
            if (chooser.waiting() <= before) {
                break;
            }
        }
        // The queue, what is set back, and what was looked at.
        assertThat(chooser.waiting())
                .isBetween(2 * CONFIG.queueMaxMessages() - 100, 2 * CONFIG.queueMaxMessages() + 500);
    }
}
