package io.frostproof.ingest.lane;

import static io.frostproof.ingest.lane.LaneFixture.MINUTE;
import static io.frostproof.ingest.lane.LaneFixture.NOON;
import static io.frostproof.ingest.lane.LaneFixture.NOON_MICROS;
import static io.frostproof.ingest.lane.LaneFixture.message;
import static io.frostproof.ingest.lane.LaneFixture.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.spool.Spool;
import io.frostproof.ingest.spool.SpoolException;
import io.frostproof.ingest.spool.SpoolLimits;
import io.frostproof.protocol.Receipt;
import io.frostproof.testing.FakeClock;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 4 in one lane: a log that is away, frozen, or loses its answers costs neither readings nor detection. */
class OutageTest {

    private static final SpoolLimits LIMITS = new SpoolLimits(10 << 20, 0);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final MemoryReadingLog log = new MemoryReadingLog();
    private final FakeClock clock = FakeClock.at(NOON);
    private final KnownDevice probe = LaneFixture.device(1, 8);
    private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    private final List<String> story = new CopyOnWriteArrayList<>();
    private final AtomicBoolean away = new AtomicBoolean();
    private final List<Parts> started = new ArrayList<>();

    /** What a server has of this: one keeper and its lanes. */
    private final class Parts implements LaneListener, OutageListener {
        final IngestCounters counters = new IngestCounters();
        final BatchKeeper keeper;
        final Lanes lanes;

        Parts(int run, SpoolLimits limits) throws SpoolException {
            var ids = new BatchIds(run);
            keeper = new BatchKeeper(log, Spool.open(folder, limits), ids, clock, counters, this, this);
            lanes = new Lanes(
                    vertx,
                    keeper,
                    1,
                    List.of(probe),
                    devices -> new Lane(LaneConfig.DEFAULT, log, keeper, ids, clock, counters, this, devices));
        }

        void start() throws Exception {
            lanes.start().await(10, TimeUnit.SECONDS);
            started.add(this);
        }

        void submit(long seq, double value) throws InterruptedException {
            counters.readingsReceived.increment();
            lanes.submit(message(probe, seq, value, () -> acknowledged.add(seq)));
        }

        void stop() throws Exception {
            lanes.stop().await(15, TimeUnit.SECONDS);
            keeper.close();
            started.remove(this);
        }

        @Override
        public void workForDesk(String region) {}

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            return true;
        }

        @Override
        public void away() {
            story.add("away");
        }

        @Override
        public void back() {
            story.add("back");
        }

        @Override
        public void spooled(List<Batch.ChannelTransitions> transitions, Instant decidedAt) {
            tell("spooled", transitions);
        }

        @Override
        public void committed(List<Batch.ChannelTransitions> transitions, Instant decidedAt) {
            tell("committed", transitions);
        }

        private void tell(String how, List<Batch.ChannelTransitions> transitions) {
            transitions.forEach(of -> of.transitions()
                    .forEach(transition ->
                            story.add(how + " " + transition.kind().id())));
        }
    }

    @AfterEach
    void close() throws Exception {
        for (Parts parts : List.copyOf(started)) {
            parts.stop();
        }
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private Parts parts(int run) throws Exception {
        var parts = new Parts(run, LIMITS);
        parts.start();
        return parts;
    }

    private void mayBeAway() {
        log.fault(batch -> {
            if (away.get()) {
                throw new LogUnavailableException("away", new IllegalStateException());
            }
        });
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 20 s").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** It waits for a moment of quiet, by the clock. */
    private void awaitReevaluated() {
        await(() -> {
            clock.advance(Duration.ofMillis(50));
            return log.dirty().isEmpty();
        });
    }

    /** Of a lane at rest: it counts a batch as stored a moment before it counts its messages as no longer under way. */
    private static void awaitCountsAddUp(Parts parts) {
        IngestCounters counters = parts.counters;
        await(() -> counters.readingsReceived.sum() + counters.readingsLeftover.sum()
                == counters.readingsStored.sum()
                        + counters.readingsDuplicate.sum()
                        + counters.readingsConflicting.sum()
                        + counters.readingsSuspect.sum()
                        + counters.readingsRefused.sum()
                        + counters.readingsInFlight()
                        + parts.keeper.spooledReadings());
    }

    private List<Transition.Kind> kinds() {
        return log.transitions(1).stream().map(Transition::kind).toList();
    }

    @Test
    void acknowledgesFromTheSpoolGoesOnDetectingAndTellsTheLogLater() throws Exception {
        mayBeAway();
        Parts parts = parts(1);
        parts.submit(0, 5);
        await(() -> acknowledged.size() == 1);

        away.set(true);
        for (long minute = 1; minute <= 10; minute++) {
            parts.submit(minute, 12);
        }
        await(() -> acknowledged.size() == 11);
        assertThat(story).containsExactly("away", "spooled started");
        assertThat(log.readings(1)).hasSize(1);
        assertThat(parts.keeper.spooledReadings()).isEqualTo(10);
        assertThat(parts.keeper.trouble()).get().asString().contains("10 readings are safe in the spool");
        awaitCountsAddUp(parts);

        away.set(false);
        await(() -> story.contains("back"));
        assertThat(log.readings(1)).hasSize(11);
        assertThat(kinds()).containsExactly(Transition.Kind.STARTED);
        assertThat(parts.keeper.spooledReadings()).isZero();
        assertThat(parts.keeper.trouble()).isEmpty();
        parts.submit(11, 5);
        await(() -> story.contains("committed ended"));
        assertThat(kinds()).containsExactly(Transition.Kind.STARTED, Transition.Kind.ENDED);
        awaitCountsAddUp(parts);
    }

    @Test
    void aLogThatFreezesIsAwayAsWellAndItsLateCommitIsNotRepeated() throws Exception {
        var thaw = new CountDownLatch(1);
        var frozen = new AtomicBoolean(true);
        log.fault(batch -> {
            if (frozen.get()) {
                // As a socket that is closed by an interrupt, unless it thaws before; here it does the work all the
                // same.
                awaitUninterruptibly(thaw);
            }
        });
        Parts parts = parts(1);
        parts.submit(0, 5);
        parts.submit(1, 6);
        await(() -> acknowledged.size() == 2);
        assertThat(log.readings(1)).isEmpty();
        frozen.set(false);
        thaw.countDown();
        await(() -> story.contains("back"));
        assertThat(log.readings(1)).hasSize(2);
        assertThat(parts.counters.readingsStored.sum()).isEqualTo(2);
        awaitCountsAddUp(parts);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatARunHasSpooledIsInTheLogOfTheNextOneAndEvaluatedInItsPlace() throws Exception {
        mayBeAway();
        Parts first = parts(1);
        away.set(true);
        for (long minute = 0; minute < 4; minute++) {
            first.submit(minute, 12);
        }
        await(() -> acknowledged.size() == 4);
        first.stop();

        away.set(false);
        var second = new Parts(2, LIMITS);
        second.keeper.drainLeftovers(Duration.ofSeconds(5));
        assertThat(log.readings(1)).hasSize(4);
        second.start();
        for (long minute = 4; minute < 8; minute++) {
            second.submit(minute, 12);
        }
        await(() -> log.readings(1).size() == 8);
        awaitReevaluated();
        assertThat(kinds()).containsExactly(Transition.Kind.STARTED);
        assertThat(log.transitions(1).getFirst().sinceMicros()).isEqualTo(NOON_MICROS);
        awaitCountsAddUp(second);
    }

    @Test
    void aBatchThatThisVersionDoesNotUnderstandStaysAndIsToldToPeople() throws Exception {
        try (Spool written = Spool.open(folder, LIMITS)) {
            written.append(new byte[] {99, 1, 2, 3}, 5);
        }
        var parts = new Parts(1, LIMITS);
        assertThat(parts.keeper.trouble()).isEmpty();
        parts.start();
        await(() -> parts.keeper.trouble().isPresent());
        assertThat(parts.keeper.trouble().orElseThrow())
                .startsWith("5 readings are safe in the spool")
                .contains("does not understand the oldest batch");
        // Nobody else suffers from it.
        parts.submit(0, 5);
        await(() -> acknowledged.size() == 1);
        assertThat(parts.keeper.spooledReadings()).isEqualTo(5);
    }

    @Test
    void lateReadingsOfAnOutageAreEvaluatedInTheirPlaceOnceTheSpoolIsDrained() throws Exception {
        mayBeAway();
        Parts parts = parts(1);
        for (long minute : new long[] {0, 1, 2, 9, 10}) {
            parts.submit(minute, 5);
        }
        await(() -> acknowledged.size() == 5);
        away.set(true);
        parts.submit(11, 5);
        await(() -> acknowledged.size() == 6);
        for (long minute = 3; minute < 9; minute++) {
            parts.submit(minute, 12);
        }
        await(() -> acknowledged.size() == 12);
        away.set(false);
        await(() -> log.readings(1).size() == 12);
        awaitReevaluated();
        await(() -> kinds().equals(List.of(Transition.Kind.STARTED, Transition.Kind.ENDED)));
        assertThat(log.transitions(1).getFirst().sinceMicros()).isEqualTo(NOON_MICROS + 3 * MINUTE);
        awaitCountsAddUp(parts);
    }

    @Test
    void aFullSpoolMakesTheLaneWaitAndLosesNothing() throws Exception {
        mayBeAway();
        away.set(true);
        var parts = new Parts(1, new SpoolLimits(1_200, 0));
        parts.start();
        for (long minute = 0; minute < 60; minute++) {
            parts.submit(minute, 5);
            if (minute == 0) {
                await(() -> acknowledged.size() == 1); // a batch of its own
            }
        }
        await(() -> parts.counters.spoolRefusals.sum() > 0);
        int before = acknowledged.size();
        assertThat(before).isLessThan(60);
        assertThat(parts.keeper.trouble()).get().asString().contains("the spool takes no more");
        awaitCountsAddUp(parts);
        away.set(false);
        await(() -> acknowledged.size() == 60);
        await(() -> parts.keeper.spooledReadings() == 0);
        assertThat(log.readings(1)).hasSize(60);
        awaitCountsAddUp(parts);
    }

    @Test
    void stoppingWhileTheLogIsAwaySpoolsWhatWaitsAndAcknowledgesIt() throws Exception {
        mayBeAway();
        away.set(true);
        Parts parts = parts(1);
        for (long minute = 0; minute < 20; minute++) {
            parts.submit(minute, 5);
        }
        parts.stop();
        assertThat(acknowledged).hasSize(20);
        try (Spool spool = Spool.open(folder, LIMITS)) {
            assertThat(spool.weight()).isEqualTo(20);
        }
    }

    @Test
    void aSpooledReadingThatTheLogRefusesIsBuriedAndTheOthersAreStored() throws Exception {
        log.fault(batch -> {
            if (away.get()) {
                throw new LogUnavailableException("away", new IllegalStateException());
            }
            boolean bad = batch.fresh().stream().anyMatch(reading -> reading.seq() == 7)
                    || batch.staged().stream().anyMatch(reading -> reading.seq() == 7);
            if (bad) {
                throw new BatchRefusedException("bad row", new IllegalStateException());
            }
        });
        away.set(true);
        Parts parts = parts(1);
        for (long minute = 0; minute < 20; minute++) {
            parts.submit(minute, 5);
        }
        await(() -> acknowledged.size() == 20);
        away.set(false);
        await(() -> parts.keeper.spooledReadings() == 0 && story.contains("back"));
        assertThat(log.readings(1)).hasSize(19).doesNotContain(reading(1, 7, 5, 7));
        assertThat(log.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(Burial.REASON);
            assertThat(new String(letter.payload().kept(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("seq=7");
        });
        assertThat(parts.counters.readingsRefused.sum()).isEqualTo(1);
        awaitCountsAddUp(parts);
    }

    @Test
    void outagesInARowTellTheirListenersInTurn() throws Exception {
        mayBeAway();
        Parts parts = parts(1);
        long minute = 0;
        for (int outage = 0; outage < 2; outage++) {
            away.set(true);
            parts.submit(minute++, 5);
            int count = (int) minute;
            await(() -> acknowledged.size() == count);
            away.set(false);
            int backs = outage + 1;
            await(() -> Collections.frequency(story, "back") == backs);
        }
        assertThat(story).containsExactly("away", "back", "away", "back");
        assertThat(log.readings(1)).hasSize(2);
    }
}
