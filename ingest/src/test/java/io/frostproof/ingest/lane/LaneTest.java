package io.frostproof.ingest.lane;

import static io.frostproof.ingest.lane.LaneFixture.NOON;
import static io.frostproof.ingest.lane.LaneFixture.NOON_MICROS;
import static io.frostproof.ingest.lane.LaneFixture.message;
import static io.frostproof.ingest.lane.LaneFixture.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.testing.FakeClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 1 in one lane, without a database: acknowledged means stored, and everything that can be stored is. */
class LaneTest {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final LaneConfig CONFIG = new LaneConfig(1, 100, 1_000, GRACE);

    private final Vertx vertx = Vertx.vertx();
    private final MemoryReadingLog log = new MemoryReadingLog();
    private final IngestCounters counters = new IngestCounters();
    private final FakeClock clock = FakeClock.at(NOON);
    private final KnownDevice probe = LaneFixture.device(1, 8);
    private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final List<Reading> told = new CopyOnWriteArrayList<>();
    private final AtomicBoolean listenerFails = new AtomicBoolean();
    private final BatchKeeper keeper = BatchKeeper.withoutSpool(log, counters, new Listener());
    private final Lanes lanes = new Lanes(
            vertx,
            keeper,
            1,
            List.of(probe),
            devices -> new Lane(CONFIG, log, keeper, new BatchIds(1), clock, counters, new Listener(), devices));

    private final class Listener implements LaneListener {
        @Override
        public void workForDesk(String region) {}

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            return receipts.add(receipt);
        }

        @Override
        public void stored(List<Reading> readings) {
            told.addAll(readings);
            if (listenerFails.get()) {
                throw new IllegalStateException("a watcher's fault");
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private void start() throws Exception {
        lanes.start().await(10, TimeUnit.SECONDS);
    }

    private void stop() throws Exception {
        lanes.stop().await(10, TimeUnit.SECONDS);
    }

    private void submit(long seq, double value) throws InterruptedException {
        lanes.submit(message(probe, seq, value, () -> acknowledged.add(seq)));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 10 s").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void awaitAcknowledged(int count) {
        await(() -> acknowledged.size() >= count);
    }

    private void assertCountsAddUp(int readings) {
        assertThat(counters.readingsStored.sum()
                        + counters.readingsDuplicate.sum()
                        + counters.readingsConflicting.sum()
                        + counters.readingsSuspect.sum()
                        + counters.readingsRefused.sum())
                .isEqualTo(readings);
    }

    private static LogUnavailableException away() {
        return new LogUnavailableException("away", new IllegalStateException());
    }

    @Test
    void acknowledgesAndTellsOnlyAfterTheCommit() throws Exception {
        var committing = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        log.fault(batch -> {
            committing.countDown();
            mayCommit.await();
        });
        start();
        submit(0, 5);
        assertThat(committing.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).isEmpty();
        assertThat(receipts).isEmpty();

        mayCommit.countDown();
        awaitAcknowledged(1);
        await(() -> !receipts.isEmpty());
        assertThat(log.readings(1)).containsExactly(reading(1, 0, 5, 0));
        assertThat(receipts).containsExactly(new Receipt(new MessageId(1, 0), 0));
    }

    @Test
    void repeatsACommitUnderTheSameNumberWhileTheLogIsAway() throws Exception {
        var failures = new AtomicInteger(2);
        log.fault(batch -> {
            if (failures.getAndDecrement() > 0) {
                throw away();
            }
        });
        start();
        submit(0, 5);
        awaitAcknowledged(1);
        assertThat(log.attempts())
                .hasSize(3)
                .extracting(Batch::id)
                .containsOnly(log.attempts().getFirst().id());
        assertThat(log.readings(1)).hasSize(1);
        assertCountsAddUp(1);
    }

    @Test
    void acknowledgesWhatWasCommittedBeforeAndLoadsItsChannelsAgain() throws Exception {
        start();
        submit(0, 5);
        awaitAcknowledged(1);
        int loads = log.loaded().size();
        log.loseNextAnswer();
        submit(1, 6);
        awaitAcknowledged(2);
        await(() -> log.loaded().size() > loads);
        assertThat(log.readings(1)).hasSize(2);
        assertThat(log.committed()).hasSize(2);
        assertCountsAddUp(2);

        // And the channel is watched on.
        clock.advance(LaneFixture.MAX_HOLD.plus(GRACE).plusSeconds(1).plusMinutes(1));
        await(() -> !log.transitions(1).isEmpty());
        assertThat(log.transitions(1)).extracting(Transition::kind).containsExactly(Transition.Kind.UNKNOWN);
    }

    @Test
    void buriesTheOneMessageThatTheLogRefusesAndStoresTheOthers() throws Exception {
        refuse(reading -> reading.value() == 66, new BatchRefusedException("no 66", new IllegalStateException()));
        submitHundredWithOneBad();
    }

    @Test
    void buriesTheOneMessageThatProvokesAFaultOfOurs() throws Exception {
        refuse(reading -> reading.value() == 66, new IllegalStateException("a fault"));
        submitHundredWithOneBad();
    }

    private void refuse(java.util.function.Predicate<Reading> refused, RuntimeException with) {
        log.fault(batch -> {
            if (batch.fresh().stream().anyMatch(refused)
                    || batch.staged().stream().anyMatch(refused)) {
                throw with;
            }
        });
    }

    private void submitHundredWithOneBad() throws Exception {
        for (int seq = 0; seq < 100; seq++) {
            submit(seq, seq == 37 ? 66 : 5); // before the start, so that they are one batch
        }
        start();
        awaitAcknowledged(100);
        await(() -> counters.readingsRefused.sum() == 1);
        assertThat(acknowledged).doesNotHaveDuplicates().hasSize(100);
        assertThat(log.readings(1)).hasSize(99);
        assertThat(log.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("refused_by_database");
            assertThat(new String(letter.payload().kept(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("66.0");
        });
        await(() -> receipts.stream().anyMatch(receipt -> receipt.equals(new Receipt(new MessageId(1, 99), 0))));
        assertCountsAddUp(100);
    }

    @Test
    void aRefusedMessageIsKeptAsItCame() throws Exception {
        log.fault(batch -> {
            if (!batch.fresh().isEmpty()) {
                throw new BatchRefusedException("no room", new IllegalStateException());
            }
        });
        start();
        byte[] payload = "{\"readings\":[{\"ch\":\"t1\",\"v\":5}]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var intake = new Intake(new OneDevice(probe), PlausibleTimes.DEFAULT, clock, counters);
        lanes.submit(intake.judge("mqtt", "frostproof/1/hub/probe-1/telemetry", payload, () -> acknowledged.add(0L)));
        awaitAcknowledged(1);
        assertThat(log.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.source()).isEqualTo("mqtt");
            assertThat(letter.topic()).isEqualTo("frostproof/1/hub/probe-1/telemetry");
            assertThat(letter.payload().kept()).isEqualTo(payload);
            assertThat(letter.reason()).isEqualTo("refused_by_database");
        });
    }

    private record OneDevice(KnownDevice device) implements DeviceDirectory {
        @Override
        public @Nullable KnownDevice find(String deviceId) {
            return device.id().equals(deviceId) ? device : null;
        }

        @Override
        public Collection<KnownDevice> all() {
            return List.of(device);
        }
    }

    @Test
    void whatItsSenderKeepsIsNotBuriedWhenItIsRefused() throws Exception {
        refuse(reading -> reading.value() == 66, new BatchRefusedException("no 66", new IllegalStateException()));
        var reasons = new CopyOnWriteArrayList<String>();
        start();
        lanes.submit(message(probe, 0, 66, new Inbound.Acknowledgement() {
            @Override
            public void stored() {
                acknowledged.add(0L);
            }

            @Override
            public boolean refused(String reason) {
                reasons.add(reason);
                return true;
            }
        }));
        submit(1, 5);
        awaitAcknowledged(1);
        assertThat(reasons).containsExactly("no 66");
        assertThat(acknowledged).containsExactly(1L);
        assertThat(log.deadLetters()).isEmpty();
        assertCountsAddUp(2);
    }

    @Test
    void tellsReadingsAfterTheirCommitAndDoesNotMindAListenerThatFails() throws Exception {
        var mayCommit = new CountDownLatch(1);
        var committing = new CountDownLatch(1);
        log.fault(batch -> {
            committing.countDown();
            mayCommit.await();
        });
        listenerFails.set(true);
        start();
        submit(0, 5);
        assertThat(committing.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(told).isEmpty();
        mayCommit.countDown();
        submit(1, 6);
        awaitAcknowledged(2);
        await(() -> told.size() == 2);
        assertThat(told).extracting(Reading::value).containsExactly(5.0, 6.0);
    }

    @Test
    void anOfferToAFullLaneIsTurnedDownInTime() throws Exception {
        var mayCommit = new CountDownLatch(1);
        log.fault(batch -> mayCommit.await());
        start();
        long seq = 0;
        while (lanes.offer(message(probe, seq, 5, () -> acknowledged.add(1L)), Duration.ofMillis(100))) {
            seq++;
            // The batch at work, and as much as another one that was read ahead of it.
            assertThat(seq).isLessThanOrEqualTo(CONFIG.queueMaxMessages() + 2 * CONFIG.batchMaxReadings());
        }
        mayCommit.countDown();
        awaitAcknowledged((int) seq);
        assertThat(lanes.offer(message(probe, seq, 5, () -> acknowledged.add(1L)), Duration.ofSeconds(5)))
                .isTrue();
    }

    @Test
    void keepsATraceOfADeadLetterThatCannotBeStoredEither() throws Exception {
        log.fault(batch -> {
            if (batch.deadLetters().stream().anyMatch(letter -> letter.topic().equals("poison"))) {
                throw new BatchRefusedException("cannot", new IllegalStateException());
            }
        });
        start();
        var letter =
                new DeadLetter("test", "poison", DeadLetter.Payload.of(new byte[] {1, 2, 3}), "x", "y", NOON_MICROS);
        lanes.submit(
                new Inbound("poison", null, null, List.of(), List.of(), List.of(letter), () -> acknowledged.add(-1L)));
        submit(0, 5);
        awaitAcknowledged(2);
        assertThat(log.deadLetters())
                .singleElement()
                .satisfies(trace -> assertThat(trace.detail())
                        .contains("3 bytes, sha256 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"));
        assertThat(log.readings(1)).hasSize(1);
    }

    @Test
    void acknowledgesNothingWhileTheLogRefusesEverything() throws Exception {
        var repaired = new AtomicBoolean();
        log.fault(batch -> {
            if (!repaired.get()) {
                throw new BatchRefusedException("permission denied", new IllegalStateException());
            }
        });
        start();
        submit(0, 5);
        submit(1, 5);
        await(() -> log.attempts().size() >= 6);
        assertThat(acknowledged).isEmpty();
        repaired.set(true);
        awaitAcknowledged(2);
        // The first is buried, for it was alone when the log was repaired; nothing is gone without a trace.
        assertThat(log.readings(1).size() + log.deadLetters().size()).isEqualTo(2);
        assertCountsAddUp(2);
    }

    @Test
    void aSilentChannelBecomesUnknownAfterItsHoldAndTheGrace() throws Exception {
        start();
        submit(0, 5);
        awaitAcknowledged(1);
        clock.advance(LaneFixture.MAX_HOLD.plus(GRACE));
        awaitTwoLooks();
        assertThat(log.transitions(1)).isEmpty();

        clock.advance(Duration.ofMillis(1));
        await(() -> !log.transitions(1).isEmpty());
        assertThat(log.transitions(1)).singleElement().satisfies(transition -> {
            assertThat(transition.kind()).isEqualTo(Transition.Kind.UNKNOWN);
            assertThat(transition.timeMicros()).isEqualTo(NOON_MICROS + LaneFixture.MAX_HOLD.toNanos() / 1000);
        });
    }

    @Test
    void aDelayThatRunsOutBetweenTwoReadingsIsToldThenAndNotWithTheNextReading() throws Exception {
        start();
        submit(0, 12);
        for (int minute = 1; minute <= 4; minute++) {
            clock.advance(Duration.ofMinutes(1));
            submit(minute, 12);
        }
        awaitAcknowledged(5);
        // It is minute 4. The newest reading stands until minute 6, and five minutes are over before that.
        clock.advance(Duration.ofMinutes(1).plus(GRACE).minusMillis(1));
        awaitTwoLooks();
        assertThat(log.transitions(1)).isEmpty();

        clock.advance(Duration.ofMillis(1));
        await(() -> !log.transitions(1).isEmpty());
        assertThat(log.transitions(1)).first().satisfies(transition -> {
            assertThat(transition.kind()).isEqualTo(Transition.Kind.STARTED);
            assertThat(transition.timeMicros()).isEqualTo(NOON_MICROS + 5 * LaneFixture.MINUTE);
        });
    }

    @Test
    void aDeviceThatIsBehindIsGivenAsLongAsItIsBehind() throws Exception {
        clock.advance(Duration.ofMinutes(60));
        start();
        submit(0, 12);
        submit(1, 12);
        submit(2, 12);
        submit(3, 12);
        awaitAcknowledged(4);
        clock.advance(GRACE.plusMillis(1));
        awaitTwoLooks();
        assertThat(log.transitions(1)).as("its next readings are on their way").isEmpty();

        clock.advance(Duration.ofMinutes(2));
        await(() -> !log.transitions(1).isEmpty());
    }

    private void awaitTwoLooks() throws InterruptedException {
        // Two rounds of the lane's timer, so that it has looked.
        var looked = new CountDownLatch(3);
        long timer = vertx.setPeriodic(250, id -> looked.countDown());
        assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
        vertx.cancelTimer(timer);
    }

    @Test
    void aLateReadingIsEvaluatedInItsPlace() throws Exception {
        start();
        for (int seq = 0; seq < 20; seq++) {
            if (seq < 5 || seq > 15) {
                submit(seq, 5);
            }
        }
        awaitAcknowledged(9);
        for (int seq = 15; seq >= 5; seq--) {
            submit(seq, 12);
        }
        awaitAcknowledged(20);
        await(() -> {
            clock.advance(Duration.ofMillis(100));
            return log.dirty().isEmpty();
        });
        assertThat(log.transitions(1))
                .filteredOn(transition -> transition.slot().equals("too_warm"))
                .extracting(Transition::kind)
                .containsExactly(Transition.Kind.STARTED, Transition.Kind.ENDED);
    }

    /** As for a clock that is moved in steps: nothing happens by itself. */
    private Lanes withoutTicks() {
        var config = new LaneConfig(1, 100, 1_000, GRACE, Duration.ZERO, Duration.ofDays(1));
        return new Lanes(
                vertx,
                keeper,
                1,
                List.of(probe),
                devices -> new Lane(config, log, keeper, new BatchIds(1), clock, counters, new Listener(), devices));
    }

    @Test
    void whenALookIsOverEverythingBeforeItIsStoredAndSilenceNoticed() throws Exception {
        Lanes stepped = withoutTicks();
        stepped.start().await(10, TimeUnit.SECONDS);
        stepped.submit(message(probe, 0, 5, () -> acknowledged.add(0L)));
        stepped.look().await(10, TimeUnit.SECONDS);
        assertThat(acknowledged).containsExactly(0L);

        clock.advance(LaneFixture.MAX_HOLD.plus(GRACE));
        stepped.look().await(10, TimeUnit.SECONDS);
        assertThat(log.transitions(1)).isEmpty();

        clock.advance(Duration.ofMillis(1));
        stepped.look().await(10, TimeUnit.SECONDS);
        assertThat(log.transitions(1)).extracting(Transition::kind).containsExactly(Transition.Kind.UNKNOWN);
    }

    @Test
    void aLookEvaluatesLateReadingsAtOnce() throws Exception {
        Lanes stepped = withoutTicks();
        stepped.start().await(10, TimeUnit.SECONDS);
        stepped.submit(message(probe, 20, 5, () -> {}));
        stepped.look().await(10, TimeUnit.SECONDS); // in one batch with it, the next one would be in order
        stepped.submit(message(probe, 5, 12, () -> {}));
        stepped.look().await(10, TimeUnit.SECONDS);

        assertThat(log.dirty()).isEmpty();
        assertThat(counters.reevaluations.sum()).isPositive();
    }

    @Test
    void aLaneThatHasNotStartedCannotLook() {
        Lanes stepped = withoutTicks();
        assertThat(stepped.look().toCompletionStage().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void messagesThatWaitedAreJudgedByTheRulesThatHoldNow() throws Exception {
        var held = new CountDownLatch(1);
        var committing = new CountDownLatch(1);
        log.fault(batch -> {
            committing.countDown();
            held.await();
        });
        start();
        submit(0, 12);
        assertThat(committing.await(10, TimeUnit.SECONDS)).isTrue();
        for (int seq = 1; seq < 10; seq++) {
            submit(seq, 12); // with the device as it was: too warm above 8
        }
        lanes.devicesChanged(List.of(LaneFixture.device(1, 20)));
        held.countDown();
        awaitAcknowledged(10);
        int loads = log.loaded().size();
        await(() -> log.loaded().size() >= Math.min(loads, 2));
        for (int seq = 10; seq < 20; seq++) {
            submit(seq, 12);
        }
        awaitAcknowledged(20);
        assertThat(log.transitions(1))
                .extracting(Transition::timeMicros)
                .allMatch(time -> time < NOON_MICROS + 10 * LaneFixture.MINUTE);
    }

    @Test
    void stoppingStoresWhatWaits() throws Exception {
        var held = new CountDownLatch(1);
        var committing = new CountDownLatch(1);
        log.fault(batch -> {
            committing.countDown();
            held.await();
        });
        start();
        submit(0, 5);
        assertThat(committing.await(10, TimeUnit.SECONDS)).isTrue();
        for (int seq = 1; seq < 500; seq++) {
            submit(seq, 5);
        }
        var stopped = lanes.stop();
        held.countDown();
        stopped.await(10, TimeUnit.SECONDS);
        assertThat(acknowledged).hasSize(500);
        assertThat(log.readings(1)).hasSize(500);
    }

    @Test
    void stoppingDoesNotWaitForALogThatIsAwayAndAcknowledgesNothing() throws Exception {
        log.fault(batch -> {
            throw away();
        });
        start();
        submit(0, 5);
        await(() -> !log.attempts().isEmpty());
        stop();
        assertThat(acknowledged).isEmpty();
        submit(1, 5); // returns, though nobody will take it
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void fewLargeMessagesFillTheQueueAsManySmallOnesDo() throws Exception {
        var held = new CountDownLatch(1);
        log.fault(batch -> held.await());
        start();
        byte[] garbage = new byte[1 << 20];
        var accepted = new AtomicInteger();
        int messages = 2 * LaneQueue.MAX_KIB / 1024;
        Thread source = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < messages; i++) {
                    var letter = new DeadLetter(
                            "test", "t" + i, DeadLetter.Payload.of(garbage), "not_json", "", NOON_MICROS);
                    lanes.submit(new Inbound(
                            "probe-1", null, null, List.of(), List.of(), List.of(letter), () -> acknowledged.add(0L)));
                    accepted.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await(() -> source.getState() == Thread.State.TIMED_WAITING && accepted.get() > 50);
        assertThat(accepted.get()).isLessThan(90);
        held.countDown();
        awaitAcknowledged(messages);
        assertThat(log.committed())
                .allSatisfy(batch -> assertThat(batch.deadLetters()).hasSizeLessThan(10));
    }

    @Test
    void manyMessagesInAnyOrderEndAsOneReadingPerKey() throws Exception {
        var random = new java.util.Random(7);
        var all = new ArrayList<Inbound>();
        int readings = 0;
        for (int seq = 0; seq < 1_000; seq++) {
            var of = new ArrayList<Reading>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                of.add(reading(1, random.nextInt(600), random.nextInt(3), seq));
            }
            readings += of.size();
            long number = seq;
            all.add(message(probe, seq, of, () -> acknowledged.add(number)));
        }
        start();
        for (Inbound inbound : all) {
            lanes.submit(inbound);
        }
        awaitAcknowledged(1_000);
        stop();
        var expected = new java.util.TreeMap<Long, Double>();
        var claims = new java.util.HashMap<Long, Reading>();
        for (Inbound inbound : all) {
            for (Reading reading : inbound.readings()) {
                Reading best =
                        claims.merge(reading.timeMicros(), reading, (a, b) -> Reading.CLAIM.compare(a, b) >= 0 ? a : b);
                expected.put(reading.timeMicros(), best.value());
            }
        }
        var stored = new java.util.TreeMap<Long, Double>();
        log.readings(1).forEach(reading -> stored.put(reading.timeMicros(), reading.value()));
        assertThat(stored).isEqualTo(expected);
        assertCountsAddUp(readings);
    }
}
