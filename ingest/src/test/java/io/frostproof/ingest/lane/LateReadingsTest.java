package io.frostproof.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.protocol.Receipt;
import io.frostproof.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many channels that are dirty at once, in a lane whose every evaluation takes as long as a turn may. */
class LateReadingsTest {

    private static final int CHANNELS = 5;

    private final MemoryReadingLog log = new MemoryReadingLog();
    private final FakeClock clock = FakeClock.at(LaneFixture.NOON);
    private final IngestCounters counters = new IngestCounters();
    private final BatchIds ids = new BatchIds(1);
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Deque<Runnable> soon = new ArrayDeque<>();
    private final LaneListener listener = new LaneListener() {
        @Override
        public void workForDesk(String region) {}

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            return true;
        }
    };
    private boolean messagesWait;
    private final LaneTurns turns = new LaneTurns() {
        @Override
        public void soon(Runnable work) {
            soon.add(work);
        }

        @Override
        public boolean messagesWait() {
            return messagesWait;
        }
    };
    private final BatchKeeper keeper = BatchKeeper.withoutSpool(log, counters, listener);
    private final LaneChannels channels = new LaneChannels(log, keeper, clock, stopRequested, state -> {});
    private final Reevaluator reevaluator = new Reevaluator(log, ids, clock, 0);
    private final LateReadings late = new LateReadings(
            reevaluator,
            keeper,
            channels,
            new Silences(
                    new SilenceWatch(), Duration.ofSeconds(30), channels, keeper, ids, clock, listener, stopRequested),
            clock,
            counters,
            listener,
            stopRequested,
            turns);

    @BeforeEach
    void knowThem() {
        List<KnownDevice> devices = IntStream.rangeClosed(1, CHANNELS)
                .mapToObj(id -> LaneFixture.device(id, 8))
                .toList();
        channels.know(devices);
        assertThat(channels.loadSome(devices, CHANNELS)).isEqualTo(CHANNELS);
    }

    /** Each later than the one before, and all late. */
    private void makeDirty(int fromId) {
        for (int id = fromId; id <= CHANNELS; id++) {
            makeDirty(id, List.of(LaneFixture.reading(id, id, 9, 1)));
        }
        clock.advance(Duration.ofMinutes(1));
    }

    private void makeDirty(int id, List<Reading> readings) {
        long from = readings.getFirst().timeMicros();
        log.commit(new Batch(
                100 + id,
                LaneFixture.NOON,
                1,
                List.of(),
                List.of(),
                readings,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(id, from),
                Set.of()));
        Objects.requireNonNull(channels.of(id)).dirtyFromMicros = from;
        reevaluator.mark(id, from);
    }

    private List<Integer> dirty() {
        return IntStream.rangeClosed(1, CHANNELS)
                .filter(id -> Objects.requireNonNull(channels.of(id)).dirty())
                .boxed()
                .toList();
    }

    @Test
    void messagesThatWaitGoBetweenThemAndTheOneThatIsDirtySinceLatelyIsNext() {
        makeDirty(1);
        messagesWait = true;

        late.evaluate(false);
        assertThat(dirty()).containsExactly(1, 2, 3, 4);
        late.evaluate(false); // the next tick comes before the pause is over
        assertThat(dirty()).containsExactly(1, 2, 3, 4);
        clock.advance(Duration.ofMinutes(1));
        late.evaluate(false);

        assertThat(dirty()).containsExactly(1, 2, 3);
        assertThat(soon).isEmpty();
    }

    @Test
    void aChannelWhoseMarkIsAboutANewerNetworkWaitsUntilThatIsKnown() {
        makeDirty(CHANNELS);
        log.imported(CHANNELS, LaneFixture.NOON_MICROS, 7);

        late.evaluate(true);
        assertThat(dirty()).containsExactly(CHANNELS);
        assertThat(log.dirty()).containsKey(CHANNELS);

        channels.clear();
        reevaluator.forgetAll();
        List<KnownDevice> devices = List.of(LaneFixture.device(CHANNELS, 8, 7));
        channels.know(devices);
        channels.loadSome(devices, 1);
        reevaluator.mark(CHANNELS, LaneFixture.NOON_MICROS);
        late.evaluate(true);
        assertThat(log.dirty()).isEmpty();
    }

    @Test
    void aLongOneAndShortOnesHoldEachOtherUpForATurnAtMost() {
        makeDirty(
                1,
                IntStream.range(0, 2 * Reevaluator.READINGS_AT_ONCE + 500)
                        .mapToObj(minute -> LaneFixture.reading(1, minute, 5, minute))
                        .toList());
        clock.advance(Duration.ofMinutes(1));
        messagesWait = true;
        var left = new ArrayList<List<Integer>>();
        for (int turn = 0; turn < 5; turn++) {
            late.evaluate(false);
            if (turn == 0) {
                makeDirty(2);
            }
            clock.advance(Duration.ofMinutes(1));
            left.add(dirty());
        }

        assertThat(left)
                .containsExactly(
                        List.of(1, 2, 3, 4, 5),
                        List.of(1, 2, 3, 4),
                        List.of(1, 2, 3, 4),
                        List.of(1, 2, 3),
                        List.of(2, 3));
    }

    @Test
    void aLaneWithNothingElseToDoGoesOn() {
        makeDirty(1);
        late.evaluate(false);
        assertThat(dirty()).hasSize(CHANNELS - 1);
        while (!soon.isEmpty()) {
            soon.remove().run();
        }

        assertThat(dirty()).isEmpty();
    }

    @Test
    void whoLooksAtEverythingWaitsForNothing() {
        makeDirty(1);
        messagesWait = true;

        late.evaluate(true);

        assertThat(dirty()).isEmpty();
    }
}
